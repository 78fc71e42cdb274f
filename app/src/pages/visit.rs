//! `/visits/UNIT/ID`: one field visit: how it was chosen, where to go, and what was found.

use super::address::part;
use super::visits::once_each;
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::ask::visits::{self, OpenVisit, Recorded, VisitedPlace, VisitedUnit};
use crate::parts::{Crumbs, Downloads, FactorText, Frame, answered, hidden, said};
use crate::tables::Table;
use crate::text::{Words, use_words};
use kpi::catalogue::catalogue;
use kpi::{Indicator, UnitCode};
use leptos::prelude::*;

/// One visit.
#[component]
pub fn Visit() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| Ok((part::<UnitCode>("unit")?, part::<i64>("id")?)));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, id)) => visits::visit(unit, id).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |told| page(words, told))
}

fn page(words: Words, told: OpenVisit) -> impl IntoView {
    let Some(unit) = told.path.last().map(|unit| unit.code) else {
        return ().into_any();
    };
    let line = told.line.clone();
    let title = format!(
        "{} {} · {} · {}",
        words.visits_title(),
        line.id,
        words.of(&line.of.name),
        words.month(line.period)
    );
    let to = Callback::new(|above: UnitRef| format!("/visits/{}", above.code));
    let address = format!("/visits/{unit}/{}", line.id);
    let design = words.visit_design(&told);
    let pooled = together(words, &told);
    let action = address.clone();
    let (month, today) = (line.period, told.today.to_string());
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title>
            <div class="tools">
                <a href=format!("/visits/{unit}")>{words.visits_title()}</a>
                <Downloads table=format!("{address}/table")/>
            </div>
            <p class="lead" id="design">{design}</p>
            {(!line.purpose.is_empty()).then(|| view! { <p>{said(line.purpose.clone())}</p> })}
            <p class="note">{said(line.by.clone())}{format!(" · {}", words.moment(line.at))}</p>
            <p class="hint">{words.factor_help()}</p>
            {pooled}
            <p class="hint">{words.numbers_help()}</p>
            {told.units.into_iter().map(|one| {
                unit_section(words, one, &action, month, &today)
            }).collect_view()}
        </Frame>
    }
    .into_any()
}

