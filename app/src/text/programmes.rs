//! What is said about programmes: by when, until when, how often reviewed; and closed months.

use super::Words;
use super::words::fixed;
use crate::ask::programmes::{Closed, Did};
use kpi::Period;
use kpi::catalogue::{Lang, programme};
use kpi::setting::{Deadline, ProgrammeSetting, ReviewLevels};

fixed! {
    nav_programmes: "方案", "Programmes";
    programmes: "方案与期限", "Programmes and deadlines";
    programmes_note: "各方案的报送期限、审核级数、应报到哪个月，以及已关闭的月份。", "By when the returns of each programme are due, how often they are reviewed, until which month they are owed, and which months are closed.";
    settings_heading: "现行设定", "What applies now";
    deadline_day: "截止日（次月几日，1–28）", "Day of the next month, 1 to 28";
    deadline_hour: "截止时刻（1–24 时）", "Hour at which it closes, 1 to 24";
    review_levels: "审核级数", "Levels of review";
    levels_one: "一级：上一级接收", "One: the unit above accepts";
    levels_two: "两级：上一级接收，再上一级确认", "Two: the unit above accepts, the one above that confirms";
    owed_months: "应报月份", "Months owed";
    last_owed: "最后应报月（留空：一直应报，直到关闭方案）", "Last month owed (empty: until the programme is closed)";
    nothing_is_owed: "自愿填报，不设应报月份", "Filed by choice, owed for no month";
    change_setting: "修改", "Change";
    setting_kept: "设定已保存，即时生效。", "The setting has been saved and applies from now on.";
    closed_heading: "已关闭的月份", "Closed months";
    closed_note: "月份关闭后，不能报送、撤回、接收、确认或退回；草稿仍可保存，填的数不会丢。", "In a closed month nothing can be submitted, withdrawn, accepted, confirmed or sent back. Drafts can still be saved, so nothing typed is lost.";
    no_month_closed: "没有已关闭的月份。", "No month is closed.";
    close_month: "关闭月份", "Close a month";
    close_month_note: "对本级和所有下级生效。", "For your unit and all below it.";
    reopen_month: "重新开放", "Open again";
    closed_by: "由谁关闭", "Closed by";
    period_closed: "月份已关闭。", "The month has been closed.";
    period_reopened: "月份已重新开放。", "The month is open again.";
    log_heading: "改动记录", "Log";
    log_empty: "还没有改动：各方案均为默认设定。", "Nothing has been changed: every programme keeps the default.";
    log_what: "改动", "What";
    did_close_period: "关闭月份", "closed the month";
    did_reopen_period: "重新开放月份", "opened the month again";
    month_closed_mark: "已关闭", "closed";
    month_closed_heading: "本月已关闭", "This month is closed";
}

impl Words {
    /// A programme's name.
    pub fn programme_name(self, code: &str) -> String {
        programme(code).map_or_else(|| code.to_owned(), |known| known.name(self.0).to_owned())
    }

    /// 次月 5 日 24:00 / the 5th of the next month, 24:00
    pub fn deadline_rule(self, setting: &ProgrammeSetting) -> String {
        let (day, hour) = (setting.deadline_day, setting.deadline_hour);
        match self.0 {
            Lang::Zh => format!("次月 {day} 日 {hour:02}:00"),
            Lang::En => {
                let tail = match (day, day % 10) {
                    (11..=13, _) => "th",
                    (_, 1) => "st",
                    (_, 2) => "nd",
                    (_, 3) => "rd",
                    _ => "th",
                };
                format!("the {day}{tail} of the next month, {hour:02}:00")
            }
        }
    }

    /// 2020年12月5日 24:00 / 5 December 2020 24:00
    pub fn deadline_at(self, deadline: Deadline) -> String {
        format!("{} {:02}:00", self.day(deadline.day), deadline.hour)
    }

    /// 12月5日 24:00 / 5 Dec 24:00
    pub fn short_deadline(self, deadline: Deadline) -> String {
        format!("{} {:02}:00", self.short_day(deadline.day), deadline.hour)
    }

    /// The levels of review.
    pub fn levels(self, levels: ReviewLevels) -> &'static str {
        match levels {
            ReviewLevels::One => self.levels_one(),
            ReviewLevels::Two => self.levels_two(),
        }
    }

    /// 2020年1月至2020年12月 / January 2020 to December 2020; 起 / on where there is no end.
    pub fn owed_from_to(self, first: Option<Period>, last: Option<Period>) -> String {
        match (first, last, self.0) {
            (None, _, _) => self.nothing_is_owed().to_owned(),
            (Some(first), Some(last), Lang::Zh) => {
                format!("{}至{}", self.month(first), self.month(last))
            }
            (Some(first), Some(last), Lang::En) => {
                format!("{} to {}", self.month(first), self.month(last))
            }
            (Some(first), None, Lang::Zh) => {
                format!("{}起，直到管理员关闭方案", self.month(first))
            }
            (Some(first), None, Lang::En) => format!(
                "from {} until an administrator closes the programme",
                self.month(first)
            ),
        }
    }

    /// What was done to a programme, with what changed.
    pub fn programme_deed(self, did: &Did) -> String {
        match did {
            Did::Set { from, to } => self.setting_changes(from, to),
            Did::Closed { unit, period } => format!(
                "{}{}{} {}",
                self.did_close_period(),
                self.pick("：", ": "),
                self.month(*period),
                self.of(&unit.name)
            ),
            Did::Reopened { unit, period } => format!(
                "{}{}{} {}",
                self.did_reopen_period(),
                self.pick("：", ": "),
                self.month(*period),
                self.of(&unit.name)
            ),
        }
    }

    fn setting_changes(self, from: &ProgrammeSetting, to: &ProgrammeSetting) -> String {
        let last = |setting: &ProgrammeSetting| match setting.last_owed {
            Some(period) => self.month(period),
            None => self.pick("不设", "none").to_owned(),
        };
        let number = |setting: &ProgrammeSetting| setting.review_levels.number().to_string();
        let parts = [
            (
                self.deadline(),
                self.deadline_rule(from),
                self.deadline_rule(to),
            ),
            (self.review_levels(), number(from), number(to)),
            (
                self.pick("最后应报月", "Last month owed"),
                last(from),
                last(to),
            ),
        ];
        let changed: Vec<String> = parts
            .into_iter()
            .filter(|(_, from, to)| from != to)
            .map(|(what, from, to)| format!("{what}{}{from} → {to}", self.pick("：", ": ")))
            .collect();
        changed.join(self.pick("；", "; "))
    }

    /// Who closed a month, when and why, and whom to ask.
    pub fn month_is_closed(self, closed: &Closed) -> (String, String) {
        let (unit, by, at) = (self.of(&closed.unit), &closed.by, self.moment(closed.at));
        let because = &closed.because;
        let help = match self.0 {
            Lang::Zh => format!(
                "{unit}管理员{by}于 {at} 关闭了本月，理由：{because}。所填内容已保存为草稿；如需重新开放，请联系该管理员。"
            ),
            Lang::En => format!(
                "It was closed by {by}, administrator of {unit}, on {at}: {because}. What was typed is kept as a draft; ask this administrator if it has to be opened again."
            ),
        };
        (self.month_closed_heading().to_owned(), help)
    }
}
