//! `/signals/UNIT/MONTH`: what is worth verifying, what it rests on, and what came of asking.
//! Filters lie in the address.

use super::address::{query, unit_and_month};
use crate::ask::questions::{Came, QuestionState};
use crate::ask::refuse;
use crate::ask::signals::{self, Place, Stated, ToldSign, WorthVerifying};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Downloads, Frame, MonthPicker, answered, hidden};
use crate::tables::signals::{SignalView, corrections, figure_told, month_told};
use crate::text::{Words, count, use_words};
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::signals::{Kind, RULES};
use kpi::{Period, UnitCode};
use leptos::prelude::*;

/// So many months of an element, and so many elements of a sign, are listed; the file has them all.
const MOST_MONTHS: usize = 5;
const MOST_ELEMENTS: usize = 6;

/// So many single signs are listed; the file has them all.
const MOST_SINGLES: usize = 100;

/// What is worth verifying.
#[component]
pub fn Signals() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| unit_and_month());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, period)) => signals::worth_verifying(unit, period).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let view = Memo::new(|_| SignalView {
        q: query("q"),
        kind: query("kind"),
        indicator: query("indicator"),
        state: query("state"),
    });
    answered(question, move |told| page(words, told, view))
}

fn page(words: Words, told: WorthVerifying, view: Memo<SignalView>) -> impl IntoView {
    let Some(unit) = told.path.last().cloned() else {
        return ().into_any();
    };
    let (code, period) = (unit.code, told.period);
    let title = format!("{} · {}", words.signals(), words.of(&unit.name));
    let to = Callback::new(move |above: UnitRef| format!("/signals/{}/{period}", above.code));
    let shown = view.get_untracked();
    let rest = shown.query();
    let table = format!("/signals/{code}/{period}/table");
    let lists = {
        let told = told.clone();
        move || lists(words, &told, &view.get())
    };
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title lead=words.month(period)>
            <div class="tools">
                <MonthPicker
                    before=format!("/signals/{code}/")
                    after=rest.clone()
                    period
                    newest=told.newest
                />
                <a href="/questions">{words.questions()}</a>
                <Downloads table query=rest/>
            </div>
            <p>{words.signals_lead()}</p>
            <p class="hint" id="signals-sum">{words.signals_sum(&told)}</p>
            {filters(words, code, period, &shown)}
            {lists}
            {rules(words, &told)}
            {calipers(words, &told)}
        </Frame>
    }
    .into_any()
}