/// What all recorded units say together.
fn together(words: Words, told: &OpenVisit) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = told
        .pooled
        .iter()
        .filter(|(_, _, units)| *units > 0)
        .filter_map(|(code, factor, units)| Some((catalogue().indicator(code)?, *factor, *units)))
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words.all_units_together()}</h2>
                <ul class="plain verified">
                    {lines.into_iter().map(|(indicator, factor, units)| view! {
                        <li data-indicator=indicator.code.clone()>
                            <strong>{words.of(&indicator.short)}</strong>
                            <span class="note">{words.from_units(units)}</span>
                            <FactorText factor/>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

fn unit_section(
    words: Words,
    one: VisitedUnit,
    action: &str,
    month: kpi::Period,
    today: &str,
) -> AnyView {
    let code = one.unit.code;
    let how = format!(
        "{} · {} {} · {} {}",
        words.chosen_by(one.chosen),
        words.weight_column(),
        one.weight,
        words.inclusion_column(),
        words.probability(one.inclusion)
    );
    let places = one
        .places
        .into_iter()
        .filter_map(|place| {
            let indicator = catalogue().indicator(&place.indicator)?;
            Some(place_view(
                words,
                indicator,
                place,
                (code, one.may_record),
                action,
                month,
                today,
            ))
        })
        .collect_view();
    view! {
        <section class="visit-unit" id=format!("u-{code}")>
            <h2>{words.of(&one.unit.name)}" "<small>{code.to_string()}</small></h2>
            <p class="note">{how}</p>
            {places}
        </section>
    }
    .into_any()
}

fn place_view(
    words: Words,
    indicator: &'static Indicator,
    place: VisitedPlace,
    (unit, may_record): (UnitCode, bool),
    action: &str,
    month: kpi::Period,
    today: &str,
) -> AnyView {
    let numbers = match place.reported {
        Some(reported) if !place.numbers.is_empty() => {
            words.numbers_drawn(indicator, reported.n, &place.numbers)
        }
        _ if !place.numbers.is_empty() => {
            let list: Vec<String> = place.numbers.iter().map(u64::to_string).collect();
            list.join(words.pick("、", ", "))
        }
        _ => words.no_list_size().to_owned(),
    };
    let link = format!("/indicators/{}/{unit}/{month}", indicator.code);
    let newest = place.recorded.first().cloned();
    let earlier: Vec<Recorded> = place.recorded.iter().skip(1).cloned().collect();
    let form =
        may_record.then(|| record_form(words, indicator, unit, newest.as_ref(), action, today));
    view! {
        <div class="visit-place" data-place=format!("{}:{unit}", indicator.code)>
            <h3><a href=link>{words.of(&indicator.short)}</a></h3>
            <dl class="definition">
                <dt>{words.reported_then()}</dt>
                <dd>{words.reported_pair(place.reported)}</dd>
                <dt>{words.numbers_column()}</dt>
                <dd>{numbers}</dd>
                {match newest.clone() {
                    None => view! { <dt>{words.visit_recorded()}</dt><dd>{words.nothing_recorded()}</dd> }.into_any(),
                    Some(now) => view! {
                        <dt>{words.visit_recorded()}</dt>
                        <dd>{told(words, now)}</dd>
                        <dt>{words.factor_column()}</dt>
                        <dd><FactorText factor=place.factor/></dd>
                    }.into_any(),
                }}
            </dl>
            {(!earlier.is_empty()).then(|| view! {
                <details>
                    <summary>{format!("{} ({})", words.earlier_records(), earlier.len())}</summary>
                    <ul>{earlier.into_iter().map(|one| view! { <li>{told(words, one)}</li> }).collect_view()}</ul>
                </details>
            })}
            {form}
        </div>
    }
    .into_any()
}

fn told(words: Words, one: Recorded) -> impl IntoView {
    let finding = one.finding;
    let mut text = words.found_of(finding.visited, finding.found, finding.empty);
    if let Some(reported) = finding.reported {
        text.push_str(words.pick("，", ", "));
        text.push_str(words.reported_of_those());
        text.push_str(&format!(" {reported}"));
    }
    view! {
        {text}
        <span class="note">{format!(" · {} · ", words.day(one.day))}{said(one.people)}</span>
        {(!one.remark.is_empty()).then(|| view! { <p class="note">{said(one.remark)}</p> })}
        {(!one.reason.is_empty()).then(|| view! {
            <p class="note">{format!("{}{}", words.finding_reason(), words.pick("：", ": "))}{said(one.reason)}</p>
        })}
        <p class="note">{words.recorded_by()}" "{said(one.by)}{format!(" · {}", words.moment(one.at))}</p>
    }
}

fn record_form(
    words: Words,
    indicator: &'static Indicator,
    unit: UnitCode,
    now: Option<&Recorded>,
    action: &str,
    today: &str,
) -> impl IntoView + use<> {
    let correcting = now.is_some();
    let known = |of: &dyn Fn(&Recorded) -> String| now.map(of).unwrap_or_default();
    let title = match correcting {
        true => words.correct_finding(),
        false => words.record_finding(),
    };
    let name = format!("{title} · {} · {unit}", words.of(&indicator.short));
    let visited = known(&|one| one.finding.visited.to_string());
    let reported = known(&|one| {
        one.finding
            .reported
            .map_or_else(String::new, |n| n.to_string())
    });
    let found = known(&|one| one.finding.found.to_string());
    let empty = known(&|one| one.finding.empty.to_string());
    let day = now.map_or_else(|| today.to_owned(), |one| one.day.to_string());
    let people = known(&|one| one.people.clone());
    let remark = known(&|one| one.remark.clone());
    let written = (!remark.is_empty()).then_some("zh-CN");
    view! {
        <details class="record">
            <summary aria-label=name>{title}</summary>
            <form method="post" action=action.to_owned() class="stack">
                {hidden("org_unit", unit)}
                {hidden("indicator", indicator.code.clone())}
                <div class="filters">
                    <label>
                        <span>{words.visited_count()}</span>
                        <input name="visited" type="number" min="1" required value=visited/>
                    </label>
                    <label>
                        <span>{words.reported_of_those()}</span>
                        <input name="reported" type="number" min="0" value=reported/>
                    </label>
                    <label>
                        <span>{words.found_count()}</span>
                        <input name="found" type="number" min="0" required value=found/>
                    </label>
                    <label>
                        <span>{words.empty_count()}</span>
                        <input name="empty" type="number" min="0" value=empty/>
                    </label>
                    <label>
                        <span>{words.visit_day()}</span>
                        <input name="day" type="date" max=today.to_owned() required value=day/>
                    </label>
                </div>
                <p class="hint">{words.reported_of_those_help()}</p>
                <label>
                    <span>{words.visit_people()}</span>
                    <input name="people" maxlength="500" required value=people/>
                </label>
                <label>
                    <span>{words.visit_remark()}</span>
                    <textarea name="remark" rows="2" maxlength="4000" lang=written>{remark}</textarea>
                </label>
                {correcting.then(|| view! {
                    <label>
                        <span>{words.finding_reason()}</span>
                        <input name="reason" maxlength="500" required/>
                    </label>
                })}
                <p class="actions"><button class="button button-small">{title}</button></p>
            </form>
        </details>
    }
}

/// A visit as a file: every place with what was found.
pub fn visit_table(told: &OpenVisit, words: Words) -> Table {
    let head = [
        words.code(),
        words.unit(),
        words.indicator(),
        words.chosen_because(),
        words.weight_column(),
        words.inclusion_column(),
        words.reported_then(),
        words.numbers_column(),
        words.visited_count(),
        words.reported_of_those(),
        words.found_count(),
        words.empty_count(),
        words.factor_column(),
        words.visit_day(),
        words.visit_people(),
        words.visit_remark(),
    ];
    let mut rows = Vec::new();
    for unit in &told.units {
        for place in &unit.places {
            let now = place.recorded.first();
            let number = |of: &dyn Fn(&Recorded) -> Option<u64>| {
                now.and_then(of)
                    .map_or_else(String::new, |number| number.to_string())
            };
            let numbers: Vec<String> = place.numbers.iter().map(u64::to_string).collect();
            let indicator = catalogue().indicator(&place.indicator);
            rows.push(vec![
                unit.unit.code.to_string(),
                words.of(&unit.unit.name),
                indicator.map_or_else(String::new, |indicator| words.of(&indicator.name)),
                words.chosen_by(unit.chosen).to_owned(),
                unit.weight.to_string(),
                words.probability(unit.inclusion),
                words.reported_pair(place.reported),
                numbers.join(" "),
                number(&|one| Some(one.finding.visited)),
                number(&|one| one.finding.reported),
                number(&|one| Some(one.finding.found)),
                number(&|one| Some(one.finding.empty)),
                place
                    .factor
                    .map_or_else(String::new, |factor| words.factor_text(&factor)),
                now.map_or_else(String::new, |one| one.day.to_string()),
                now.map_or_else(String::new, |one| one.people.clone()),
                now.map_or_else(String::new, |one| one.remark.clone()),
            ]);
        }
    }
    let mut table = Table::new(head, rows)
        .about(once_each(&told.line.indicators))
        .note(words.visit_design(told))
        .note(words.factor_help());
    for (code, factor, units) in &told.pooled {
        let known = catalogue().indicator(code).zip(*factor);
        if let Some((indicator, factor)) = known {
            table = table.note(format!(
                "{} · {} · {} · {} · {}",
                words.all_units_together(),
                words.of(&indicator.name),
                words.from_units(*units),
                words.factor_text(&factor),
                words.factor_basis(factor.basis)
            ));
        }
    }
    table
}
