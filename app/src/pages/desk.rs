//! `/returns`: what one has to do.

use super::workbook::WorkbookLinks;
use crate::ask::returns::{ReturnLine, desk};
use crate::parts::{Frame, answered, said, use_here};
use crate::text::{Words, use_words};
use kpi::catalogue::programme;
use kpi::returns::Stage;
use kpi::role::Role;
use leptos::prelude::*;

/// Returns of one's own, returns that wait for review, returns that have not come.
#[component]
pub fn Desk() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| desk());
    let known = use_here();
    answered(question, move |desk| {
        let role = known
            .get()
            .and_then(Result::ok)
            .and_then(|here| here.who)
            .map(|who| who.role);
        let reviews = matches!(role, Some(Role::Reviewer | Role::Administrator));
        let title = match reviews {
            true => words.nav_review(),
            false => words.desk(),
        };
        view! {
            <Frame title=title.to_owned()>
                <p class="tools">
                    <a href="/returns/table.csv" rel="external" download="">{words.download_csv()}</a>
                </p>
                {(!reviews || !desk.own.is_empty()).then(|| view! {
                    <section>
                        <h2>{words.desk_own()}</h2>
                        {lines(words, words.desk_own(), desk.own, words.nothing_owed(), words.open_form())}
                    </section>
                })}
                {reviews.then(|| view! {
                    <section>
                        <h2>{words.desk_review()}</h2>
                        {lines(words, words.desk_review(), desk.to_review, words.nothing_to_review(), words.review_form())}
                    </section>
                    <section>
                        <h2>{words.desk_awaited()}</h2>
                        {lines(words, words.desk_awaited(), desk.awaited, words.none(), words.read_form())}
                    </section>
                })}
                <WorkbookLinks/>
            </Frame>
        }
    })
}

fn lines(
    words: Words,
    heading: &'static str,
    lines: Vec<ReturnLine>,
    nothing: &'static str,
    open: &'static str,
) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="hint">{nothing}</p> }.into_any();
    }
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=heading>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.period()}</th>
                        <th scope="col">{words.stage()}</th>
                        <th scope="col" class="number">{words.filled()}</th>
                        <th scope="col">{words.deadline()}</th>
                        <th scope="col"><span class="sr-only">{open}</span></th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(|line| row(words, line, open)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(words: Words, line: ReturnLine, open: &'static str) -> AnyView {
    let key = &line.key;
    let href = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let programme = programme(&key.programme).map_or("", |programme| programme.name(words.lang()));
    let finished = !line.is_open();
    let overdue = line.is_overdue();
    let (filled, due) = line.filled;
    let open = match line.stage {
        Some(Stage::Accepted) => words.read_form(),
        _ => open,
    };
    let unit = words.of(&line.unit.name);
    let label = format!("{open} {unit} {}", words.month(key.period));
    view! {
        <tr>
            <th scope="row">{unit}<br/><small>{programme}</small></th>
            <td>{words.month(key.period)}</td>
            <td>
                <span class=stage_class(line.stage)>{words.stage_of(line.stage)}</span>
                {line.sent_back_because.clone().map(|because| view! {
                    <p class="note">{said(because)}</p>
                })}
            </td>
            <td class="number">{format!("{filled} / {due}")}</td>
            <td class:overdue=overdue>
                {if finished { words.short_deadline(line.deadline) } else { words.deadline_of(&line) }}
            </td>
            <td><a class="button button-small" href=href aria-label=label>{open}</a></td>
        </tr>
    }
    .into_any()
}

/// The class of a stage, which carries its colour.
pub fn stage_class(stage: Option<Stage>) -> &'static str {
    match stage {
        None => "stage",
        Some(Stage::Draft) => "stage stage-draft",
        Some(Stage::Submitted) => "stage stage-submitted",
        Some(Stage::SentBack) => "stage stage-sent-back",
        Some(Stage::Accepted) => "stage stage-accepted",
    }
}
