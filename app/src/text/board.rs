//! What is said around the reporting board.

use super::Words;
use super::words::fixed;
use crate::ask::board::{Reminder, ReportingBoard};
use kpi::catalogue::Lang;
use kpi::fraction::Fraction;
use kpi::reporting::{Standing, reaches};
use kpi::thresholds::{COMPLETENESS_GOOD, TIMELINESS_GOOD, VALUES_GOOD};

fixed! {
    board: "报送看板", "Reporting board";
    board_lead: "哪些报表到了，哪些没到，该提醒谁。", "Which returns came, which did not, and whom to remind.";
    standing_accepted: "已接收", "Accepted";
    standing_submitted: "已报送", "Submitted";
    standing_sent_back: "已退回", "Sent back";
    standing_overdue: "逾期未报", "Overdue";
    standing_draft: "填报中", "Draft";
    standing_not_begun: "未开始", "Not begun";
    standing_not_owed: "不应报", "Not owed";
    came_late: "迟报", "late";
    expected: "应报", "Expected";
    received: "已收到", "Received";
    in_time: "按时", "In time";
    completeness: "报表完整率", "Completeness";
    timeliness: "报送及时率", "Timeliness";
    values_completeness: "数值完整率", "Completeness of values";
    values_held: "有数 / 应有", "Present / due";
    totals_heading: "本月各方案合计", "All programmes in this month";
    months_heading: "逐月合计", "Month by month";
    units_heading: "各单位", "Units";
    any_standing: "任何状态", "Any standing";
    all_ranks: "全部报送单位", "All units that file";
    remind_heading: "该提醒谁", "Whom to remind";
    remind_list: "提醒名单", "List of reminders";
    days_late: "已逾期天数", "Days overdue";
    account_column: "账号", "Account";
    person_column: "填报人", "Reporter";
    head_column: "最近一次报送的负责人", "Head on the last submission";
    phone_column: "最近一次报送的电话", "Telephone on the last submission";
    nothing_owed_here: "这些月份没有应报的报表。", "Nothing is owed for these months.";
    rates_method: "报表完整率＝已收到÷应报；报送及时率＝首次报送不晚于截止时刻÷应报（WHO、DHIS2口径）。一份报表只计一次；更正、退回后重报不改变首次报送的时间；首次接收之前被退回的，重新报送前不算收到；不应报的月份和不再是试点的单位在分子分母中都不计，所以不会超过100%。已锁定的月份仍是应报。数值完整率＝应填数据中有数的（含0）÷应填数据；“不适用”不计入分母，“暂缺”“未收集”和空白都算缺。", "Completeness is received ÷ expected; timeliness is first submitted by the deadline ÷ expected, as WHO and DHIS2 define them. A return counts once; a correction, or a return that comes again after it was sent back, does not change when it first came; one that was sent back before it ever counted is not received until it comes again. Months that are not owed and units that are no pilots any more stand on neither side, so no rate exceeds 100%. A closed month is still owed. Completeness of values is the due values that have a figure (zero included) ÷ the due values; \"not applicable\" leaves the denominator, \"not yet available\", \"not collected\" and blanks are missing.";
}

impl Words {
    /// How a return stands.
    pub fn standing(self, standing: Standing) -> &'static str {
        match standing {
            Standing::Accepted => self.standing_accepted(),
            Standing::Submitted => self.standing_submitted(),
            Standing::SentBack => self.standing_sent_back(),
            Standing::Overdue => self.standing_overdue(),
            Standing::Draft => self.standing_draft(),
            Standing::NotBegun => self.standing_not_begun(),
            Standing::NotOwed => self.standing_not_owed(),
        }
    }

    /// A rate in percent; a dash where there is none. Never rounded up to a whole that it is not.
    pub fn rate(self, rate: Option<Fraction>) -> String {
        match rate {
            None => "–".to_owned(),
            Some(rate) => {
                let percent = rate.times(100);
                format!("{}%", percent.rounded_beside(Fraction::whole(100), 1))
            }
        }
    }

    /// A rate against its threshold, as a word.
    pub fn reached_word(self, rate: Option<Fraction>, percent: i64) -> Option<&'static str> {
        rate.map(|rate| match reaches(rate, percent) {
            true => self.pick("达到", "reached"),
            false => self.pick("未达到", "not reached"),
        })
    }

    /// The thresholds, and whose they are.
    pub fn reporting_thresholds(self) -> String {
        match self.0 {
            Lang::Zh => format!(
                "参考线：报表完整率{COMPLETENESS_GOOD}%、报送及时率{TIMELINESS_GOOD}%（WHO数据质量工具的默认值）；数值完整率{VALUES_GOOD}%（本系统拟定）。"
            ),
            Lang::En => format!(
                "Thresholds: completeness {COMPLETENESS_GOOD}%, timeliness {TIMELINESS_GOOD}% (defaults of the WHO data quality tool); completeness of values {VALUES_GOOD}% (ours)."
            ),
        }
    }

    /// How many units reach the thresholds in the months shown.
    pub fn units_reaching(self, board: &ReportingBoard) -> String {
        let (complete, timely, owing) = board.units_good;
        match self.0 {
            Lang::Zh => format!(
                "近12个月，{owing}个有应报报表的单位中，{complete}个报表完整率达到{COMPLETENESS_GOOD}%，{timely}个报送及时率达到{TIMELINESS_GOOD}%。"
            ),
            Lang::En => format!(
                "Over these twelve months, of {owing} units that owe returns {complete} reach {COMPLETENESS_GOOD}% completeness and {timely} reach {TIMELINESS_GOOD}% timeliness."
            ),
        }
    }

    /// The deadline of the month, and whether it has passed.
    pub fn board_deadline(self, board: &ReportingBoard) -> String {
        let at = self.deadline_at(board.deadline);
        match (self.0, board.is_past) {
            (Lang::Zh, true) => format!("{}的报表截止于{at}，已过期。", self.month(board.period)),
            (Lang::Zh, false) => format!("{}的报表截止于{at}，还没到。", self.month(board.period)),
            (Lang::En, true) => format!(
                "The returns of {} were due by {at}.",
                self.month(board.period)
            ),
            (Lang::En, false) => format!(
                "The returns of {} are due by {at}, which has not come yet.",
                self.month(board.period)
            ),
        }
    }

    /// How many returns are awaited, of how many units.
    pub fn to_remind(self, (returns, units): (usize, usize)) -> String {
        match (self.0, returns) {
            (Lang::Zh, 0) => "近12个月应报的都已收到，没有要提醒的单位。".to_owned(),
            (Lang::En, 0) => {
                "Everything owed in these twelve months was received: nobody has to be reminded."
                    .to_owned()
            }
            (Lang::Zh, _) => {
                format!("近12个月有{units}个单位的{returns}份应报报表还没收到。名单列出单位、月份、截止时间、填报人账号和最近一次报送时留下的联系方式。")
            }
            (Lang::En, 1) => "One return owed in these twelve months has not been received. The list names the unit, month, deadline, the reporter's account and the contact left with the last submission.".to_owned(),
            (Lang::En, _) => format!(
                "{returns} returns of {units} units owed in these twelve months have not been received. The list names unit, month, deadline, the reporters' accounts and the contact left with the last submission."
            ),
        }
    }

    /// Days overdue; nothing before the deadline.
    pub fn days_overdue(self, reminder: &Reminder) -> String {
        match reminder.days_late {
            days if days >= 0 => days.to_string(),
            _ => String::new(),
        }
    }
}
