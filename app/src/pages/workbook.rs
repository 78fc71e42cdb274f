//! `/returns/workbook/UNIT/PROGRAMME/MONTH/upload`: the returns under a unit as one workbook.

use super::address::return_of_path;
use super::desk::stage_class;
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::ask::workbooks::{self, Workbook, WorkbookLine};
use crate::parts::{Crumbs, Frame, MonthPicker, answered, upload_form};
use crate::text::{Words, use_words};
use kpi::catalogue::programme;
use leptos::prelude::*;

/// Download, upload, and where each return stands.
#[component]
pub fn WorkbookPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| return_of_path());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period)) => workbooks::workbook(unit, programme, period).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |workbook| page(words, workbook))
}

fn page(words: Words, workbook: Workbook) -> impl IntoView {
    let Workbook {
        path,
        programme: code,
        period,
        newest,
        lines,
        may_fill,
    } = workbook;
    let unit = path
        .last()
        .map(|unit| unit.code.to_string())
        .unwrap_or_default();
    let name = path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let before = format!("/returns/workbook/{unit}/{code}/");
    let page = format!("{before}{period}");
    let lead = programme(&code).map_or("", |programme| programme.name(words.lang()));
    let title = words.workbook_title(&name, &words.month(period));
    let to = Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code));
    let rows = lines
        .into_iter()
        .map(|line| row(words, &code, period, line))
        .collect_view();
    view! {
        <Crumbs path to/>
        <Frame title lead>
            <p>{words.region_workbook_lead()}</p>
            <MonthPicker before after="/upload".to_owned() period newest/>
            <p class="tools">
                <a href=format!("{page}/form.xlsx") rel="external" download="">{words.download_workbook()}</a>
            </p>
            {may_fill.then(|| view! {
                <section>
                    <h2>{words.upload_form()}</h2>
                    <p class="hint">{words.region_workbook_note()}</p>
                    {upload_form(words, &format!("{page}/upload"))}
                </section>
            })}
            <section>
                <h2>{words.units_below()}</h2>
                <div class="table-room" tabindex="0" role="region" aria-label=words.units_below()>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{words.unit()}</th>
                                <th scope="col">{words.code()}</th>
                                <th scope="col">{words.stage()}</th>
                                <th scope="col" class="number">{words.filled()}</th>
                                <th scope="col">{words.may_be_filled()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        </Frame>
    }
}

fn row(
    words: Words,
    programme: &str,
    period: kpi::Period,
    line: WorkbookLine,
) -> impl IntoView + use<> {
    let code = line.unit.code;
    let (filled, due) = line.filled;
    let open = match line.is_open() {
        true => words.yes(),
        false => words.no(),
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/returns/{code}/{programme}/{period}")>{words.of(&line.unit.name)}</a></th>
            <td>{code.to_string()}</td>
            <td><span class=stage_class(line.stage)>{words.stage_of(line.stage)}</span></td>
            <td class="number">{format!("{filled} / {due}")}</td>
            <td>{open}</td>
        </tr>
    }
}

/// On the desk of whoever reviews others or files above them: the workbooks of the units below.
#[component]
pub fn WorkbookLinks() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| workbooks::workbook_offers());
    answered(question, move |offers| {
        let lines = offers
            .workbooks
            .into_iter()
            .map(|(unit, code, period)| {
                let name = programme(&code).map_or("", |programme| programme.name(words.lang()));
                let href = format!("/returns/workbook/{unit}/{code}/{period}/upload");
                let label = format!(
                    "{name} · {} · {}",
                    words.month(period),
                    words.open_workbook()
                );
                view! { <li><a href=href>{label}</a></li> }
            })
            .collect::<Vec<_>>();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="workbook-links">
                    <h2>{words.region_workbook()}</h2>
                    <p class="hint">{words.region_workbook_lead()}</p>
                    <ul>{lines}</ul>
                </section>
            }
        })
    })
}
