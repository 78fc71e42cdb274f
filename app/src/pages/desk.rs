//! `/returns`: what one has to do.

use super::address::{escape, query};
use super::questions::OpenQuestions;
use super::workbook::WorkbookLinks;
use crate::ask::returns::{Desk, ReturnLine, desk};
use crate::ask::review::News;
use crate::parts::{Downloads, Frame, answered, at_work, said, use_here};
use crate::tables::{DeskView, filter_desk};
use crate::text::{Words, use_words};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use kpi::catalogue::PROGRAMMES;
use kpi::returns::Stage;
use kpi::role::Role;
use leptos::prelude::*;

/// What one owes, by what has to be done; what waits for one's review, and what has not come.
#[component]
pub fn Desk() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| desk());
    let known = use_here();
    let view = Memo::new(|_| DeskView {
        programme: query("programme"),
        q: query("q"),
        period: query("period"),
        late: query("late"),
    });
    let ticked = Memo::new(|_| query("tick") == "all");
    answered(question, move |desk| {
        let here = known.get().and_then(Result::ok);
        let today = here.as_ref().map(|here| here.today);
        let role = here.and_then(|here| here.who).map(|who| who.role);
        let reviews = matches!(role, Some(Role::Reviewer | Role::Administrator));
        let title = match reviews {
            true => words.nav_review(),
            false => words.desk(),
        };
        let (view, ticked) = (view.get(), ticked.get());
        let mut desk = filter_desk(desk, &view, words);
        let mine = std::mem::take(&mut desk.own);
        let own = (!reviews || !mine.is_empty()).then(|| own(words, mine, !view.is_empty()));
        let others = reviews.then(|| under_review(words, desk, &view, ticked, today));
        let filters = filters(words, &view, reviews);
        view! { <Frame title=title.to_owned()><OpenQuestions/>{filters}{own}{others}<WorkbookLinks/></Frame> }
    })
}

/// The filter, in the address; the file holds what the page shows.
fn filters(words: Words, view: &DeskView, reviews: bool) -> AnyView {
    let file = address_of(view);
    let DeskView {
        programme,
        q,
        period,
        late,
    } = view.clone();
    view! {
        <form class="filters" method="get" action="/returns" role="search">
            <label>
                <span>{words.programme()}</span>
                <select name="programme">
                    <option value="" selected=programme.is_empty()>{words.any_programme()}</option>
                    {PROGRAMMES.iter().map(|known| view! {
                        <option value=known.code selected=programme == known.code>{known.name(words.lang())}</option>
                    }).collect_view()}
                </select>
            </label>
            {reviews.then(|| view! {
                <label>
                    <span>{words.text_in_name()}</span>
                    <input type="search" name="q" value=q/>
                </label>
            })}
            <label>
                <span>{words.period()}</span>
                <input type="month" name="period" value=period/>
            </label>
            <label class="check">
                <input type="checkbox" name="late" value="1" checked=late == "1"/>
                <span>{words.only_late()}</span>
            </label>
            <button>{words.filter()}</button>
            <Downloads table="/returns/table" query=file/>
        </form>
    }
    .into_any()
}

fn address_of(view: &DeskView) -> String {
    let parts: Vec<String> = [
        ("programme", &view.programme),
        ("q", &view.q),
        ("period", &view.period),
        ("late", &view.late),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| format!("{name}={}", escape(value)))
    .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("?{}", parts.join("&")),
    }
}

/// Returns of one's own unit: what was sent back, what is overdue, what is due, what waits, and
/// what is done, folded away.
fn own(words: Words, lines: Vec<ReturnLine>, filtered: bool) -> AnyView {
    if lines.is_empty() {
        let nothing = match filtered {
            true => words.desk_nothing_fits(),
            false => words.nothing_owed(),
        };
        return view! { <p class="hint">{nothing}</p> }.into_any();
    }
    let (open, closed): (Vec<_>, Vec<_>) = lines.into_iter().partition(ReturnLine::is_open);
    let (sent_back, open): (Vec<_>, Vec<_>) = open
        .into_iter()
        .partition(|line| line.stage == Some(Stage::SentBack));
    let (overdue, due): (Vec<_>, Vec<_>) = open.into_iter().partition(ReturnLine::is_overdue);
    let (waiting, done): (Vec<_>, Vec<_>) = closed
        .into_iter()
        .partition(|line| line.stage == Some(Stage::Submitted));
    let nothing_open = sent_back.is_empty() && overdue.is_empty() && due.is_empty();
    let done_count = words.returns_count(done.len());
    view! {
        {nothing_open.then(|| view! { <p class="hint">{words.nothing_owed()}</p> })}
        {section(words, "sent-back", words.desk_sent_back(), sent_back)}
        {section(words, "overdue", words.desk_overdue(), overdue)}
        {section(words, "due", words.desk_due(), due)}
        {section(words, "waiting", words.desk_waiting(), waiting)}
        {(!done.is_empty()).then(|| view! {
            <section class="desk-done">
                <details open=nothing_open>
                    <summary><h2>{words.desk_done()}</h2><span class="note">{done_count}</span></summary>
                    {table(words, words.desk_done(), done, Kind::Own)}
                </details>
            </section>
        })}
    }
    .into_any()
}

