//! Who went out in the demo: one field visit, half of it recorded, and joint evaluations held and
//! planned. Done by the office, as people do it, on their days.

use super::load::{NotLoaded, actor};
use crate::office::Office;
use app::ask::evaluations::{Evaluations, HeldEvaluation, NewEvaluation};
use app::ask::visits::{NewFinding, NewVisit, Visits};
use app::refusal::Refusal;
use chrono::NaiveDate;
use kpi::UnitCode;
use kpi::joint_evaluation::{Department, Duty};
use kpi::returns::ReturnKey;
use kpi::verification::Finding;
use std::collections::BTreeSet;

const REGION: &str = "440700";
const SEED: u64 = 20_201_118;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, month, day).unwrap_or_default()
}

fn code(text: &str) -> UnitCode {
    text.parse().unwrap_or(kpi::org_unit::NATION)
}

/// Sends the demo's people out, unless they have been.
pub async fn go_out(office: &Office) -> Result<(), NotLoaded> {
    let refused = |refusal: Refusal| {
        let nowhere = ReturnKey {
            org_unit: code(REGION),
            programme: "visits".to_owned(),
            period: kpi::Period::literal(2020, 11),
        };
        NotLoaded::Refused(nowhere, refusal)
    };
    let evaluator = actor(office, "evaluator-440700").await?;
    let known = office.visits(&evaluator, code(REGION)).await;
    if !known.map_err(refused)?.visits.is_empty() {
        return Ok(());
    }
    let new = NewVisit {
        period: Some(kpi::Period::literal(2020, 10)),
        indicators: ["counselling-room-coverage", "township-group"]
            .map(str::to_owned)
            .to_vec(),
        units: 3,
        chance: 60,
        each: 6,
        seed: Some(SEED),
        purpose: "第四季度核查：村（社区）咨询室与乡镇综合管理小组".to_owned(),
    };
    let then = office.on(day(11, 18));
    let id = then.choose_visit(&evaluator, code(REGION), &new).await;
    let id = id.map_err(refused)?;
    let visit = then.visit(&evaluator, code(REGION), id).await;
    let visit = visit.map_err(refused)?;
    // Two of the three have been visited by now.
    for (at, unit) in visit.units.iter().take(2).enumerate() {
        for place in &unit.places {
            let total = place.reported.map_or(6, |reported| reported.n);
            let visited = total.clamp(1, 6);
            let reported = visited - u64::from(visited > 3);
            let empty = u64::from(at == 0 && reported > 2);
            let finding = NewFinding {
                org_unit: unit.unit.code,
                indicator: place.indicator.clone(),
                finding: Finding {
                    visited,
                    reported: Some(reported),
                    found: reported - empty,
                    empty,
                },
                day: day(11, 24 + at as u32),
                people: "省级评估员二人、市卫生健康局一人".to_owned(),
                remark: match empty {
                    0 => String::new(),
                    _ => "一处房间挂牌未启用".to_owned(),
                },
                reason: String::new(),
            };
            let on = office.on(day(11, 27));
            let recorded = on.record_finding(&evaluator, id, &finding).await;
            recorded.map_err(refused)?;
        }
    }
    evaluate(office, refused).await
}

async fn evaluate(
    office: &Office,
    refused: impl Fn(Refusal) -> NotLoaded + Copy,
) -> Result<(), NotLoaded> {
    let departments = BTreeSet::from([
        Department::Health,
        Department::PoliticalLegal,
        Department::Education,
        Department::CivilAffairs,
    ]);
    let plans = [
        ("reviewer-440700", Duty::County, "440703", day(10, 20), true),
        (
            "reviewer-440700",
            Duty::County,
            "440704",
            day(12, 15),
            false,
        ),
        (
            "reviewer-440000",
            Duty::Province,
            "440000",
            day(11, 10),
            true,
        ),
    ];
    for (account, duty, unit, planned_for, was_held) in plans {
        let who = actor(office, account).await?;
        let new = NewEvaluation {
            duty,
            org_unit: code(unit),
            planned_for,
            departments: departments.clone(),
            lead: Department::Health,
            place: (duty == Duty::Province).then(|| code(REGION)),
        };
        let then = office.on(day(10, 9));
        let id = then.plan_evaluation(&who, &new).await.map_err(refused)?;
        if was_held {
            let held = HeldEvaluation {
                held_on: planned_for,
                departments: departments.clone(),
                lead: Department::Health,
                findings: "工作台账齐全，两个村的咨询室开放时间未公示。".to_owned(),
                documents: "联合调研评估情况通报（演示）".to_owned(),
                reason: String::new(),
            };
            let then = office.on(planned_for.succ_opt().unwrap_or(planned_for));
            let recorded = then.record_evaluation(&who, id, &held).await;
            recorded.map_err(refused)?;
        }
    }
    Ok(())
}
