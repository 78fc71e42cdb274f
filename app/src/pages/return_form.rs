//! The form of a return: every element due, by task, with what it comes to.
//!
//! It is one plain HTML form. While somebody types, the browser runs the same `Draft::parse` and
//! `Score::of` as the server will; with scripts off the server alone does.

use super::return_page::cell_text;
use crate::ask::returns::OpenReturn;
use crate::parts::{DistanceLine, StatusMark, ValueText, hidden, rows_address};
use crate::text::{Words, use_words};
use kpi::catalogue::{DataElement, Kind, Task, ValueType, catalogue};
use kpi::draft::{Cell, Draft, Empty, Known, value};
use kpi::facts::Value;
use kpi::fault::{Broken, Fault, Reason};
use kpi::org_unit::{OrgUnit, Standing};
use kpi::rows::RowList;
use kpi::score::{Part, Score};
use kpi::{Indicator, Tier};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Cells = BTreeMap<String, Cell>;

/// What the fields of the form share.
#[derive(Clone, Copy)]
struct Typing {
    open: StoredValue<OpenReturn>,
    cells: RwSignal<Cells>,
    touched: RwSignal<BTreeSet<String>>,
    parsed: Memo<(Vec<Fault>, Vec<Broken>)>,
    /// Every fault is shown, not only those in fields that were touched.
    checked: bool,
}

impl Typing {
    fn change(self, element: &str, with: impl FnOnce(&mut Cell)) {
        self.cells
            .update(|cells| with(cells.entry(element.to_owned()).or_default()));
        self.touched.update(|touched| {
            touched.insert(element.to_owned());
        });
    }

    fn faults_of(self, element: &str) -> Vec<Fault> {
        let shown = self.checked || self.touched.with(|touched| touched.contains(element));
        self.parsed.with(|(faults, _)| {
            faults
                .iter()
                .filter(|fault| shown && fault.element == element)
                .cloned()
                .collect()
        })
    }
}

/// The form.
#[component]
pub fn ReturnForm(
    /// The return.
    open: OpenReturn,
    /// Whether every fault is shown from the beginning.
    checked: bool,
) -> impl IntoView {
    let words = use_words();
    let key = open.key.clone();
    let action = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let corrects = !open.accepted.is_empty();
    let cells = RwSignal::new(open.cells.clone());
    let tiers = open.tiers.clone();
    let stored = StoredValue::new(open.clone());
    let parsed = Memo::new(move |_| stored.with_value(|open| parse(open, cells.get())));
    let typing = Typing {
        open: stored,
        cells,
        touched: RwSignal::new(BTreeSet::new()),
        parsed,
        checked,
    };
    let period = key.period;
    let due = move |element: &DataElement| element.frequency.due_in(period);
    let early: Vec<&'static DataElement> = catalogue()
        .asked(&key.programme, &tiers)
        .filter(|element| !due(element))
        .collect();
    let early_open = early.iter().any(|element| {
        open.cells
            .get(&element.code)
            .is_some_and(|cell| !cell.is_blank())
    });
    let groups = catalogue()
        .tasks()
        .iter()
        .filter(|task| task.programme == key.programme)
        .map(|task| {
            let elements: Vec<_> = catalogue()
                .asked(&key.programme, &tiers)
                .filter(|element| element.task == task.number && due(element))
                .collect();
            group(words, task, elements, &tiers, typing)
        })
        .collect_view();
    view! {
        <form method="post" action=action class="return-form" novalidate>
            {hidden("revision", open.revision)}
            {move || summary_of_faults(words, typing)}
            <h2>{words.due_elements()}</h2>
            {groups}
            {(!early.is_empty()).then(|| view! {
                <details class="early" open=early_open>
                    <summary><h2>{words.optional_elements()}</h2></summary>
                    {early.into_iter().map(|element| field(words, element, typing)).collect_view()}
                </details>
            })}
            {move || warnings(words, typing)}
            {corrects.then(|| view! {
                <div class="callout">
                    <p>{words.correction_note()}</p>
                    <label>
                        <span>{words.correction_reason()}</span>
                        <textarea name="reason" rows="2" maxlength="2000"></textarea>
                    </label>
                </div>
            })}
            <p class="actions">
                <button class="button button-quiet" name="intent" value="save">{words.save()}</button>
                <button class="button" name="intent" value="submit">{words.submit()}</button>
            </p>
        </form>
    }
}

fn parse(open: &OpenReturn, cells: Cells) -> (Vec<Fault>, Vec<Broken>) {
    let draft = Draft {
        key: open.key.clone(),
        cells,
    };
    let known = Known {
        tiers: &open.tiers,
        facts: &open.facts,
        official: &open.official,
    };
    // Rows are not typed here, so what was said of them still holds.
    let rows = |fault: &&Fault| matches!(fault.reason, Reason::Rows { .. });
    let (of_rows, doubts) = (open.faults.iter().filter(rows), open.rows_broken());
    let (mut faults, mut warnings) = match draft.parse(catalogue(), known) {
        Ok(filed) => (Vec::new(), filed.warnings),
        Err(faults) => (faults, Vec::new()),
    };
    faults.extend(of_rows.cloned());
    warnings.extend(doubts);
    (faults, warnings)
}

