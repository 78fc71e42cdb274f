//! What is said on the desk, in review, and about versions.

use super::Words;
use super::words::fixed;
use crate::ask::returns::ReturnLine;
use crate::ask::review::{AtWork, Became, Confirmation, News, Side};
use kpi::catalogue::Lang;

fixed! {
    desk_sent_back: "退回给我的", "Sent back to me";
    desk_overdue: "逾期未报", "Overdue";
    desk_due: "当前应报", "Due now";
    desk_waiting: "等待审核", "Waiting for review";
    desk_done: "已完成", "Done";
    desk_confirm: "待确认（第二级）", "Waiting for your confirmation";
    desk_nothing_fits: "没有符合条件的报表。", "No return fits the filter.";
    nothing_awaited: "应报的都已报来。", "All that is owed has come.";
    any_programme: "全部方案", "Any programme";
    only_late: "只看逾期", "Overdue only";
    list: "清单", "List";
    changed_column: "变动", "Changed";
    warnings_column: "提示", "Warnings";
    submitted_at: "报送时间", "Submitted";
    new_mark: "新", "New";
    at_work_column: "正在填报", "At work";
    accept_ticked: "接收所选", "Accept the ticked ones";
    accept_ticked_note: "只有与上次接收相比没有变动、也没有提示的报表可以批量接收。", "Only returns that change nothing against what was accepted last, and raise no question, can be accepted together.";
    tick: "选择", "Tick";
    bulk_heading: "批量接收结果", "What became of the ticked returns";
    nothing_ticked: "没有选择报表。", "No return was ticked.";
    became_accepted: "已接收", "accepted";

    only_changes: "只看变动", "Show only what changed";
    was_column: "上次接收", "Last accepted";
    left_out: "未填", "left out";
    never_accepted: "此前未接收过", "never accepted before";
    remark: "意见", "Remark";
    add_remark: "写意见", "Add a remark";
    remark_on: "对此数的意见：", "Remark on ";
    remarks_heading: "逐项意见", "Remarks on single figures";
    overall_reason: "退回原因（总的；也可只在上表逐项写意见，填报单位会看到）", "Why it goes back (the whole; remarks on single figures above are enough too. The unit will read them)";
    confirm: "确认", "Confirm";
    confirmed_done: "已确认。", "Confirmed.";
    did_confirm: "确认", "confirmed";
    versions: "历次版本", "Versions";
    versions_link: "历次版本与对比", "Versions, and any two compared";
    version: "版本", "Version";
    version_counts: "现行有效", "counts now";
    no_versions: "还没有报送过。", "Nothing has been submitted yet.";
    only_one_version: "只有一个版本，没有可对比的。", "There is one version, and nothing to compare it with.";
    compare_versions: "对比", "Compare";
    compare_from: "从", "From";
    compare_to: "到", "To";
    submitted_by: "报送", "Submitted";
    what_became: "处理", "What became of it";
    side_file: "文件导入", "File";
    side_typed: "当前所填", "What is typed now";
    same_values: "两者完全相同。", "The two are the same.";
    not_said: "未填", "nothing";
    by_file: "文件", "file";
}

impl Words {
    /// 12月5日 24:00 截止，还有 2 天 15 小时 / due 5 Dec 24:00, 2 days 15 hours left
    pub fn deadline_of(self, line: &ReturnLine) -> String {
        let until = self.short_deadline(line.deadline);
        let left = self.time_left(line.minutes_left);
        match self.0 {
            Lang::Zh => format!("{until} 截止，{left}"),
            Lang::En => format!("due {until}, {left}"),
        }
    }

    /// 还有 2 天 15 小时, 逾期 3 天 / 2 days 15 hours left, 3 days overdue
    pub fn time_left(self, minutes: i64) -> String {
        let span = self.span(minutes.abs());
        match (self.0, minutes < 0) {
            (Lang::Zh, false) => format!("还有 {span}"),
            (Lang::Zh, true) => format!("逾期 {span}"),
            (Lang::En, false) => format!("{span} left"),
            (Lang::En, true) => format!("{span} overdue"),
        }
    }

    /// Days and hours; minutes in the last hour; days alone from a week on.
    fn span(self, minutes: i64) -> String {
        let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
        let part = |number: i64, zh: &str, one: &str, many: &str| match self.0 {
            Lang::Zh => format!("{number} {zh}"),
            Lang::En => format!("{number} {}", if number == 1 { one } else { many }),
        };
        let in_days = part(days, "天", "day", "days");
        let in_hours = part(hours, "小时", "hour", "hours");
        match (days, hours) {
            (0, 0) => part(rest, "分钟", "minute", "minutes"),
            (0, _) => in_hours,
            (7.., _) | (_, 0) => in_days,
            (_, _) => format!("{in_days} {in_hours}"),
        }
    }

    /// What a submitted return changes: 变动 3 项，提示 1 条
    pub fn news(self, news: News) -> String {
        let changed = self.changed_figures(news.changed);
        match (self.0, news.warnings) {
            (_, 0) => changed,
            (Lang::Zh, warnings) => format!("{changed}，提示 {warnings} 条"),
            (Lang::En, 1) => format!("{changed}, 1 warning"),
            (Lang::En, warnings) => format!("{changed}, {warnings} warnings"),
        }
    }

