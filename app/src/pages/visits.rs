//! `/visits/UNIT`: the field visits that concern a unit, and the form that chooses whom to visit.

use super::address::{escape, part, query};
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::ask::visits::{self, VisitLine, VisitList};
use crate::parts::{Crumbs, Downloads, Frame, answered, said};
use crate::tables::Table;
use crate::text::{Words, use_words};
use kpi::UnitCode;
use kpi::catalogue::catalogue;
use kpi::org_unit::Tier;
use kpi::verification::visited;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How the list is filtered. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitView {
    /// An indicator by its code; empty for any.
    #[serde(default)]
    pub indicator: String,
    /// Text that the purpose or the visiting unit holds.
    #[serde(default)]
    pub q: String,
}

impl VisitView {
    fn fits(&self, line: &VisitLine) -> bool {
        let needle = self.q.trim().to_lowercase();
        (self.indicator.is_empty() || line.indicators.contains(&self.indicator))
            && (needle.is_empty()
                || line.purpose.to_lowercase().contains(&needle)
                || line.of.name.zh.contains(&needle)
                || line.of.name.en.to_lowercase().contains(&needle)
                || line.of.code.to_string().starts_with(&needle))
    }
}

/// The visits of a unit.
#[component]
pub fn Visits() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| part::<UnitCode>("unit"));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok(unit) => visits::visits(unit).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let view = Memo::new(|_| VisitView {
        indicator: query("indicator"),
        q: query("q"),
    });
    answered(question, move |told| page(words, told, view))
}

fn names(words: Words, codes: &[String]) -> String {
    let names: Vec<String> = codes
        .iter()
        .filter_map(|code| catalogue().indicator(code))
        .map(|indicator| words.of(&indicator.short))
        .collect();
    names.join(words.pick("、", ", "))
}

fn page(words: Words, told: VisitList, view: Memo<VisitView>) -> impl IntoView {
    let Some(unit) = told.path.last().cloned() else {
        return ().into_any();
    };
    let code = unit.code;
    let title = format!("{} · {}", words.visits_title(), words.of(&unit.name));
    let to = Callback::new(|above: UnitRef| format!("/visits/{}", above.code));
    let shown = view.get_untracked();
    let address = format!("?indicator={}&q={}", shown.indicator, escape(&shown.q));
    let choose = told.may_choose.then(|| form(words, &told, code));
    let lines = told.visits.clone();
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title lead=words.visits_lead()>
            <div class="tools">
                <a href=format!("/summary/{code}")>{words.summary()}</a>
                <a href=format!("/evaluations/{code}")>{words.evaluations_title()}</a>
                <Downloads table=format!("/visits/{code}/table") query=address/>
            </div>
            {filters(words, code, &shown)}
            {move || list(words, code, lines.iter().filter(|line| view.get().fits(line)).cloned().collect())}
            {choose}
        </Frame>
    }
    .into_any()
}

