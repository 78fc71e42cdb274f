//! `/evaluations/UNIT`: the joint evaluations of task 3 at and under a unit in a year, beside what
//! the returns say. Filter and year lie in the address.

use super::address::{part, query};
use crate::ask::evaluations::{self, CountedLine, Evaluation, EvaluationList};
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Downloads, Frame, answered, hidden, said};
use crate::refusal::Refusal;
use crate::tables::Table;
use crate::text::{Words, use_words};
use kpi::UnitCode;
use kpi::joint_evaluation::{Department, Duty, State};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How the page is filtered. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationView {
    /// The year; empty for this one.
    #[serde(default)]
    pub year: String,
    /// A duty by its code; empty for both.
    #[serde(default)]
    pub duty: String,
    /// A state by its code; empty for any.
    #[serde(default)]
    pub state: String,
    /// `1`: only units where recorded and reported differ.
    #[serde(default)]
    pub differ: String,
}

impl EvaluationView {
    /// The year asked for; a text that is none leads nowhere.
    pub fn year(&self) -> Result<Option<i32>, Refusal> {
        match self.year.as_str() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Refusal::Missing),
        }
    }

    fn counts(&self, line: &CountedLine) -> bool {
        (self.duty.is_empty() || line.duty.code() == self.duty)
            && (self.differ != "1" || line.counted.differs())
    }

    fn fits(&self, one: &Evaluation) -> bool {
        (self.duty.is_empty() || one.duty.code() == self.duty)
            && (self.state.is_empty() || one.state.code() == self.state)
    }

    fn address(&self) -> String {
        format!(
            "?year={}&duty={}&state={}&differ={}",
            self.year, self.duty, self.state, self.differ
        )
    }
}

/// The joint evaluations of a unit.
#[component]
pub fn EvaluationsPage() -> impl IntoView {
    let words = use_words();
    let view = Memo::new(|_| EvaluationView {
        year: query("year"),
        duty: query("duty"),
        state: query("state"),
        differ: query("differ"),
    });
    let asked = Memo::new(move |_| Ok((part::<UnitCode>("unit")?, view.get().year()?)));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, year)) => evaluations::evaluations(unit, year).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |told| page(words, told, view))
}

fn page(words: Words, told: EvaluationList, view: Memo<EvaluationView>) -> impl IntoView {
    let Some(unit) = told.path.last().cloned() else {
        return ().into_any();
    };
    let (code, year) = (unit.code, told.year);
    let title = format!(
        "{} · {} · {year}",
        words.evaluations_title(),
        words.of(&unit.name)
    );
    let to =
        Callback::new(move |above: UnitRef| format!("/evaluations/{}?year={year}", above.code));
    let shown = view.get_untracked();
    let address = shown.address();
    let plan = (!told.may_plan.is_empty()).then(|| plan_form(words, &told, code));
    let today = told.today.to_string();
    let (counted, list) = (told.counted.clone(), told.evaluations.clone());
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title lead=words.evaluations_lead()>
            <div class="tools">
                <a href=format!("/summary/{code}")>{words.summary()}</a>
                <a href=format!("/visits/{code}")>{words.visits_title()}</a>
            </div>
            {filters(words, code, &told, &shown)}
            <section>
                <h2>{words.counted_heading()}</h2>
                <p class="tools"><Downloads table=format!("/evaluations/{code}/counts/table") query=address.clone()/></p>
                {move || counts(words, counted.iter().filter(|line| view.get().counts(line)).cloned().collect())}
            </section>
            <section>
                <h2>{words.evaluations_heading()}</h2>
                <p class="tools"><Downloads table=format!("/evaluations/{code}/table") query=address/></p>
                {move || events(words, code, year, &today, list.iter().filter(|one| view.get().fits(one)).cloned().collect())}
            </section>
            {plan}
        </Frame>
    }
    .into_any()
}

