//! `/programmes`: by when returns are due, how often they are reviewed, until when they are owed,
//! which months are closed, and who changed what.

use crate::ask::programmes::{ClosedMonth, LogLine, ProgrammeLine, ProgrammesTold, programmes};
use crate::ask::units::UnitRef;
use crate::parts::{Frame, answered, hidden, said};
use crate::text::{Words, use_words};
use kpi::Period;
use kpi::catalogue::PROGRAMMES;
use kpi::setting::ReviewLevels;
use leptos::prelude::*;

/// What applies to the programmes.
#[component]
pub fn Programmes() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| programmes());
    answered(question, move |told| page(words, told))
}

fn page(words: Words, told: ProgrammesTold) -> impl IntoView {
    let ProgrammesTold {
        programmes,
        closed,
        log,
        may_set,
        may_close,
        newest,
    } = told;
    view! {
        <Frame title=words.programmes().to_owned() lead=words.programmes_note()>
            <section>
                <h2>{words.settings_heading()}</h2>
                <div class="table-room" tabindex="0" role="region" aria-label=words.settings_heading()>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{words.programme()}</th>
                                <th scope="col">{words.deadline()}</th>
                                <th scope="col">{words.review_levels()}</th>
                                <th scope="col">{words.owed_months()}</th>
                                {may_set.then(|| view! { <th scope="col"><span class="sr-only">{words.change_setting()}</span></th> })}
                            </tr>
                        </thead>
                        <tbody>
                            {programmes.into_iter().map(|line| setting(words, line, may_set)).collect_view()}
                        </tbody>
                    </table>
                </div>
            </section>
            <section>
                <h2>{words.closed_heading()}</h2>
                <p class="hint">{words.closed_note()}</p>
                {match closed.is_empty() {
                    true => view! { <p>{words.no_month_closed()}</p> }.into_any(),
                    false => closings(words, closed).into_any(),
                }}
                {may_close.map(|unit| close_form(words, unit, newest))}
            </section>
            <section>
                <h2>{words.log_heading()}</h2>
                {match log.is_empty() {
                    true => view! { <p class="hint">{words.log_empty()}</p> }.into_any(),
                    false => log_table(words, log).into_any(),
                }}
            </section>
        </Frame>
    }
}

fn setting(words: Words, line: ProgrammeLine, may_set: bool) -> AnyView {
    let name = words.programme_name(&line.code);
    let now = line.setting;
    let owes = line.first_owed.is_some();
    let owed = words.owed_from_to(line.first_owed, now.last_owed);
    view! {
        <tr data-programme=line.code.clone()>
            <th scope="row">{name.clone()}</th>
            <td>{words.deadline_rule(&now)}</td>
            <td>{words.levels(now.review_levels)}</td>
            <td>{owed}</td>
            {may_set.then(|| view! {
                <td>
                    <details>
                        <summary aria-label=format!("{} {name}", words.change_setting())>{words.change_setting()}</summary>
                        <form method="post" action="/programmes" class="stack">
                            {hidden("programme", line.code.clone())}
                            <label>
                                <span>{words.deadline_day()}</span>
                                <input name="day" type="number" min="1" max="28" required value=now.deadline_day.to_string()/>
                            </label>
                            <label>
                                <span>{words.deadline_hour()}</span>
                                <input name="hour" type="number" min="1" max="24" required value=now.deadline_hour.to_string()/>
                            </label>
                            <label>
                                <span>{words.review_levels()}</span>
                                <select name="levels">
                                    {ReviewLevels::ALL.into_iter().map(|levels| view! {
                                        <option value=levels.number().to_string() selected=levels == now.review_levels>
                                            {words.levels(levels)}
                                        </option>
                                    }).collect_view()}
                                </select>
                            </label>
                            {owes.then(|| view! {
                                <label>
                                    <span>{words.last_owed()}</span>
                                    <input name="last" type="month" value=now.last_owed.map(|last| last.to_string())/>
                                </label>
                            })}
                            <label>
                                <span>{words.reason()}</span>
                                <input name="reason" required maxlength="500"/>
                            </label>
                            <button class="button button-small" name="intent" value="set">{words.set()}</button>
                        </form>
                    </details>
                </td>
            })}
        </tr>
    }
    .into_any()
}

