//! Sentences with figures in them.

use super::figures::with_commas;
use super::{Words, count};
use crate::ask::identity::Holding;
use crate::ask::scores::Summary;
use crate::ask::units::UnitRef;
use kpi::Period;
use kpi::catalogue::{Basis, Indicator, IndicatorKind, Lang, RollUp, catalogue};
use kpi::fraction::Fraction;
use kpi::headline::Headline;
use kpi::org_unit::{Level, Tier};
use kpi::pace::Pace;
use kpi::period::Frequency;
use kpi::returns::Stage;
use kpi::role::Role;
use kpi::score::{Measure, Score, Status};

impl Words {
    /// The status in words. Before the due date, "not met" says so (semantics 12).
    pub fn status_of(self, score: &Score, period: Period) -> String {
        match (score.status, score.target) {
            (None, _) => self.watched().to_owned(),
            (Some(Status::NotMet), Some(target)) if !target.is_due_in(period) => match self.0 {
                Lang::Zh => "未达标（未到期）".to_owned(),
                Lang::En => format!("Not met, due {}", self.short_day(target.due)),
            },
            (Some(status), _) => self.status(status).to_owned(),
        }
    }

    /// The status in one word.
    pub fn status(self, status: Status) -> &'static str {
        match status {
            Status::Met => self.met(),
            Status::NotMet => self.not_met(),
            Status::NoData => self.no_data(),
            Status::Invalid => self.invalid(),
            Status::NotApplicable => self.not_applicable(),
            Status::Undetermined => self.undetermined(),
            Status::Suppressed => self.withheld(),
        }
    }

    /// 还差 37 个村（社区） / 37 more villages or communities. Nothing when nothing is missing.
    pub fn distance(self, indicator: &Indicator, score: &Score) -> Option<String> {
        let missing = score.shortfall.filter(|missing| *missing > 0)?;
        if matches!(score.status, Some(Status::Met | Status::NoData)) {
            return None;
        }
        if score.measure == Measure::YesNo {
            return Some(self.pick("尚未做到", "Not yet done").to_owned());
        }
        let (zh, one, many) = self.thing_missing(indicator, score);
        let number = count(missing);
        Some(match (self.0, missing) {
            (Lang::Zh, _) => format!("还差 {number} {zh}"),
            (Lang::En, 1) => format!("{number} more {one}"),
            (Lang::En, _) => format!("{number} more {many}"),
        })
    }

    fn thing_missing(self, indicator: &Indicator, score: &Score) -> (String, String, String) {
        let own =
            |zh: &str, one: &str, many: &str| (zh.to_owned(), one.to_owned(), many.to_owned());
        if score.units.is_some() && indicator.roll_up != RollUp::SumNumDen {
            return match indicator.tier {
                Tier::County => own("个区县", "county", "counties"),
                Tier::Region => own("个试点地区", "pilot region", "pilot regions"),
                Tier::Province | Tier::Nation => own("个省份", "province", "provinces"),
            };
        }
        if indicator.roll_up == RollUp::ShareOfPeriods {
            return own("个月", "month", "months");
        }
        let element = match indicator.kind {
            IndicatorKind::StudentsPerTeacher => indicator.denominator_element.as_deref(),
            _ => Some(indicator.numerator_element.as_str()),
        };
        element
            .and_then(|code| catalogue().element(code))
            .map(|element| {
                (
                    element.noun_zh.clone(),
                    element.noun_en_one.clone(),
                    element.noun_en_many.clone(),
                )
            })
            .unwrap_or_default()
    }

    /// How fast the rest must come from `period` on: 每月需增加 3.7 (villages, patients, …).
    pub fn pace(self, score: &Score, pace: &Pace, period: Period) -> Option<String> {
        let months = i128::from(pace.goal.0.months_since(period));
        let missing = score.shortfall.filter(|missing| *missing > 0)?;
        if months < 1 || score.status == Some(Status::Met) {
            return None;
        }
        let each = Fraction::new(i128::from(missing), months)?.rounded(1);
        let each = with_commas(&each);
        Some(match self.0 {
            Lang::Zh => format!("每月需增加 {each}"),
            Lang::En => format!("{each} a month needed"),
        })
    }

    /// Whether one is on the path.
    pub fn on_path_word(self, score: &Score, pace: &Pace) -> &'static str {
        match (score.status, pace.on_path) {
            (Some(Status::Met), _) => self.reached(),
            (_, true) => self.on_path(),
            (_, false) => self.behind_path(),
        }
    }

    /// The headline sentence: N of M, and everything that is not N told apart.
    pub fn headline(self, headline: &Headline) -> String {
        let Headline {
            met,
            overdue,
            not_yet_due,
            undetermined,
            no_data,
            invalid,
            suppressed,
            ..
        } = *headline;
        let scored = headline.scored();
        let mut parts = Vec::new();
        let mut say = |number: u32, zh: &str, en: &str| {
            if number > 0 {
                parts.push(match self.0 {
                    Lang::Zh => format!("{number} 项{zh}"),
                    Lang::En => format!("{number} {en}"),
                });
            }
        };
        say(overdue, "未达标（已到期）", "not met and overdue");
        say(not_yet_due, "未达标（未到期）", "not met, not yet due");
        say(undetermined, "待定", "undetermined");
        say(no_data, "未报", "without data");
        say(invalid, "数据有误", "with contradictory data");
        say(suppressed, "已隐去（人数过少）", "withheld (few persons)");
        match self.0 {
            Lang::Zh => {
                let rest = match parts.is_empty() {
                    true => String::new(),
                    false => format!("，{}", parts.join("，")),
                };
                format!("{scored} 项目标中 {met} 项达标{rest}。")
            }
            Lang::En => {
                let rest = match parts.is_empty() {
                    true => String::new(),
                    false => format!("; {}", parts.join(", ")),
                };
                format!("{met} of {scored} targets met{rest}.")
            }
        }
    }

    /// From how many returns.
    pub fn reporting(self, summary: &Summary) -> String {
        let (accepted, expected) = summary.reported;
        match self.0 {
            Lang::Zh => format!("应报 {expected} 份报表，已接收 {accepted} 份。"),
            Lang::En => format!("{accepted} of {expected} returns owed have been accepted."),
        }
    }

    /// k of K units behind a score.
    pub fn units_behind(self, indicator: &Indicator, counted: u32, units: u32) -> String {
        match self.0 {
            Lang::Zh => {
                let unit = match indicator.tier {
                    Tier::County => "个区县",
                    Tier::Region => "个试点地区",
                    Tier::Province | Tier::Nation => "个省份",
                };
                format!("{counted} / {units} {unit}")
            }
            Lang::En => {
                let unit = match indicator.tier {
                    Tier::County => "counties",
                    Tier::Region => "pilot regions",
                    Tier::Province | Tier::Nation => "provinces",
                };
                format!("{counted} / {units} {unit}")
            }
        }
    }

    /// What a sum of the units below is called; the scopes may differ (semantics 18).
    pub fn sum_below_label(self, of: &UnitRef) -> &'static str {
        match of.level {
            Level::Nation => self.pick(
                "试点区县合计（范围不同）",
                "Sum of the pilot counties (a different scope)",
            ),
            Level::County | Level::Prefecture | Level::Province => self.sum_below(),
        }
    }

    /// A unit's place among the divisions.
    pub fn level_of(self, unit: &UnitRef) -> &'static str {
        match (unit.level, unit.is_region, unit.is_pilot_county) {
            (Level::Nation, ..) => self.nation(),
            (_, true, _) => self.region(),
            (Level::Province, ..) => self.pick("省级", "Province"),
            (Level::Prefecture, ..) => self.prefecture(),
            (Level::County, _, true) => self.pilot_county(),
            (Level::County, _, false) => self.county(),
        }
    }

    /// A tier.
    pub fn tier(self, tier: Tier) -> &'static str {
        match tier {
            Tier::County => self.county(),
            Tier::Region => self.region(),
            Tier::Province => self.province(),
            Tier::Nation => self.nation(),
        }
    }

    /// What is said everywhere about figures that no unit has filed.
    pub fn holding_band(self, holding: Holding) -> Option<&'static str> {
        match holding {
            Holding::Real => None,
            Holding::Published => Some(self.published_band()),
            Holding::Demo => Some(self.demo_band()),
        }
    }

    /// A role.
    pub fn role_name(self, role: Role) -> &'static str {
        match role {
            Role::Reporter => self.role_reporter(),
            Role::Reviewer => self.role_reviewer(),
            Role::Evaluator => self.role_evaluator(),
            Role::Leader => self.role_leader(),
            Role::Administrator => self.role_administrator(),
        }
    }

    /// A frequency.
    pub fn frequency(self, frequency: Frequency) -> &'static str {
        match frequency {
            Frequency::Monthly => self.monthly(),
            Frequency::HalfYear => self.half_yearly(),
            Frequency::Annual => self.yearly(),
            Frequency::AsAt => self.as_at(),
        }
    }

    /// How surely the text asks for an indicator.
    pub fn basis_of(self, basis: Basis) -> &'static str {
        match basis {
            Basis::Explicit => self.basis_explicit(),
            Basis::Inferred => self.basis_inferred(),
            Basis::Supporting => self.basis_supporting(),
            Basis::Activity => self.basis_activity(),
        }
    }

    /// Where a return stands.
    pub fn stage_of(self, stage: Option<Stage>) -> &'static str {
        match stage {
            None => self.not_begun(),
            Some(Stage::Draft) => self.stage_draft(),
            Some(Stage::Submitted) => self.stage_submitted(),
            Some(Stage::SentBack) => self.stage_sent_back(),
            Some(Stage::Accepted) => self.stage_accepted(),
        }
    }

    /// What happened to a return, by the action's code.
    pub fn did(self, action: &str) -> String {
        match action {
            "save_draft" => self.did_save_draft(),
            "fill_below" => self.did_fill_below(),
            "submit" => self.did_submit(),
            "withdraw" => self.did_withdraw(),
            "accept" => self.did_accept(),
            "confirm" => self.did_confirm(),
            "close_period" => self.did_close_period(),
            "reopen_period" => self.did_reopen_period(),
            "send_back" => self.did_send_back(),
            "import" => self.did_import(),
            "comment" => self.did_comment(),
            "settle_comment" => self.did_settle_comment(),
            "add_evidence" => self.did_add_evidence(),
            "remove_evidence" => self.did_remove_evidence(),
            other => other,
        }
        .to_owned()
    }
}