fn filters(
    words: Words,
    unit: UnitCode,
    told: &EvaluationList,
    shown: &EvaluationView,
) -> impl IntoView + use<> {
    let chosen = shown.clone();
    let (years, year) = (told.years.clone(), told.year);
    view! {
        <form class="filters" method="get" action=format!("/evaluations/{unit}") role="search">
            <label>
                <span>{words.evaluation_year()}</span>
                <select name="year">
                    {years.into_iter().map(|one| view! {
                        <option value=one.to_string() selected=one == year>{one.to_string()}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.duty_column()}</span>
                <select name="duty">
                    <option value="">{words.any_duty()}</option>
                    {Duty::ALL.into_iter().map(|duty| view! {
                        <option value=duty.code() selected=duty.code() == chosen.duty>{words.duty_name(duty)}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.state_column()}</span>
                <select name="state">
                    <option value="">{words.any_evaluation_state()}</option>
                    {State::ALL.into_iter().map(|state| view! {
                        <option value=state.code() selected=state.code() == chosen.state>{words.evaluation_state(state)}</option>
                    }).collect_view()}
                </select>
            </label>
            <label class="check">
                <input type="checkbox" name="differ" value="1" checked=chosen.differ == "1"/>
                {words.only_differences()}
            </label>
            <button>{words.apply()}</button>
        </form>
    }
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn counts(words: Words, lines: Vec<CountedLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="hint">{words.no_counted()}</p> }.into_any();
    }
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.counted_heading()>
            <table class="evaluation-counts">
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.duty_column()}</th>
                        <th scope="col" class="number">{words.planned_column()}</th>
                        <th scope="col" class="number">{words.held_column()}</th>
                        <th scope="col" class="number">{words.reported_column()}</th>
                        <th scope="col" class="number">{words.departments_column()}</th>
                        <th scope="col" class="number">{words.reported_departments_column()}</th>
                        <th scope="col">{words.difference_column()}</th>
                    </tr>
                </thead>
                <tbody>
                    {lines.into_iter().map(|line| {
                        let counted = line.counted;
                        let said_nothing = counted.reported.is_none();
                        view! {
                            <tr data-unit=line.unit.code.to_string() class:changed=counted.differs()>
                                <th scope="row"><a href=format!("/evaluations/{}", line.unit.code)>{words.of(&line.unit.name)}</a></th>
                                <td>{words.duty_name(line.duty)}</td>
                                <td class="number">{counted.planned}</td>
                                <td class="number">{counted.held}</td>
                                <td class="number">
                                    {match said_nothing {
                                        true => words.nothing_said().to_owned(),
                                        false => number(counted.reported),
                                    }}
                                </td>
                                <td class="number">{counted.departments}</td>
                                <td class="number">{number(counted.reported_departments)}</td>
                                <td>{words.counted_difference(&counted)}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn events(words: Words, unit: UnitCode, year: i32, today: &str, list: Vec<Evaluation>) -> AnyView {
    if list.is_empty() {
        return view! { <p class="hint">{words.no_evaluations()}</p> }.into_any();
    }
    view! {
        <ul class="plain evaluations">
            {list.into_iter().map(|one| event(words, unit, year, today, one)).collect_view()}
        </ul>
    }
    .into_any()
}

fn event(words: Words, at: UnitCode, year: i32, today: &str, one: Evaluation) -> AnyView {
    let day = match one.held_on {
        Some(day) => format!("{} {}", words.held_on(), words.day(day)),
        None => format!("{} {}", words.planned_for(), words.day(one.planned_for)),
    };
    let title = format!(
        "{} · {} · {day}",
        words.of(&one.unit.name),
        words.duty_name(one.duty)
    );
    let place = one.place.as_ref().map(|place| words.of(&place.name));
    let history = one.history.clone();
    let forms = one.may_record.then(|| deeds(words, at, year, today, &one));
    view! {
        <li id=format!("e-{}", one.id) class="evaluation" data-state=one.state.code()>
            <h3>{title}</h3>
            <p>
                <span class=format!("stage evaluation-{}", one.state.code())>{words.evaluation_state(one.state)}</span>
                <span class="note">{format!(" · {} {}", words.lead_department(), words.department_taking_part(one.lead))}</span>
            </p>
            <p class="note">{format!("{}{}{}", words.taking_part(), words.pick("：", ": "), words.departments_listed(one.lead, &one.departments))}</p>
            {place.map(|place| view! { <p class="note">{format!("{}{}{place}", words.evaluated_place(), words.pick("：", ": "))}</p> })}
            {(!one.findings.is_empty()).then(|| view! { <p>{said(one.findings.clone())}</p> })}
            {(!one.documents.is_empty()).then(|| view! {
                <p class="note">{words.evaluation_documents()}{words.pick("：", ": ")}{said(one.documents.clone())}</p>
            })}
            <details>
                <summary aria-label=format!("{} {}", words.evaluation_history(), one.id)>{words.evaluation_history()}</summary>
                <ul>
                    {history.into_iter().map(|deed| view! {
                        <li>
                            {format!("{} · ", words.evaluation_state(deed.state))}{said(deed.by)}{format!(" · {}", words.moment(deed.at))}
                            {(!deed.reason.is_empty()).then(|| view! { <p class="note">{said(deed.reason)}</p> })}
                        </li>
                    }).collect_view()}
                </ul>
            </details>
            {forms}
        </li>
    }
    .into_any()
}

/// Recording, correcting and calling off.
fn deeds(
    words: Words,
    at: UnitCode,
    year: i32,
    today: &str,
    one: &Evaluation,
) -> impl IntoView + use<> {
    let action = format!("/evaluations/{at}");
    let correcting = one.state == State::Held;
    let title = match correcting {
        true => words.correct_held(),
        false => words.record_held(),
    };
    let day = one
        .held_on
        .map_or_else(|| today.to_owned(), |day| day.to_string());
    let (findings, documents) = (one.findings.clone(), one.documents.clone());
    let (id, today) = (one.id, today.to_owned());
    let ticks = departments(words, &one.departments, one.lead);
    view! {
        <details class="record">
            <summary aria-label=format!("{title} {id}")>{title}</summary>
            <form method="post" action=action.clone() class="stack">
                {hidden("id", id)}
                {hidden("year", year)}
                <label>
                    <span>{words.held_on()}</span>
                    <input name="held_on" type="date" max=today required value=day/>
                </label>
                {ticks}
                <label>
                    <span>{words.evaluation_findings()}</span>
                    <textarea name="findings" rows="4" maxlength="4000" lang=written(&one.findings)>{findings}</textarea>
                </label>
                <label>
                    <span>{words.evaluation_documents()}</span>
                    <textarea name="documents" rows="2" maxlength="4000" lang=written(&one.documents)>{documents}</textarea>
                </label>
                {correcting.then(|| view! {
                    <label>
                        <span>{words.finding_reason()}</span>
                        <input name="reason" maxlength="500" required/>
                    </label>
                })}
                <p class="actions"><button class="button button-small" name="intent" value="record">{title}</button></p>
            </form>
        </details>
        <details class="record">
            <summary aria-label=format!("{} {id}", words.call_off())>{words.call_off()}</summary>
            <form method="post" action=action class="stack">
                {hidden("id", id)}
                {hidden("year", year)}
                <label>
                    <span>{words.call_off_reason()}</span>
                    <input name="reason" maxlength="500" required/>
                </label>
                <p class="actions"><button class="button button-small button-quiet" name="intent" value="cancel">{words.call_off()}</button></p>
            </form>
        </details>
    }
}

/// The language of what somebody has written, as pages mark it.
fn written(text: &str) -> Option<&'static str> {
    (!text.is_empty()).then_some("zh-CN")
}

/// Boxes for the departments, and who leads.
fn departments(
    words: Words,
    ticked: &BTreeSet<Department>,
    lead: Department,
) -> impl IntoView + use<> {
    let ticked = ticked.clone();
    view! {
        <fieldset class="ticks">
            <legend>{words.taking_part()}</legend>
            {Department::ALL.into_iter().map(|department| view! {
                <label class="check">
                    <input type="checkbox" name="department" value=department.code() checked=ticked.contains(&department)/>
                    {words.department_taking_part(department)}
                </label>
            }).collect_view()}
        </fieldset>
        <label>
            <span>{words.lead_department()}</span>
            <select name="lead">
                {Department::ALL.into_iter().map(|department| view! {
                    <option value=department.code() selected=department == lead>{words.department_taking_part(department)}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

fn plan_form(words: Words, told: &EvaluationList, unit: UnitCode) -> impl IntoView + use<> {
    let what: Vec<(String, String)> = told
        .may_plan
        .iter()
        .map(|(duty, unit)| {
            (
                format!("{}:{}", duty.code(), unit.code),
                format!("{} · {}", words.duty_name(*duty), words.of(&unit.name)),
            )
        })
        .collect();
    let places = told.places.clone();
    let (year, today) = (told.year, told.today.to_string());
    let usual = BTreeSet::from([Department::Health]);
    view! {
        <section class="visit-form">
            <h2>{words.plan_heading()}</h2>
            <form method="post" action=format!("/evaluations/{unit}") class="stack">
                {hidden("year", year)}
                <label>
                    <span>{words.plan_what()}</span>
                    <select name="what">
                        {what.into_iter().map(|(value, name)| view! { <option value=value>{name}</option> }).collect_view()}
                    </select>
                </label>
                {(!places.is_empty()).then(|| view! {
                    <label>
                        <span>{words.evaluated_place()}</span>
                        <select name="place">
                            <option value="">{words.whole_province()}</option>
                            {places.into_iter().map(|place| view! {
                                <option value=place.code.to_string()>{words.of(&place.name)}</option>
                            }).collect_view()}
                        </select>
                    </label>
                })}
                <label>
                    <span>{words.planned_for()}</span>
                    <input name="planned_for" type="date" required value=today/>
                </label>
                {departments(words, &usual, Department::Health)}
                <p class="actions"><button class="button" name="intent" value="plan">{words.plan_now()}</button></p>
            </form>
        </section>
    }
}

/// What is recorded beside what is reported, as a file.
pub fn counted_table(told: &EvaluationList, view: &EvaluationView, words: Words) -> Table {
    let head = [
        words.code(),
        words.unit(),
        words.evaluation_year(),
        words.duty_column(),
        words.planned_column(),
        words.held_column(),
        words.reported_column(),
        words.departments_column(),
        words.reported_departments_column(),
        words.difference_column(),
    ];
    let lines = told.counted.iter().filter(|line| view.counts(line));
    let rows = lines.map(|line| {
        let counted = line.counted;
        vec![
            line.unit.code.to_string(),
            words.of(&line.unit.name),
            told.year.to_string(),
            words.duty_name(line.duty).to_owned(),
            counted.planned.to_string(),
            counted.held.to_string(),
            number(counted.reported),
            counted.departments.to_string(),
            number(counted.reported_departments),
            words.counted_difference(&counted).unwrap_or_default(),
        ]
    });
    Table::new(head, rows).about(about())
}

/// The evaluations as a file.
pub fn evaluations_table(told: &EvaluationList, view: &EvaluationView, words: Words) -> Table {
    let head = [
        words.code(),
        words.unit(),
        words.duty_column(),
        words.state_column(),
        words.planned_for(),
        words.held_on(),
        words.lead_department(),
        words.taking_part(),
        words.evaluated_place(),
        words.evaluation_findings(),
        words.evaluation_documents(),
        words.reason(),
    ];
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let list = told.evaluations.iter().filter(|one| view.fits(one));
    let rows = list.map(|one| {
        let reason = one.history.first().map(|deed| deed.reason.clone());
        vec![
            one.unit.code.to_string(),
            words.of(&one.unit.name),
            words.duty_name(one.duty).to_owned(),
            words.evaluation_state(one.state).to_owned(),
            one.planned_for.to_string(),
            day(one.held_on),
            words.department_taking_part(one.lead).to_owned(),
            words.departments_listed(one.lead, &one.departments),
            one.place
                .as_ref()
                .map_or_else(String::new, |place| words.of(&place.name)),
            one.findings.clone(),
            one.documents.clone(),
            reason.unwrap_or_default(),
        ]
    });
    Table::new(head, rows).about(about())
}

fn about() -> impl Iterator<Item = &'static str> {
    let all = Duty::ALL.into_iter();
    all.flat_map(|duty| std::iter::once(duty.indicator()).chain(duty.departments_indicator()))
}