fn filters(words: Words, unit: UnitCode, shown: &VisitView) -> impl IntoView + use<> {
    let chosen = shown.clone();
    view! {
        <form class="filters" method="get" action=format!("/visits/{unit}") role="search">
            <label>
                <span>{words.indicator()}</span>
                <select name="indicator">
                    <option value="">{words.any_visited_indicator()}</option>
                    {visited().map(|indicator| view! {
                        <option value=indicator.code.clone() selected=indicator.code == chosen.indicator>
                            {words.of(&indicator.short)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.search()}</span>
                <input type="search" name="q" value=chosen.q.clone()/>
            </label>
            <button>{words.apply()}</button>
        </form>
    }
}

fn list(words: Words, unit: UnitCode, lines: Vec<VisitLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="hint">{words.no_visits()}</p> }.into_any();
    }
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.visits_title()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.visit_by()}</th>
                        <th scope="col">{words.indicator()}</th>
                        <th scope="col">{words.visit_month()}</th>
                        <th scope="col" class="number">{words.visit_units()}</th>
                        <th scope="col" class="number">{words.visit_recorded()}</th>
                        <th scope="col">{words.visit_purpose()}</th>
                        <th scope="col">{words.visit_chosen_at()}</th>
                    </tr>
                </thead>
                <tbody>
                    {lines.into_iter().map(|line| {
                        let (recorded, all) = line.recorded;
                        let name = words.of(&line.of.name);
                        view! {
                            <tr>
                                <th scope="row"><a href=format!("/visits/{unit}/{}", line.id)>{format!("{name} · {}", line.id)}</a></th>
                                <td>{names(words, &line.indicators)}</td>
                                <td>{words.month(line.period)}</td>
                                <td class="number">{line.units}</td>
                                <td class="number">{format!("{recorded} / {all}")}</td>
                                <td>{said(line.purpose)}</td>
                                <td>{words.moment(line.at)}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn form(words: Words, told: &VisitList, unit: UnitCode) -> impl IntoView + use<> {
    let (counties, regions) = told.frame;
    let boxes = |tier: Tier, frame: usize| {
        (frame > 0).then(|| {
            view! {
                <fieldset class="ticks">
                    <legend>{format!("{}（{frame}）", words.tier(tier)).replace('（', words.pick("（", " (")).replace('）', words.pick("）", ")"))}</legend>
                    {visited().filter(|indicator| indicator.tier == tier).map(|indicator| view! {
                        <label class="check">
                            <input type="checkbox" name="indicator" value=indicator.code.clone()/>
                            {words.of(&indicator.short)}
                        </label>
                    }).collect_view()}
                </fieldset>
            }
        })
    };
    view! {
        <section class="visit-form">
            <h2>{words.choose_visit_heading()}</h2>
            <p class="hint">{words.choose_visit_help()}</p>
            <form method="post" action=format!("/visits/{unit}") class="stack">
                <fieldset>
                    <legend>{words.visit_indicators()}</legend>
                    <p class="hint">{words.visit_same_tier()}</p>
                    {boxes(Tier::County, counties)}
                    {boxes(Tier::Region, regions)}
                </fieldset>
                <div class="filters">
                    <label>
                        <span>{words.visit_month()}</span>
                        <input type="month" name="period" value=told.newest.to_string() max=told.newest.to_string() min="2010-01" required/>
                    </label>
                    <label>
                        <span>{words.how_many_units()}</span>
                        <input name="units" type="number" min="1" value="3" required/>
                    </label>
                    <label>
                        <span>{words.share_by_chance()}</span>
                        <input name="chance" type="number" min="0" max="100" value="50" required/>
                    </label>
                    <label>
                        <span>{words.how_many_each()}</span>
                        <input name="each" type="number" min="1" max="1000" value="10" required/>
                    </label>
                    <label>
                        <span>{words.visit_seed()}</span>
                        <input name="seed" inputmode="numeric" pattern="[0-9]{0,18}"/>
                    </label>
                </div>
                <p class="hint">{words.share_by_chance_help()}</p>
                <label>
                    <span>{words.visit_purpose()}</span>
                    <input name="purpose" maxlength="500"/>
                </label>
                <p class="actions"><button class="button">{words.choose_now()}</button></p>
            </form>
        </section>
    }
}

/// The list as a file.
pub fn visits_table(told: &VisitList, view: &VisitView, words: Words) -> Table {
    let head = [
        words.code(),
        words.visit_by(),
        "No.",
        words.indicator(),
        words.visit_month(),
        words.visit_units(),
        words.visit_recorded(),
        words.visit_purpose(),
        words.visit_chosen_at(),
    ];
    let lines: Vec<&VisitLine> = told.visits.iter().filter(|line| view.fits(line)).collect();
    let about: Vec<String> = lines
        .iter()
        .flat_map(|line| line.indicators.iter().cloned())
        .collect();
    let rows = lines.into_iter().map(|line| {
        vec![
            line.of.code.to_string(),
            words.of(&line.of.name),
            line.id.to_string(),
            names(words, &line.indicators),
            line.period.to_string(),
            line.units.to_string(),
            format!("{} / {}", line.recorded.0, line.recorded.1),
            line.purpose.clone(),
            words.moment(line.at),
        ]
    });
    Table::new(head, rows).about(once_each(&about))
}

/// Codes, each once, in their order.
pub(super) fn once_each(codes: &[String]) -> Vec<&str> {
    let mut once: Vec<&str> = Vec::new();
    for code in codes {
        if !once.contains(&code.as_str()) {
            once.push(code);
        }
    }
    once
}
