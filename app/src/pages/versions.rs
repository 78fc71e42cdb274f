//! `/returns/UNIT/PROGRAMME/MONTH/versions?from=1&to=3`: the versions of a return, and any two of
//! them side by side.

use super::address::{query, return_of_path};
use super::desk::stage_class;
use super::return_page::cell_text;
use crate::ask::refuse;
use crate::ask::review::{Compared, ComparedLine, Side, VersionLine, Versions, versions};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, answered, said};
use crate::refusal::Refusal;
use crate::text::{Words, use_words};
use kpi::draft::Cell;
use leptos::prelude::*;

/// A side of the query; an address that names none that can be is refused.
fn side(name: &str) -> Result<Option<Side>, Refusal> {
    match query(name).as_str() {
        "" => Ok(None),
        code => Side::from_code(code).map(Some).ok_or(Refusal::Missing),
    }
}

/// The versions of a return.
#[component]
pub fn VersionsPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let (unit, programme, period) = return_of_path()?;
        Ok((unit, programme, period, side("from")?, side("to")?))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period, from, to)) => {
                    versions(unit, programme, period, from, to).await
                }
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |told| page(words, told))
}

fn page(words: Words, told: Versions) -> impl IntoView {
    let key = told.key.clone();
    let address = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let unit = told
        .path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let month = words.month(key.period);
    let title = format!("{} · {unit} · {month}", words.versions());
    let to = Callback::new(move |above: UnitRef| format!("/summary/{}/{}", above.code, key.period));
    let lead = words.programme_name(&key.programme);
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title lead>
            <p class="stand">
                <span class=stage_class(told.stage)>{words.stage_of(told.stage)}</span>
                <a href=address.clone()>{words.go_back()}</a>
            </p>
            {match told.versions.is_empty() {
                true => view! { <p class="hint">{words.no_versions()}</p> }.into_any(),
                false => list(words, told.versions.clone(), told.accepted).into_any(),
            }}
            <section>
                <h2>{words.compare_versions()}</h2>
                {match told.compared.clone() {
                    None => view! { <p class="hint">{words.only_one_version()}</p> }.into_any(),
                    Some(compared) => view! {
                        {picker(words, &address, &told.sides, &compared)}
                        {comparison(words, compared)}
                    }.into_any(),
                }}
            </section>
        </Frame>
    }
}

fn list(words: Words, versions: Vec<VersionLine>, accepted: i64) -> AnyView {
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.versions()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.version()}</th>
                        <th scope="col">{words.submitted_by()}</th>
                        <th scope="col">{words.reason()}</th>
                        <th scope="col">{words.what_became()}</th>
                    </tr>
                </thead>
                <tbody>{versions.into_iter().map(|line| version(words, line, accepted)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn version(words: Words, line: VersionLine, accepted: i64) -> AnyView {
    let came = match (line.submitted, line.file) {
        (Some((who, at)), _) => format!("{who} · {}", words.moment(at)),
        (None, Some((file, at))) => {
            format!("{} {file} · {}", words.by_file(), words.moment(at))
        }
        (None, None) => words.by_file().to_owned(),
    };
    let counts = (line.number == accepted).then(|| words.version_counts());
    let remarks = line.remarks;
    view! {
        <tr>
            <th scope="row">
                {words.side(Side::Version(line.number))}
                {counts.map(|counts| view! { " "<span class="stage stage-accepted">{counts}</span> })}
            </th>
            <td>{said(came)}</td>
            <td>{line.reason.map(said)}</td>
            <td>
                <ul class="plain">
                    {line.then.into_iter().map(|deed| view! {
                        <li>
                            {format!("{} · {} · {}", words.did(&deed.action), deed.by, words.moment(deed.at))}
                            {deed.reason.map(|reason| view! { <p class="note">{said(reason)}</p> })}
                        </li>
                    }).collect_view()}
                </ul>
                {(!remarks.is_empty()).then(|| view! {
                    <details>
                        <summary>{words.remarks_count(remarks.len())}</summary>
                        <ul>
                            {remarks.into_iter().map(|(element, text)| view! {
                                <li>{words.element(&element)}": "{said(text)}</li>
                            }).collect_view()}
                        </ul>
                    </details>
                })}
            </td>
        </tr>
    }
    .into_any()
}

fn picker(words: Words, address: &str, sides: &[Side], compared: &Compared) -> AnyView {
    let options = |chosen: Side| {
        sides
            .iter()
            .map(|side| {
                let side = *side;
                view! { <option value=side.code() selected=side == chosen>{words.side(side)}</option> }
            })
            .collect_view()
    };
    view! {
        <form class="filters" method="get" action=format!("{address}/versions")>
            <label>
                <span>{words.compare_from()}</span>
                <select name="from">{options(compared.from)}</select>
            </label>
            <label>
                <span>{words.compare_to()}</span>
                <select name="to">{options(compared.to)}</select>
            </label>
            <button>{words.compare_versions()}</button>
        </form>
    }
    .into_any()
}

fn comparison(words: Words, compared: Compared) -> AnyView {
    let all = compared.lines.len();
    let (differ, same): (Vec<_>, Vec<_>) =
        compared.lines.into_iter().partition(ComparedLine::differs);
    let (from, to) = (words.side(compared.from), words.side(compared.to));
    let sum = words.sides_differ(differ.len(), all);
    let rest = match words.lang() {
        kpi::catalogue::Lang::Zh => format!("相同的 {} 项", same.len()),
        kpi::catalogue::Lang::En => format!("{} that are the same", same.len()),
    };
    view! {
        <p id="sum">{sum}</p>
        {(!differ.is_empty()).then(|| table(words, &from, &to, differ))}
        {(!same.is_empty()).then(|| view! {
            <details>
                <summary>{rest}</summary>
                {table(words, &from, &to, same)}
            </details>
        })}
    }
    .into_any()
}

fn table(words: Words, from: &str, to: &str, lines: Vec<ComparedLine>) -> AnyView {
    let text = move |cell: Option<Cell>| match cell {
        Some(cell) => cell_text(words, &cell),
        None => words.not_said().to_owned(),
    };
    let label = format!("{from} → {to}");
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=label>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.data_element()}</th>
                        <th scope="col" class="number">{from.to_owned()}</th>
                        <th scope="col" class="number">{to.to_owned()}</th>
                    </tr>
                </thead>
                <tbody>
                    {lines.into_iter().map(|line| {
                        let differs = line.differs();
                        view! {
                            <tr class:changed=differs>
                                <th scope="row">{words.element(&line.element)}</th>
                                <td class="number">{said(text(line.from))}</td>
                                <td class="number">{said(text(line.to))}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