fn filters(
    words: Words,
    unit: UnitCode,
    period: Period,
    shown: &SignalView,
) -> impl IntoView + use<> {
    let chosen = shown.clone();
    let states = [("not_asked", words.not_asked())]
        .into_iter()
        .chain(QuestionState::ALL.map(|state| (state.code(), words.question_state_name(state))));
    view! {
        <form class="filters" method="get" action=format!("/signals/{unit}/{period}") role="search">
            <label>
                <span>{words.signals_kind()}</span>
                <select name="kind">
                    <option value="">{words.any_kind()}</option>
                    {Kind::ALL.map(|kind| view! {
                        <option value=kind.code() selected=kind.code() == chosen.kind>{words.kind_name(kind)}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.indicator()}</span>
                <select name="indicator">
                    <option value="">{words.any_indicator()}</option>
                    {PROGRAMMES.iter().map(|programme| view! {
                        <optgroup label=programme.name(words.lang())>
                            {catalogue().indicators().iter().filter(|one| one.programme == programme.code && one.is_rate()).map(|one| view! {
                                <option value=one.code.clone() selected=one.code == chosen.indicator>{words.of(&one.name)}</option>
                            }).collect_view()}
                        </optgroup>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.question_state()}</span>
                <select name="state">
                    <option value="">{words.any_question_state()}</option>
                    {states.map(|(code, name)| view! {
                        <option value=code selected=code == chosen.state>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.text_in_name()}</span>
                <input type="search" name="q" value=chosen.q.clone()/>
            </label>
            <button>{words.apply()}</button>
        </form>
    }
}

fn lists(words: Words, told: &WorthVerifying, view: &SignalView) -> impl IntoView + use<> {
    let back = told.path.last().map_or_else(String::new, |unit| {
        format!("/signals/{}/{}", unit.code, told.period)
    });
    let listed: Vec<&Place> = told
        .listed
        .iter()
        .filter(|place| view.fits(place))
        .collect();
    let singles: Vec<&Place> = told
        .singles
        .iter()
        .filter(|place| view.fits(place))
        .collect();
    let none = || view! { <p class="hint">{words.signals_none()}</p> };
    let entries = match listed.is_empty() {
        true => none().into_any(),
        false => listed
            .iter()
            .enumerate()
            .map(|(at, place)| entry(words, place, at, &back))
            .collect_view()
            .into_any(),
    };
    let alone = match singles.is_empty() {
        true => none().into_any(),
        false => single_table(words, &singles, told.period).into_any(),
    };
    view! {
        <section class="signals-list">
            <h2>{words.signals_listed()}" "<span class="note">{count(listed.len() as i64)}</span></h2>
            {entries}
        </section>
        <section class="signals-singles">
            <h2>{words.signals_single()}" "<span class="note">{count(singles.len() as i64)}</span></h2>
            <p class="hint">{words.signals_single_note()}</p>
            {alone}
        </section>
    }
}

fn months(words: Words, from: Period, to: Period) -> String {
    match from == to {
        true => words.month(from),
        false => format!("{} – {}", words.month(from), words.month(to)),
    }
}

/// One place of the list: whose, which months, each sign, and the question.
fn entry(words: Words, place: &Place, at: usize, back: &str) -> AnyView {
    let (Some(from), Some(to)) = (place.from(), place.to()) else {
        return ().into_any();
    };
    let unit = place.unit.code;
    let above: Vec<String> = place
        .above
        .iter()
        .map(|unit| words.of(&unit.name))
        .collect();
    let mut kinds: Vec<Kind> = place.signs.iter().map(ToldSign::kind).collect();
    kinds.sort();
    kinds.dedup();
    let id = format!("signal-{unit}-{at}");
    let indicator = place.indicator();
    let to_indicator = indicator.as_deref().and_then(|code| {
        let name = words.of(&catalogue().indicator(code)?.name);
        Some(view! { <a href=format!("/indicators/{code}/{unit}/{to}")>{name}</a> })
    });
    view! {
        <article class="signal" aria-labelledby=id.clone() data-unit=unit.to_string()>
            <h3 id=id.clone()>
                <a href=format!("/profile/{unit}/{to}")>{words.of(&place.unit.name)}</a>
                " "<small>{above.join(" › ")}{(!above.is_empty()).then_some(" · ")}{months(words, from, to)}</small>
            </h3>
            <p class="signal-kinds">
                {kinds.into_iter().map(|kind| view! { <span class="signal-kind">{words.kind_name(kind)}</span>" " }).collect_view()}
                {to_indicator}
            </p>
            <ul class="plain signal-signs">
                {place.signs.iter().map(|sign| one_sign(words, sign)).collect_view()}
            </ul>
            {asking(words, place, from, to, &id, back)}
        </article>
    }
    .into_any()
}

/// The figures of a sign, element by element, each with its months.
fn figures_by_element(words: Words, figures: &[Stated]) -> Vec<String> {
    let mut elements: Vec<&str> = Vec::new();
    for stated in figures {
        if !elements.contains(&stated.element.as_str()) {
            elements.push(&stated.element);
        }
    }
    let more = elements.len().saturating_sub(MOST_ELEMENTS);
    let mut lines: Vec<String> = elements
        .into_iter()
        .take(MOST_ELEMENTS)
        .map(|element| {
            let own = || figures.iter().filter(|stated| stated.element == element);
            let months: Vec<String> = own()
                .take(MOST_MONTHS)
                .map(|stated| month_told(words, stated))
                .collect();
            let rest = match own().count().saturating_sub(MOST_MONTHS) {
                0 => String::new(),
                rest => format!(" +{rest}"),
            };
            let colon = words.pick("：", ": ");
            format!(
                "{}{colon}{}{rest}",
                words.element(element),
                months.join(" · ")
            )
        })
        .collect();
    if more > 0 {
        lines.push(format!("+{more}"));
    }
    lines
}

fn one_sign(words: Words, sign: &ToldSign) -> AnyView {
    let rule = sign.rule.rule();
    let elements: Vec<String> = sign
        .elements
        .iter()
        .take(4)
        .map(|code| words.element(code))
        .collect();
    let neighbour = sign.neighbour.as_ref().map(|unit| {
        let href = format!("/profile/{}/{}", unit.code, sign.to);
        view! { <p>{words.sign_neighbour()}" "<a href=href>{words.of(&unit.name)}</a></p> }
    });
    let adjusted = sign.adjusted.map(|p| {
        format!(
            "{}{}{}",
            words.pick("，", ", "),
            words.sign_adjusted(),
            words.chance(p)
        )
    });
    view! {
        <li>
            <p>
                <strong>{words.rule_name(sign.rule)}</strong>" "
                {elements.join(words.pick("、", ", "))}
                " "<small>{months(words, sign.from, sign.to)}</small>
            </p>
            {neighbour}
            <p class="signal-figures">
                {figures_by_element(words, &sign.figures).into_iter().map(|line| view! {
                    <span>{line}</span>" "
                }).collect_view()}
            </p>
            <p class="note">
                {words.sign_chance()}" "{words.chance(sign.chance)}{adjusted}{words.pick("。", ". ")}
                {words.sign_threshold()}{words.pick("：", ": ")}{words.rule_threshold(rule)}" "{words.rule_origin(rule.origin)}
            </p>
        </li>
    }
    .into_any()
}

/// Where the question about a place stands, or the form to ask one.
fn asking(
    words: Words,
    place: &Place,
    from: Period,
    to: Period,
    named: &str,
    back: &str,
) -> AnyView {
    let asked = place.question.map(|(id, state)| {
        let name = words.question_state_name(state);
        let href = format!("/questions/{id}");
        view! {
            <p>{words.question_one()}{words.pick("：", ": ")}<a href=href>{name}</a></p>
        }
    });
    let open = place
        .question
        .is_some_and(|(_, state)| state != QuestionState::Closed);
    let form = (place.may_ask && !open).then(|| {
        let rules: Vec<&str> = place.signs.iter().map(|sign| sign.rule.code()).collect();
        let indicator = place.signs.iter().find_map(|sign| sign.indicator.clone());
        let words_id = format!("{named}-hint");
        view! {
            <details class="signal-ask">
                <summary aria-describedby=named.to_owned()>{words.ask_question()}</summary>
                <form method="post" action="/questions" class="stack">
                    {hidden("unit", place.unit.code)}
                    {hidden("indicator", indicator.unwrap_or_default())}
                    {hidden("elements", place.elements().join(","))}
                    {hidden("from", from)}
                    {hidden("to", to)}
                    {hidden("rules", rules.join(","))}
                    {hidden("back", back.to_owned())}
                    <label>
                        <span>{words.ask_words()}</span>
                        <textarea name="text" rows="3" required maxlength="2000" aria-describedby=words_id.clone()>{words.ask_default()}</textarea>
                    </label>
                    <p class="hint" id=words_id>{words.ask_words_hint()}</p>
                    <button class="button button-small">{words.ask_question()}</button>
                </form>
            </details>
        }
    });
    view! { {asked}{form} }.into_any()
}

fn single_table(words: Words, places: &[&Place], period: Period) -> impl IntoView + use<> {
    let rows = places
        .iter()
        .take(MOST_SINGLES)
        .filter_map(|place| {
            let sign = place.signs.first()?;
            let unit = place.unit.code;
            let figures: Vec<String> = sign
                .figures
                .iter()
                .take(3)
                .map(|stated| figure_told(words, stated))
                .collect();
            let ask = place.indicator().filter(|_| place.may_ask).map(|indicator| {
                let href = format!("/questions/new?unit={unit}&indicator={indicator}&period={}", sign.to);
                let label = format!("{} {}", words.ask_question(), words.of(&place.unit.name));
                view! { <a href=href aria-label=label>{words.ask_question()}</a> }
            });
            let asked = place.question.map(|(id, state)| view! {
                <a href=format!("/questions/{id}")>{words.question_state_name(state)}</a>
            });
            let elements: Vec<String> =
                sign.elements.iter().take(2).map(|code| words.element(code)).collect();
            Some(view! {
                <tr>
                    <th scope="row"><a href=format!("/profile/{unit}/{period}")>{words.of(&place.unit.name)}</a></th>
                    <td>{words.rule_name(sign.rule)}<br/><small>{elements.join(words.pick("、", ", "))}</small></td>
                    <td>{months(words, sign.from, sign.to)}</td>
                    <td><small>{figures.join("; ")}</small></td>
                    <td class="number">{words.chance(sign.chance)}</td>
                    <td>{match asked { Some(asked) => asked.into_any(), None => ask.into_any() }}</td>
                </tr>
            })
        })
        .collect_view();
    let left = places.len().saturating_sub(MOST_SINGLES);
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.signals_single()>
            <table class="signals-table">
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.sign_rule()}</th>
                        <th scope="col">{words.sign_months()}</th>
                        <th scope="col">{words.sign_figures()}</th>
                        <th scope="col" class="number">{words.sign_chance()}</th>
                        <th scope="col">{words.question_state()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(left > 0).then(|| view! { <p class="hint">{format!("+{}", count(left as i64))}" · "{words.download_xlsx()}</p> })}
    }
}

fn rules(words: Words, told: &WorthVerifying) -> impl IntoView + use<> {
    let table = told.path.last().map_or_else(String::new, |unit| {
        format!("/signals/{}/{}/rules/table", unit.code, told.period)
    });
    let rows = told
        .outcomes
        .iter()
        .map(|outcome| {
            let rule = outcome.rule.and_then(|code| RULES.iter().find(|rule| rule.code == code));
            let tally = outcome.rule.and_then(|code| told.rules.iter().find(|tally| tally.rule == code));
            let name = outcome.rule.map_or(words.without_rule(), |rule| words.rule_name(rule));
            view! {
                <tr data-rule=outcome.rule.map_or("none", |rule| rule.code())>
                    <th scope="row">
                        {name}
                        {rule.map(|rule| view! { <br/><small>{words.rule_threshold(rule)}" "{words.rule_origin(rule.origin)}</small> })}
                    </th>
                    <td>{rule.map(|rule| words.kind_name(rule.kind))}</td>
                    <td class="number">{tally.map(|tally| count(tally.tests as i64))}</td>
                    <td class="number">{tally.map(|tally| count(tally.flagged as i64))}</td>
                    <td class="number">{tally.map(|tally| format!("{:.1}", tally.expected))}</td>
                    <td class="number">{count(outcome.flagged as i64)}</td>
                    <td class="number">{count(outcome.asked as i64)}</td>
                    <td class="number">{count(outcome.answered as i64)}</td>
                    {outcome.closed.map(|closed| view! { <td class="number">{count(closed as i64)}</td> }).collect_view()}
                    <td class="number">{corrections(outcome)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="signals-rules">
            <h2>{words.signals_rules()}</h2>
            <p class="hint">{words.signals_rules_note()}</p>
            <p class="tools"><Downloads table/></p>
            <div class="table-room" tabindex="0" role="region" aria-label=words.signals_rules()>
                <table class="signals-table">
                    <thead>
                        <tr>
                            <th scope="col">{words.sign_rule()}</th>
                            <th scope="col">{words.signals_kind()}</th>
                            <th scope="col" class="number">{words.rule_tests()}</th>
                            <th scope="col" class="number">{words.rule_flagged()}</th>
                            <th scope="col" class="number">{words.rule_expected()}</th>
                            <th scope="col" class="number">{words.rule_in_list()}</th>
                            <th scope="col" class="number">{words.rule_asked()}</th>
                            <th scope="col" class="number">{words.rule_answered()}</th>
                            {Came::ALL.map(|came| view! { <th scope="col" class="number">{words.came(came)}</th> }).collect_view()}
                            <th scope="col" class="number">{words.rule_corrections()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn calipers(words: Words, told: &WorthVerifying) -> impl IntoView + use<> {
    let rows = told
        .calipers
        .iter()
        .filter_map(|caliper| {
            let name = words.of(&catalogue().indicator(&caliper.indicator)?.name);
            Some(view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{count(caliper.below as i64)}</td>
                    <td class="number">{count(caliper.above as i64)}</td>
                    <td class="number">{words.chance(caliper.chance)}</td>
                </tr>
            })
        })
        .collect_view();
    view! {
        <section class="signals-calipers">
            <h2>{words.calipers()}</h2>
            <p class="hint">{words.calipers_note()}</p>
            <div class="table-room" tabindex="0" role="region" aria-label=words.calipers()>
                <table class="signals-table">
                    <thead>
                        <tr>
                            <th scope="col">{words.indicator()}</th>
                            <th scope="col" class="number">{words.just_below()}</th>
                            <th scope="col" class="number">{words.just_above()}</th>
                            <th scope="col" class="number">{words.sign_chance()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
