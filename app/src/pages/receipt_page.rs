//! `/returns/UNIT/PROGRAMME/MONTH/receipt/VERSION`: what was submitted, with number, time and
//! fingerprint. Printed, it is the form with its head, to be signed and sealed.

use super::address::{part, return_of_path};
use super::return_page::cell_text;
use crate::ask::refuse;
use crate::ask::returns::{self, Receipt};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, answered, said, withheld_note};
use crate::text::{Words, use_words};
use kpi::catalogue::{DataElement, catalogue, programme};
use kpi::draft::Cell;
use kpi::facts::Value;
use kpi::returns::Stage;
use leptos::prelude::*;

/// One receipt.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let (unit, programme, period) = return_of_path()?;
        Ok((unit, programme, period, part("version")?))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period, version)) => {
                    returns::receipt(unit, programme, period, version).await
                }
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |receipt| page(words, receipt))
}

fn page(words: Words, receipt: Receipt) -> impl IntoView {
    let key = receipt.key.clone();
    let unit = receipt
        .path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let programme = programme(&key.programme).map_or("", |programme| programme.name(words.lang()));
    let title = format!("{} · {unit} · {}", words.receipt(), words.month(key.period));
    let to = {
        let period = key.period;
        Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code))
    };
    let form = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let standing = match (receipt.counts, receipt.is_overtaken, receipt.stage) {
        (true, _, _) => words.receipt_counts(),
        (false, true, _) => words.receipt_overtaken(),
        (false, false, Stage::Submitted) => words.receipt_waiting(),
        (false, false, _) => words.receipt_past(),
    };
    let at = words.moment(receipt.at);
    let day = at.split(' ').next().unwrap_or_default().to_owned();
    let filler = match receipt.name.is_empty() {
        true => receipt.account.clone(),
        false => receipt.name.clone(),
    };
    view! {
        <Crumbs path=receipt.path.clone() to/>
        <Frame title lead=programme>
            <section class="receipt" id="receipt">
                <dl class="definition">
                    <dt>{words.receipt_number()}</dt>
                    <dd><strong>{receipt.number.clone()}</strong></dd>
                    <dt>{words.receipt_time()}</dt>
                    <dd>{at}</dd>
                    <dt>{words.fingerprint()}</dt>
                    <dd>
                        {match receipt.withheld.is_empty() {
                            true => view! { <code>{receipt.fingerprint.clone()}</code> }.into_any(),
                            false => words.withheld().into_any(),
                        }}
                    </dd>
                    <dt>{words.stage()}</dt>
                    <dd>{standing}</dd>
                </dl>
                <p class="hint">{words.receipt_help()}</p>
                <p class="actions">
                    <a class="button" href=form>{words.read_return()}</a>
                    <a class="button button-quiet" href="/returns">{words.desk()}</a>
                </p>
            </section>
            {withheld_note(words, !receipt.withheld.is_empty())}
            <section class="printed-form">
                <dl class="form-head">
                    <div><dt>{words.form_number()}</dt><dd>{format!("{} · {}", key.programme, key.period)}</dd></div>
                    <div><dt>{words.authority()}</dt><dd>{words.form_authority()}</dd></div>
                    <div><dt>{words.filing_unit()}</dt><dd>{format!("{unit} ({})", key.org_unit)}</dd></div>
                    <div><dt>{words.reported_on()}</dt><dd>{day}</dd></div>
                    <div><dt>{words.head_of_unit()}</dt><dd>{said(receipt.signed.head.clone())}</dd></div>
                    <div><dt>{words.filled_by()}</dt><dd>{said(filler)}</dd></div>
                    <div><dt>{words.phone()}</dt><dd>{receipt.signed.phone.clone()}</dd></div>
                </dl>
                {figures(words, &receipt)}
                {answers(words, &receipt)}
                <p class="seal">
                    <span>{format!("{}: ____________", words.signature())}</span>
                    <span>{words.seal()}</span>
                </p>
            </section>
        </Frame>
    }
}

fn figures(words: Words, receipt: &Receipt) -> impl IntoView + use<> {
    let rows = catalogue()
        .elements()
        .iter()
        .filter_map(|element| {
            let told = match receipt.withheld.get(&element.code) {
                Some(below) => (words.withheld_below(*below), None),
                None => told(words, element, receipt.values.get(&element.code)?),
            };
            Some((element, told))
        })
        .enumerate()
        .map(|(at, (element, told))| row(words, at + 1, element, told))
        .collect_view();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.receipt()>
            <table>
                <thead>
                    <tr>
                        <th scope="col" class="number">{words.serial()}</th>
                        <th scope="col">{words.task()}</th>
                        <th scope="col">{words.data_element()}</th>
                        <th scope="col">{words.measured_in()}</th>
                        <th scope="col" class="number">{words.figure_column()}</th>
                        <th scope="col">{words.note_column()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A value as it is printed, and the reason where it does not apply.
fn told(words: Words, element: &'static DataElement, value: &Value) -> (String, Option<String>) {
    match value {
        Value::Figure(_) => (cell_text(words, &Cell::saying(element, value)), None),
        Value::NotApplicable(reason) => (words.empty_na().to_owned(), Some(reason.clone())),
        Value::NotYet => (words.empty_not_yet().to_owned(), None),
        Value::NotCollected => (words.empty_not_collected().to_owned(), None),
    }
}

fn row(
    words: Words,
    number: usize,
    element: &'static DataElement,
    (figure, note): (String, Option<String>),
) -> impl IntoView + use<> {
    let task = words.task_number(&element.task);
    view! {
        <tr>
            <td class="number">{number}</td>
            <td>{task}</td>
            <th scope="row">{words.of(&element.name)}</th>
            <td>{words.of(&element.unit)}</td>
            <td class="number">{figure}</td>
            <td>{note.map(said)}</td>
        </tr>
    }
}

fn answers(words: Words, receipt: &Receipt) -> impl IntoView + use<> {
    let items = receipt
        .answers
        .iter()
        .map(|(rule, answer)| {
            let why = answer.why.map_or("", |why| words.why(why));
            view! {
                <li>
                    {format!("{}{}{why} ", words.changed_thing(rule), words.pick("：", ": "))}
                    {said(answer.note.clone())}
                </li>
            }
        })
        .collect_view();
    (!receipt.answers.is_empty()).then(|| {
        view! {
            <h2>{words.answer_heading()}</h2>
            <ul>{items}</ul>
        }
    })
}