fn closings(words: Words, closed: Vec<ClosedMonth>) -> AnyView {
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.closed_heading()>
            <table class="closed-months">
                <thead>
                    <tr>
                        <th scope="col">{words.period()}</th>
                        <th scope="col">{words.programme()}</th>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.closed_by()}</th>
                        <th scope="col"><span class="sr-only">{words.reopen_month()}</span></th>
                    </tr>
                </thead>
                <tbody>{closed.into_iter().map(|month| closing(words, month)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn closing(words: Words, month: ClosedMonth) -> AnyView {
    let unit = words.of(&month.unit.name);
    let code = month.unit.code;
    let label = format!(
        "{} {} {unit}",
        words.reopen_month(),
        words.month(month.period)
    );
    view! {
        <tr data-unit=code.to_string()>
            <th scope="row">{words.month(month.period)}</th>
            <td>{words.programme_name(&month.programme)}</td>
            <td>{unit}</td>
            <td>
                {said(month.closed.by.clone())}" · "{words.moment(month.closed.at)}
                <p class="note">{said(month.closed.because.clone())}</p>
            </td>
            <td>
                {month.may_reopen.then(|| view! {
                    <details>
                        <summary aria-label=label>{words.reopen_month()}</summary>
                        <form method="post" action="/programmes" class="stack">
                            {hidden("org_unit", code)}
                            {hidden("programme", month.programme.clone())}
                            {hidden("period", month.period)}
                            <label>
                                <span>{words.reason()}</span>
                                <input name="reason" required maxlength="500"/>
                            </label>
                            <button class="button button-small" name="intent" value="reopen">{words.reopen_month()}</button>
                        </form>
                    </details>
                })}
            </td>
        </tr>
    }
    .into_any()
}

fn close_form(words: Words, unit: UnitRef, newest: Period) -> AnyView {
    view! {
        <details class="close-month">
            <summary><h3>{words.close_month()}</h3></summary>
            <p class="hint">{words.close_month_note()}</p>
            <form method="post" action="/programmes" class="stack narrow">
                <label>
                    <span>{words.unit_code()}</span>
                    <input name="org_unit" required pattern="[0-9]{6}" inputmode="numeric" maxlength="6" value=unit.code.to_string()/>
                </label>
                <label>
                    <span>{words.programme()}</span>
                    <select name="programme">
                        {PROGRAMMES.iter().map(|programme| view! {
                            <option value=programme.code>{programme.name(words.lang())}</option>
                        }).collect_view()}
                    </select>
                </label>
                <label>
                    <span>{words.period()}</span>
                    <input name="period" type="month" required min="2010-01" max=newest.to_string() value=newest.previous().to_string()/>
                </label>
                <label>
                    <span>{words.reason()}</span>
                    <input name="reason" required maxlength="500"/>
                </label>
                <button class="button button-small" name="intent" value="close">{words.close_month()}</button>
            </form>
        </details>
    }
    .into_any()
}

fn log_table(words: Words, log: Vec<LogLine>) -> AnyView {
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.log_heading()>
            <table class="programme-log">
                <thead>
                    <tr>
                        <th scope="col">{words.happened_at()}</th>
                        <th scope="col">{words.happened_who()}</th>
                        <th scope="col">{words.programme()}</th>
                        <th scope="col">{words.log_what()}</th>
                        <th scope="col">{words.reason()}</th>
                    </tr>
                </thead>
                <tbody>
                    {log.into_iter().map(|line| view! {
                        <tr>
                            <th scope="row">{words.moment(line.at)}</th>
                            <td>{said(line.by.clone())}</td>
                            <td>{words.programme_name(&line.programme)}</td>
                            <td>{words.programme_deed(&line.did)}</td>
                            <td>{said(line.reason.clone())}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