fn section(
    words: Words,
    name: &'static str,
    heading: &'static str,
    lines: Vec<ReturnLine>,
) -> AnyView {
    (!lines.is_empty())
        .then(|| {
            let number = words.returns_count(lines.len());
            view! {
                <section class=format!("desk-{name}")>
                    <h2>{heading}" "<span class="note">{number}</span></h2>
                    {table(words, heading, lines, Kind::Own)}
                </section>
            }
        })
        .into_any()
}

/// What others have sent, and what they have not.
fn under_review(
    words: Words,
    desk: Desk,
    view: &DeskView,
    ticked: bool,
    today: Option<NaiveDate>,
) -> AnyView {
    let unchanged = |line: &ReturnLine| line.news.is_some_and(News::is_none) && !line.closed;
    let tickable = desk.to_review.iter().filter(|line| unchanged(line)).count();
    let all = match address_of(view).as_str() {
        "" => "/returns?tick=all".to_owned(),
        query => format!("/returns{query}&tick=all"),
    };
    let tick_all = match words.lang() {
        kpi::catalogue::Lang::Zh => format!("选中全部没有变动的（{tickable} 份）"),
        kpi::catalogue::Lang::En => format!("Tick all that change nothing ({tickable})"),
    };
    let waiting = match desk.to_review.is_empty() {
        true => view! { <p class="hint">{words.nothing_to_review()}</p> }.into_any(),
        false => {
            let kind = Kind::Review { ticked, today };
            view! {
                <form method="post" action="/returns/accept">
                    {(tickable > 0).then(|| view! {
                        <p class="tools">
                            <a href=all rel="external">{tick_all}</a>
                            <button class="button button-small">{words.accept_ticked()}</button>
                            <span class="hint">{words.accept_ticked_note()}</span>
                        </p>
                    })}
                    {table(words, words.desk_review(), desk.to_review, kind)}
                </form>
            }
            .into_any()
        }
    };
    let awaited = match desk.awaited.is_empty() {
        true => view! { <p class="hint">{words.nothing_awaited()}</p> }.into_any(),
        false => table(words, words.desk_awaited(), desk.awaited, Kind::Awaited).into_any(),
    };
    view! {
        <section class="desk-review">
            <h2>{words.desk_review()}</h2>
            {waiting}
        </section>
        {(!desk.to_confirm.is_empty()).then(|| view! {
            <section class="desk-confirm">
                <h2>{words.desk_confirm()}</h2>
                {table(words, words.desk_confirm(), desk.to_confirm, Kind::Confirm)}
            </section>
        })}
        <section class="desk-awaited">
            <h2>{words.desk_awaited()}</h2>
            {awaited}
        </section>
    }
    .into_any()
}

/// What a table of returns is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    Review {
        ticked: bool,
        today: Option<NaiveDate>,
    },
    Confirm,
    Awaited,
}