fn summary_of_faults(words: Words, typing: Typing) -> impl IntoView {
    let faults = typing.parsed.with(|(faults, _)| faults.clone());
    (typing.checked && !faults.is_empty()).then(|| {
        view! {
            <section class="callout callout-fault" id="faults" role="alert" tabindex="-1">
                <h2>{words.faults_heading()}</h2>
                <ul>
                    {faults.iter().map(|fault| view! {
                        <li><a href=format!("#f-{}", fault.element)>{words.fault(fault)}</a></li>
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

fn warnings(words: Words, typing: Typing) -> impl IntoView {
    let broken = typing.parsed.with(|(_, warnings)| warnings.clone());
    (!broken.is_empty()).then(|| view! {
        <section class="callout callout-warning" role="note">
            <h2>{words.warnings_heading()}</h2>
            <p class="hint">{words.warnings_note()}</p>
            <ul>{broken.iter().map(|broken| view! { <li>{words.broken(broken)}</li> }).collect_view()}</ul>
        </section>
    })
}

fn group(
    words: Words,
    task: &'static Task,
    elements: Vec<&'static DataElement>,
    tiers: &[Tier],
    typing: Typing,
) -> impl IntoView + use<> {
    let here: Vec<&'static Indicator> = catalogue()
        .indicators()
        .iter()
        .filter(|indicator| {
            indicator.task == task.number
                && indicator.programme == task.programme
                && tiers.contains(&indicator.tier)
                && elements
                    .iter()
                    .any(|element| indicator.elements().any(|code| code == element.code))
        })
        .collect();
    (!elements.is_empty()).then(|| {
        view! {
            <fieldset>
                <legend>
                    <span class="task-number">{words.task_number(&task.number)}</span>
                    {words.of(&task.name)}
                </legend>
                {elements.into_iter().map(|element| field(words, element, typing)).collect_view()}
                {move || {
                    let rows = here
                        .iter()
                        .map(|indicator| live(words, indicator, typing))
                        .collect_view();
                    (!here.is_empty()).then(|| view! {
                        <div class="live" aria-live="off">
                            <p class="live-name">{words.live_heading()}</p>
                            <ul class="plain">{rows}</ul>
                        </div>
                    })
                }}
            </fieldset>
        }
    })
}

/// What an indicator comes to with the figures as they stand in the form.
fn live(words: Words, indicator: &'static Indicator, typing: Typing) -> AnyView {
    let score = typing
        .open
        .with_value(|open| typing.cells.with(|cells| score(open, cells, indicator)));
    let period = typing.open.with_value(|open| open.key.period);
    view! {
        <li>
            <span class="live-indicator">{words.of(&indicator.short)}</span>
            <StatusMark score=score.clone() period/>
            <ValueText score=score.clone()/>
            <DistanceLine indicator score/>
        </li>
    }
    .into_any()
}

fn score(open: &OpenReturn, cells: &Cells, indicator: &Indicator) -> Score {
    let mut facts = open.facts.clone();
    for (code, cell) in cells {
        let meant = catalogue()
            .element(code)
            .map(|element| value(element, cell));
        if let Some(Ok(meant)) = meant {
            facts.put(code, open.key.period, meant);
        }
    }
    let local = open.local_targets.get(&indicator.code);
    let standard = indicator.standard(open.key.period, local.into_iter().flatten());
    let part = Part::of(indicator, &unit(open), &facts, open.key.period);
    Score::of(indicator, &part, standard)
}

/// As much of the unit as a score needs: its official counts.
fn unit(open: &OpenReturn) -> OrgUnit {
    let unit = open.path.last();
    OrgUnit {
        code: open.key.org_unit,
        name_zh: unit.map_or_else(String::new, |unit| unit.name.zh.clone()),
        name_en: unit.map_or_else(String::new, |unit| unit.name.en.clone()),
        level: unit.map_or(kpi::org_unit::Level::County, |unit| unit.level),
        parent: None,
        standing: Standing::Standard,
        is_region: unit.is_some_and(|unit| unit.is_region),
        region: None,
        townships_official: open.official.get("townships_total").copied(),
        villages_official: open.official.get("villages_total").copied(),
        note: None,
    }
}

fn field(words: Words, element: &'static DataElement, typing: Typing) -> AnyView {
    let code = element.code.as_str();
    let id = format!("f-{code}");
    let (cell, last, computed) = typing.open.with_value(|open| {
        let last = open
            .facts
            .last_before(element, open.key.period)
            .map(|(period, figure)| {
                (
                    period,
                    cell_text(words, &Cell::saying(element, &Value::Figure(figure))),
                )
            });
        let computed = open
            .from_rows
            .get(code)
            .copied()
            .zip(RowList::computing(code));
        let computed = computed.map(|(count, list)| (count, rows_address(&open.key, list)));
        (
            open.cells.get(code).cloned().unwrap_or_default(),
            last,
            computed,
        )
    });
    let feeds: Vec<String> = catalogue()
        .fed_by(code)
        .map(|indicator| words.of(&indicator.short))
        .collect();
    let notes = format!("d-{code}");
    let kind = match element.kind {
        Kind::Stock => words.pick("期末数", "as at the month's end"),
        Kind::Flow => words.pick("本期发生数", "in the period"),
        Kind::YearToDate => words.pick("本年累计", "year to date"),
    };
    view! {
        <div class="field" class:field-fault=move || !typing.faults_of(code).is_empty()>
            <label for=id.clone()>{words.of(&element.name)}</label>
            <div class="field-entry">
                {input(words, element, &id, &notes, &cell, typing)}
                <span class="unit">{words.of(&element.unit)}</span>
                {computed.clone().map(|(count, rows)| view! {
                    <a class="from-rows" href=rows>{words.from_rows(count)}</a>
                })}
            </div>
            <p class="field-last">
                {last.map(|(period, figure)| format!("{} {figure} ({period}) · ", words.last_figure()))}
                {kind}
            </p>
            <div class="field-fault-text" id=notes aria-live="polite">
                {move || typing.faults_of(code).iter().map(|fault| view! {
                    <p class="fault">{words.fault(fault)}</p>
                }).collect_view()}
            </div>
            <details class="field-more" open=cell.empty.is_some()>
                <summary>{words.no_figure()}</summary>
                <p class="hint">{words.of(&element.definition)}</p>
                {(!feeds.is_empty()).then(|| view! {
                    <p class="hint">{format!("{}{}{}", words.feeds(), words.pick("：", ": "), feeds.join(words.pick("、", ", ")))}</p>
                })}
                {computed.is_none().then(|| empties(words, code, &cell, typing))}
            </details>
        </div>
    }
    .into_any()
}

fn input(
    words: Words,
    element: &'static DataElement,
    id: &str,
    notes: &str,
    cell: &Cell,
    typing: Typing,
) -> impl IntoView + use<> {
    let code = element.code.as_str();
    let name = format!("text:{code}");
    let (id, notes, text) = (id.to_owned(), notes.to_owned(), cell.text.clone());
    let invalid = move || (!typing.faults_of(code).is_empty()).to_string();
    match element.value_type {
        ValueType::Flag => {
            let known = matches!(text.trim(), "" | "0" | "1");
            view! {
                <select
                    id=id
                    name=name
                    aria-describedby=notes
                    aria-invalid=invalid
                    on:change=move |event| {
                        let text = event_target_value(&event);
                        typing.change(code, |cell| cell.text = text);
                    }
                >
                    <option value="" selected=text.trim().is_empty()>{words.choose()}</option>
                    <option value="1" selected=text.trim() == "1">{words.yes()}</option>
                    <option value="0" selected=text.trim() == "0">{words.no()}</option>
                    {(!known).then(|| view! { <option value=text.clone() selected=true>{text.clone()}</option> })}
                </select>
            }
            .into_any()
        }
        ValueType::Count | ValueType::Decimal => view! {
            <input
                id=id
                name=name
                value=text
                inputmode=if element.value_type == ValueType::Count { "numeric" } else { "decimal" }
                autocomplete="off"
                maxlength="40"
                readonly=typing.open.with_value(|open| open.from_rows.contains_key(code))
                aria-describedby=notes
                aria-invalid=invalid
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typing.change(code, |cell| cell.text = text);
                }
            />
        }
        .into_any(),
    }
}

/// The empties beside zero, each with its meaning.
fn empties(words: Words, code: &'static str, cell: &Cell, typing: Typing) -> impl IntoView + use<> {
    let chosen = cell.empty;
    let options = [
        (Empty::NotApplicable, words.empty_na()),
        (Empty::NotYet, words.empty_not_yet()),
        (Empty::NotCollected, words.empty_not_collected()),
    ];
    let reason = cell.reason.clone();
    view! {
        <label>
            <span>{words.why_no_figure()}</span>
            <select
                name=format!("empty:{code}")
                on:change=move |event| {
                    let empty = Empty::from_code(&event_target_value(&event));
                    typing.change(code, |cell| cell.empty = empty);
                }
            >
                <option value="">{words.has_figure()}</option>
                {options.into_iter().map(|(empty, name)| view! {
                    <option value=empty.code() selected=chosen == Some(empty)>{name}</option>
                }).collect_view()}
            </select>
        </label>
        <label>
            <span>{words.reason()}</span>
            <input
                name=format!("reason:{code}")
                value=reason
                maxlength="500"
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typing.change(code, |cell| cell.reason = text);
                }
            />
        </label>
    }
}
