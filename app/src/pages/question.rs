//! `/questions/ID`: one question, its figures then and now, what was said, and what can be done.
//! `/questions/new`: a question about any value.

use super::address::{part, query};
use super::questions::state_class;
use crate::ask::questions::{
    self, Askable, AskedFigure, Because, Came, LONGEST_WORDS, OpenQuestion, QuestionEntry,
};
use crate::ask::refuse;
use crate::ask::talk::Did;
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, answered, hidden, said};
use crate::refusal::Refusal;
use crate::tables::questions::{about, months};
use crate::text::{Words, count, use_words};
use kpi::catalogue::catalogue;
use kpi::{Period, UnitCode};
use leptos::prelude::*;

/// One question.
#[component]
pub fn Question() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| part::<i64>("id"));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok(id) => questions::question(id).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |open| page(words, open))
}

/// A question about any value, from its page.
#[component]
pub fn NewQuestion() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let unit: UnitCode = query("unit").parse().map_err(|_| Refusal::Missing)?;
        let period: Period = query("period").parse().map_err(|_| Refusal::Missing)?;
        Ok((unit, query("indicator"), period))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, indicator, period)) => questions::askable(unit, indicator, period).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |askable| new_page(words, askable))
}

fn new_page(words: Words, askable: Askable) -> impl IntoView {
    let (Some(unit), Some(indicator)) = (
        askable.path.last().cloned(),
        catalogue().indicator(&askable.indicator),
    ) else {
        return ().into_any();
    };
    let period = askable.period;
    let title = format!("{} · {}", words.ask_question(), words.of(&unit.name));
    let lead = format!("{} · {}", words.of(&indicator.name), words.month(period));
    let to = Callback::new(move |above: UnitRef| format!("/profile/{}/{period}", above.code));
    let back = format!(
        "/questions/new?unit={}&indicator={}&period={period}",
        unit.code, indicator.code
    );
    let form = match askable.figures.is_empty() {
        true => view! { <p class="hint">{words.no_figures_to_ask()}</p> }.into_any(),
        false => view! {
            {figures(words, unit.code, &askable.figures, false)}
            <form method="post" action="/questions" class="stack question-form">
                {hidden("unit", unit.code)}
                {hidden("indicator", indicator.code.clone())}
                {hidden("from", period)}
                {hidden("to", period)}
                {hidden("back", back)}
                {text_field(words.ask_words(), words.ask_default(), true, "ask-hint")}
                <p class="hint" id="ask-hint">{words.ask_words_hint()}</p>
                <button class="button">{words.ask_question()}</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <Crumbs path=askable.path.clone() to/>
        <Frame title lead>
            <p class="tools">
                <a href=format!("/indicators/{}/{}/{period}", indicator.code, unit.code)>{words.progress()}</a>
            </p>
            {form}
        </Frame>
    }
    .into_any()
}

fn text_field(
    label: &'static str,
    text: &'static str,
    required: bool,
    described: &'static str,
) -> impl IntoView {
    view! {
        <label>
            <span>{label}</span>
            <textarea
                name="text"
                rows="3"
                required=required
                maxlength=LONGEST_WORDS.to_string()
                aria-describedby=(!described.is_empty()).then_some(described)
            >{text}</textarea>
        </label>
    }
}

fn page(words: Words, open: OpenQuestion) -> impl IntoView {
    let head = open.head.clone();
    let unit = head.unit.code;
    let title = format!("{} · {}", words.question_one(), words.of(&head.unit.name));
    let lead = format!("{} · {}", about(words, &head), months(words, &head));
    let period = head.to;
    let to = Callback::new(move |above: UnitRef| format!("/signals/{}/{period}", above.code));
    let rules = (!head.rules.is_empty()).then(|| {
        let names: Vec<&str> = head.rules.iter().map(|rule| words.rule_name(*rule)).collect();
        view! {
            <p class="hint">{words.asked_by_signs()}{words.pick("：", ": ")}{names.join(words.pick("、", ", "))}</p>
        }
    });
    let outcome = head.outcome.map(|came| view! { " · "{words.came(came)} });
    view! {
        <Crumbs path=open.path.clone() to/>
        <Frame title lead>
            <p class="tools">
                <span class=state_class(head.state)>{words.question_state_name(head.state)}{outcome}</span>
                <a href="/questions">{words.questions()}</a>
                <a href=format!("/profile/{unit}/{period}")>{words.unit_profile()}</a>
            </p>
            {rules}
            <h2>{words.asked_figures()}</h2>
            {figures(words, unit, &open.figures, open.may_answer)}
            <h2>{words.thread()}</h2>
            <ol class="plain question-thread">
                {open.entries.iter().map(|entry| one_entry(words, entry)).collect_view()}
            </ol>
            {open.may_answer.then(|| answer_form(words, &open))}
            {open.may_ask.then(|| asker_forms(words, &open))}
        </Frame>
    }
}

/// The figures as they were when asked about, and as they are now.
fn figures(
    words: Words,
    unit: UnitCode,
    figures: &[AskedFigure],
    may_correct: bool,
) -> impl IntoView + use<> {
    let link = match may_correct {
        true => words.correct_return_link(),
        false => words.open_return_link(),
    };
    let told = |figure: Option<i64>| figure.map_or_else(|| words.few_persons().to_owned(), count);
    let rows = figures
        .iter()
        .map(|figure| {
            let changed =
                figure.then != figure.now && figure.then.is_some() && figure.now.is_some();
            let href = format!("/returns/{unit}/{}/{}", figure.programme, figure.period);
            let label = format!(
                "{link} {} {}",
                words.element(&figure.element),
                words.month(figure.period)
            );
            view! {
                <tr>
                    <th scope="row">{words.element(&figure.element)}</th>
                    <td>{words.month(figure.period)}</td>
                    <td class="number">{told(figure.then)}</td>
                    <td class="number">
                        {told(figure.now)}
                        {changed.then(|| view! { " "<small>{words.figure_changed()}</small> })}
                    </td>
                    <td><a href=href aria-label=label>{link}</a></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.asked_figures()>
            <table class="questions-table">
                <thead>
                    <tr>
                        <th scope="col">{words.data_element()}</th>
                        <th scope="col">{words.period()}</th>
                        <th scope="col" class="number">{words.figure_then()}</th>
                        <th scope="col" class="number">{words.figure_now()}</th>
                        <th scope="col"><span class="sr-only">{words.show()}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn by(words: Words, did: &Did) -> impl IntoView + use<> {
    let role = words.did_as(did);
    view! { {said(did.name.clone())}" · "{role}" · "{words.moment(did.at)} }
}

fn one_entry(words: Words, entry: &QuestionEntry) -> impl IntoView + use<> {
    let text = (!entry.text.is_empty())
        .then(|| view! { <p class="talk-text">{said(entry.text.clone())}</p> });
    let evidence = (!entry.evidence.is_empty()).then(|| {
        view! { <p>{words.evidence_said()}{words.pick("：", ": ")}{said(entry.evidence.clone())}</p> }
    });
    view! {
        <li class="question-entry">
            <p><strong>{words.question_act(entry.act)}</strong></p>
            {text}
            {evidence}
            <p class="note">{by(words, &entry.by)}</p>
        </li>
    }
}

fn answer_form(words: Words, open: &OpenQuestion) -> impl IntoView + use<> {
    let action = format!("/questions/{}", open.head.id);
    view! {
        <form method="post" action=action class="stack question-form" id="answer">
            <h2>{words.question_answer_heading()}</h2>
            {hidden("revision", open.revision)}
            <fieldset class="question-why">
                <legend class="sr-only">{words.question_answer_heading()}</legend>
                {Because::ALL.map(|because| view! {
                    <label class="choice">
                        <input type="radio" name="why" value=because.code() required/>
                        <span>{words.because(because)}</span>
                    </label>
                }).collect_view()}
            </fieldset>
            <p class="hint">{words.answer_entry_error_hint()}</p>
            {text_field(words.answer_words(), "", false, "")}
            <label>
                <span>{words.answer_evidence()}</span>
                <input name="evidence" maxlength="500" autocomplete="off"/>
            </label>
            <button class="button" name="intent" value="answer">{words.send_answer()}</button>
        </form>
    }
}

fn asker_forms(words: Words, open: &OpenQuestion) -> impl IntoView + use<> {
    let action = format!("/questions/{}", open.head.id);
    view! {
        <div class="question-asker">
            <form method="post" action=action.clone() class="stack question-form" id="follow-up">
                <h2>{words.follow_up_heading()}</h2>
                {hidden("revision", open.revision)}
                {text_field(words.ask_words(), "", true, "")}
                <button class="button button-quiet" name="intent" value="follow_up">{words.send_follow_up()}</button>
            </form>
            <form method="post" action=action class="stack question-form" id="close">
                <h2>{words.close_heading()}</h2>
                {hidden("revision", open.revision)}
                <label>
                    <span>{words.close_outcome()}</span>
                    <select name="outcome" required>
                        <option value="">{words.choose()}</option>
                        {Came::ALL.map(|came| view! {
                            <option value=came.code()>{words.came(came)}</option>
                        }).collect_view()}
                    </select>
                </label>
                {text_field(words.close_words(), "", false, "")}
                <button class="button" name="intent" value="close">{words.send_close()}</button>
            </form>
        </div>
    }
}