    /// 变动 3 项 / 3 figures changed; 没有变动 / nothing changed
    pub fn changed_figures(self, changed: usize) -> String {
        match (self.0, changed) {
            (Lang::Zh, 0) => "没有变动".to_owned(),
            (Lang::Zh, _) => format!("变动 {changed} 项"),
            (Lang::En, 0) => "nothing changed".to_owned(),
            (Lang::En, 1) => "1 figure changed".to_owned(),
            (Lang::En, _) => format!("{changed} figures changed"),
        }
    }

    /// What the reviewer's table shows: 42 项中 3 项与上次接收不同
    pub fn differs_of(self, changed: usize, all: usize) -> String {
        match (self.0, changed) {
            (Lang::Zh, 0) => format!("共 {all} 项，与上次接收的完全相同。"),
            (Lang::Zh, _) => format!("共 {all} 项，其中 {changed} 项与上次接收的不同。"),
            (Lang::En, 0) => {
                format!("{all} figures, all of them as they were accepted last.")
            }
            (Lang::En, 1) => {
                format!("1 of {all} figures differs from what was accepted last.")
            }
            (Lang::En, _) => {
                format!("{changed} of {all} figures differ from what was accepted last.")
            }
        }
    }

    /// 显示全部 42 项 / Show all 42
    pub fn show_all_of(self, all: usize) -> String {
        match self.0 {
            Lang::Zh => format!("显示全部 {all} 项"),
            Lang::En => format!("Show all {all}"),
        }
    }

    /// 3 条逐项意见 / 3 remarks
    pub fn remarks_count(self, remarks: usize) -> String {
        match (self.0, remarks) {
            (Lang::Zh, _) => format!("{remarks} 条逐项意见"),
            (Lang::En, 1) => "1 remark".to_owned(),
            (Lang::En, _) => format!("{remarks} remarks"),
        }
    }

    /// 3 份 / 3 returns
    pub fn returns_count(self, number: usize) -> String {
        match (self.0, number) {
            (Lang::Zh, _) => format!("{number} 份"),
            (Lang::En, 1) => "1 return".to_owned(),
            (Lang::En, _) => format!("{number} returns"),
        }
    }

    /// Where a return stands with the second level, as a sentence.
    pub fn confirmation(self, confirmation: &Confirmation) -> String {
        match (confirmation, self.0) {
            (Confirmation::Awaited(unit), Lang::Zh) => {
                format!("已接收，数字已生效；等待{}确认", self.of(&unit.name))
            }
            (Confirmation::Awaited(unit), Lang::En) => {
                format!(
                    "accepted, its figures count; waits for {}",
                    self.of(&unit.name)
                )
            }
            (Confirmation::Given(unit), Lang::Zh) => format!("已由{}确认", self.of(&unit.name)),
            (Confirmation::Given(unit), Lang::En) => {
                format!("confirmed by {}", self.of(&unit.name))
            }
        }
    }

    /// Who else is at work, before the names.
    pub fn at_work_lead(self, people: &[AtWork]) -> &'static str {
        match (self.0, people.len()) {
            (Lang::Zh, _) => "也在填报：",
            (Lang::En, _) => "Also at work: ",
        }
    }

    /// What became of one of several returns.
    pub fn became(self, what: &Became) -> String {
        match (what, self.0) {
            (Became::Accepted, _) => self.became_accepted().to_owned(),
            (Became::Left(news), Lang::Zh) => {
                format!("未接收，留待逐份审核：{}", self.news(*news))
            }
            (Became::Left(news), Lang::En) => {
                format!("not accepted, left for a closer look: {}", self.news(*news))
            }
            (Became::Refused(refusal), Lang::Zh) => {
                let (what, then) = self.refusal(refusal);
                format!("未接收：{what}。{then}")
            }
            (Became::Refused(refusal), Lang::En) => {
                let (what, then) = self.refusal(refusal);
                format!("not accepted: {what}. {then}")
            }
        }
    }

    /// A side of a comparison.
    pub fn side(self, side: Side) -> String {
        match (side, self.0) {
            (Side::Version(number), Lang::Zh) => format!("第 {number} 版"),
            (Side::Version(number), Lang::En) => format!("Version {number}"),
            (Side::File, _) => self.side_file().to_owned(),
            (Side::Typed, _) => self.side_typed().to_owned(),
        }
    }

    /// How many elements differ between two sides.
    pub fn sides_differ(self, differ: usize, all: usize) -> String {
        match (self.0, differ) {
            (_, 0) => self.same_values().to_owned(),
            (Lang::Zh, _) => format!("共 {all} 项，其中 {differ} 项不同。"),
            (Lang::En, 1) => format!("1 of {all} figures differs."),
            (Lang::En, _) => format!("{differ} of {all} figures differ."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_said_in_days_and_hours() {
        let (zh, en) = (Words(Lang::Zh), Words(Lang::En));
        for (minutes, chinese, english) in [
            (
                3 * 1440 + 15 * 60 + 7,
                "还有 3 天 15 小时",
                "3 days 15 hours left",
            ),
            (1440, "还有 1 天", "1 day left"),
            (61, "还有 1 小时", "1 hour left"),
            (5, "还有 5 分钟", "5 minutes left"),
            (-2 * 1440 - 60, "逾期 2 天 1 小时", "2 days 1 hour overdue"),
            (-40 * 1440 - 60, "逾期 40 天", "40 days overdue"),
        ] {
            assert_eq!(zh.time_left(minutes), chinese);
            assert_eq!(en.time_left(minutes), english);
        }
    }
}