fn table(words: Words, heading: &'static str, lines: Vec<ReturnLine>, kind: Kind) -> AnyView {
    let is_review = matches!(kind, Kind::Review { .. });
    let is_sent = is_review || kind == Kind::Confirm;
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=heading>
            <table class="desk">
                <thead>
                    <tr>
                        {is_review.then(|| view! { <th scope="col"><span class="sr-only">{words.tick()}</span></th> })}
                        <th scope="col">{if kind == Kind::Own { words.period() } else { words.unit() }}</th>
                        {(kind != Kind::Own).then(|| view! { <th scope="col">{words.period()}</th> })}
                        {is_review.then(|| view! { <th scope="col">{words.changed_column()}</th> })}
                        {(!is_review).then(|| view! { <th scope="col">{words.stage()}</th> })}
                        {(!is_sent).then(|| view! { <th scope="col" class="number">{words.filled()}</th> })}
                        <th scope="col">{if is_sent { words.submitted_at() } else { words.deadline() }}</th>
                        <th scope="col"><span class="sr-only">{words.show()}</span></th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(|line| row(words, line, kind)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(words: Words, line: ReturnLine, kind: Kind) -> AnyView {
    let key = &line.key;
    let href = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let programme = words.programme_name(&key.programme);
    let (filled, due) = line.filled;
    let month = words.month(key.period);
    let unit = words.of(&line.unit.name);
    let open = match (kind, line.stage) {
        (Kind::Own, Some(Stage::Accepted | Stage::Submitted)) | (Kind::Awaited, _) => {
            words.read_form()
        }
        (Kind::Own, _) => words.open_form(),
        (Kind::Review { .. } | Kind::Confirm, _) => words.review_form(),
    };
    let label = format!("{open} {unit} {month}");
    let tick = match kind {
        Kind::Review { ticked, .. } => Some(tick(words, &line, &unit, ticked)),
        Kind::Own | Kind::Confirm | Kind::Awaited => None,
    };
    let is_new = match kind {
        Kind::Review { today, .. } => came_on(line.submitted_at) == today && today.is_some(),
        Kind::Own | Kind::Confirm | Kind::Awaited => false,
    };
    let is_sent = matches!(kind, Kind::Review { .. } | Kind::Confirm);
    let when = match is_sent {
        true => line
            .submitted_at
            .map_or_else(String::new, |at| words.moment(at)),
        false if !line.is_open() => words.short_deadline(line.deadline),
        false => words.deadline_of(&line),
    };
    let overdue = line.is_overdue() && !is_sent;
    let news = line.news.map(|news| words.news(news));
    let head = match kind {
        Kind::Own => view! { {month.clone()}<br/><small>{programme}</small> }.into_any(),
        Kind::Review { .. } | Kind::Confirm | Kind::Awaited => {
            view! { {unit}<br/><small>{programme}</small> }.into_any()
        }
    };
    view! {
        <tr>
            {tick}
            <th scope="row">{head}</th>
            {(kind != Kind::Own).then(|| view! { <td>{month}</td> })}
            {match kind {
                Kind::Review { .. } => view! { <td>{news}{is_closed(words, &line)}</td> }.into_any(),
                Kind::Own | Kind::Confirm | Kind::Awaited => stage(words, &line).into_any(),
            }}
            {(!is_sent).then(|| view! { <td class="number">{format!("{filled} / {due}")}</td> })}
            <td class:overdue=overdue>
                {when}
                {is_new.then(|| view! { " "<span class="new">{words.new_mark()}</span> })}
            </td>
            <td><a class="button button-small" href=href aria-label=label>{open}</a></td>
        </tr>
    }
    .into_any()
}

/// The day of a moment, in China.
fn came_on(at: Option<DateTime<Utc>>) -> Option<NaiveDate> {
    let china = FixedOffset::east_opt(8 * 3600)?;
    Some(at?.with_timezone(&china).date_naive())
}

/// A box to tick, where there is nothing new to look at.
fn tick(words: Words, line: &ReturnLine, unit: &str, ticked: bool) -> AnyView {
    let key = &line.key;
    let value = format!(
        "{}/{}/{}/{}",
        key.org_unit, key.programme, key.period, line.revision
    );
    let label = format!("{} {unit} {}", words.tick(), words.month(key.period));
    let may = line.news.is_some_and(News::is_none) && !line.closed;
    view! {
        <td class="tick">
            {may.then(|| view! {
                <input type="checkbox" name="ticked" value=value checked=ticked aria-label=label/>
            })}
        </td>
    }
    .into_any()
}

fn is_closed(words: Words, line: &ReturnLine) -> impl IntoView + use<> {
    line.closed
        .then(|| view! { " "<span class="closed-mark">{words.month_closed_mark()}</span> })
}

/// Where it stands, with the reviewer's words, the second level, and who else is at work.
fn stage(words: Words, line: &ReturnLine) -> AnyView {
    let remarks = line.remarks;
    view! {
        <td>
            <span class=stage_class(line.stage)>{words.stage_of(line.stage)}</span>
            {is_closed(words, line)}
            {line.sent_back_because.clone().map(|because| view! {
                <p class="note">{said(because)}</p>
            })}
            {(remarks > 0).then(|| view! { <p class="note">{words.remarks_count(remarks)}</p> })}
            {line.confirmation.as_ref().map(|confirmation| view! {
                <p class="note">{words.confirmation(confirmation)}</p>
            })}
            {at_work(words, line.at_work.clone())}
        </td>
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
