//! What the form of a return says while it is filled: what is carried over, what is asked about,
//! what became of it.

use super::words::words;
use super::{Words, count};
use kpi::catalogue::{Lang, catalogue};
use kpi::draft::{Cell, FALL, JUMP, Origin, Why};
use kpi::fault::{Broken, Reason};
use kpi::fraction::Fraction;
use kpi::suppression::WITHHELD;

words! {
    confirm_all: "我已核对：以上沿用数本期没有变化", "I have checked: the figures carried over have not changed";
    check_and_submit: "核对并报送", "Check and submit";
    check_heading: "报送前核对", "Check before submitting";
    back_to_form: "返回修改", "Back to the form";
    carried_mark: "沿用，未确认", "carried, not confirmed";
    not_confirmed: "，未确认", ", not confirmed";
    confirmed_mark: "沿用，已确认", "carried, confirmed";
    typed_mark: "手填", "typed";
    why_real_change: "真实变化", "Real change";
    why_entry_error: "录入错误", "Entry error";
    why_definition_changed: "口径变化", "Definition changed";
    why_note: "说明", "In your words";
    why_note_needed: "说明（必填）", "In your words (needed)";
    questions_heading: "需要说明的", "To be explained";
    answer_heading: "填报说明", "Answers";
    asked_of_you: "请选择一项；所填数不会被改动。", "Choose one; your figure is left as it is.";
    head_of_unit: "单位负责人", "Head of the unit";
    phone: "联系电话", "Phone";
    filled_by: "填表人", "Filled in by";
    reported_on: "报出日期", "Reported on";
    filing_unit: "填报单位（盖章）", "Filing unit (seal)";
    seal: "（盖章处）", "(seal)";
    signature: "签名", "Signature";
    receipt: "报送回执", "Receipt";
    receipt_number: "回执编号", "Receipt number";
    receipt_time: "报送时间", "Submitted at";
    fingerprint: "指纹（SHA-256）", "Fingerprint (SHA-256)";
    receipt_help: "回执可以打印盖章；数字一变，指纹就变。", "The receipt can be printed and sealed; the fingerprint changes with any figure.";
    receipt_overtaken: "这一版之后又报送过新的版本。", "A later version has been submitted since.";
    receipt_counts: "这一版的数字正在生效。", "The figures of this version count.";
    receipt_waiting: "已送审核员，等待审核。", "It lies with the reviewer.";
    receipt_past: "这一版的数字现在不生效。", "The figures of this version do not count now.";
    read_return: "查看报表", "Read the return";
    read_receipt: "回执", "Receipt";
    form_number: "表号", "Form";
    authority: "制定机关", "Issued by";
    form_authority: "国家卫生健康委等九部门（国卫办疾控函〔2020〕336号）", "National Health Commission and eight departments (Letter [2020] No. 336)";
    serial: "序号", "No.";
    measured_in: "计量单位", "Unit";
    figure_column: "本期数", "Figure";
    note_column: "备注", "Note";
    origin_column: "来源", "From";
    keep_saving: "正在保存……", "Saving…";
    keep_waiting: "有未保存的改动", "Changes not saved yet";
    keep_idle: "改动会自动保存", "Changes save themselves";
    keep_offline: "网络已断：所填已存在本机，联网后自动发送", "No network: what you type is kept in this browser and sent when it returns";
    keep_signed_out: "登录已过期：所填已存在本机，重新登录后自动发送。", "Your session has ended: what you typed is kept in this browser and sent after you sign in again.";
    sign_in_again: "重新登录", "Sign in again";
    keep_file: "存为文件", "Save as a file";
    read_file: "从文件恢复", "Restore from a file";
    file_restored: "已从文件恢复，请核对。", "Restored from the file; please check.";
    file_other: "这个文件不是本报表的草稿，未作改动。", "This file is not a draft of this return; nothing was changed.";
    restored: "已恢复本机上未发送的内容。", "What this browser had kept unsent is back.";
    not_while_offline: "网络已断，暂时不能报送；所填已存在本机。", "There is no network, so this cannot be sent now; what you typed is kept in this browser.";
    settle_first: "请先处理与他人改动冲突的数。", "Please settle the figures that somebody else has changed too.";
    take_mine: "用我填的", "Take mine";
    take_theirs: "保留对方的", "Keep theirs";
    clash_heading: "这些数别人也改了", "Somebody else has changed these too";
    clash_help: "其余内容已保存。请逐项选择，再继续。", "Everything else is saved. Choose for each, then go on.";
    clash_base: "打开时", "When opened";
    clash_mine: "您填的", "Yours";
    clash_theirs: "对方填的", "Theirs";
    reviewer_asks: "审核意见：", "The reviewer:";
    blank_cell: "空", "blank";
    resume_heading: "登录已过期", "Your session has ended";
    resume_help: "所填内容还在这一页里：登录后接着保存，不会丢失。", "What you typed is still on this page: sign in and it goes on from here.";
    resume: "登录并继续", "Sign in and go on";
    already_confirmed: "没有沿用而未确认的数", "Nothing is carried over unconfirmed";
}

impl Words {
    /// 沿用 2020年10月 / carried from October 2020
    pub fn origin(self, origin: Origin) -> String {
        match (origin, self.0) {
            (Origin::Accepted(period), Lang::Zh) => format!("沿用{}", self.month(period)),
            (Origin::Accepted(period), Lang::En) => format!("carried from {}", self.month(period)),
            (Origin::Official, _) => self.official_count().to_owned(),
            (Origin::Calendar, Lang::Zh) => "由日历推算".to_owned(),
            (Origin::Calendar, Lang::En) => "from the calendar".to_owned(),
        }
    }

    /// 已填 14 / 18 · 手填 5 · 沿用 9 · 需说明 1
    pub fn burden(
        self,
        filled: (usize, usize),
        typed: usize,
        reused: usize,
        open: usize,
    ) -> String {
        let (filled, due) = filled;
        let mut line = match self.0 {
            Lang::Zh => format!("已填 {filled} / {due} · 手填 {typed} · 沿用 {reused}"),
            Lang::En => format!("{filled} of {due} filled · {typed} typed · {reused} reused"),
        };
        if open > 0 {
            line.push_str(&match self.0 {
                Lang::Zh => format!(" · 需说明 {open}"),
                Lang::En => format!(" · {open} to be explained"),
            });
        }
        line
    }

    /// 无变化：本组沿用的 4 个数已核对
    pub fn confirm_group(self, carried: usize) -> String {
        match (self.0, carried) {
            (Lang::Zh, _) => format!("无变化：本组沿用的 {carried} 个数已核对"),
            (Lang::En, 1) => "No change: the figure carried over here is right".to_owned(),
            (Lang::En, _) => {
                format!("No change: the {carried} figures carried over here are right")
            }
        }
    }

    /// 本组其余 4 个发生数为 0
    pub fn zero_group(self, blank: usize) -> String {
        match (self.0, blank) {
            (Lang::Zh, _) => format!("没有发生：本组空着的 {blank} 个数为 0"),
            (Lang::En, 1) => "Nothing happened: the blank figure here is 0".to_owned(),
            (Lang::En, _) => format!("Nothing happened: the {blank} blank figures here are 0"),
        }
    }

    /// Whether nothing is left to confirm in a group.
    pub fn confirmed_group(self) -> &'static str {
        self.already_confirmed()
    }

    /// 已保存 2020-12-03 10:42 (UTC+8)
    pub fn kept_at(self, at: chrono::DateTime<chrono::Utc>) -> String {
        format!("{} {}", self.pick("已保存", "Saved"), self.moment(at))
    }

    /// What somebody answered to a warning.
    pub fn why(self, why: Why) -> &'static str {
        match why {
            Why::RealChange => self.why_real_change(),
            Why::EntryError => self.why_entry_error(),
            Why::DefinitionChanged => self.why_definition_changed(),
        }
    }

    /// What stands in a cell, in words that can stand alone.
    pub fn cell(self, cell: &Cell) -> String {
        match cell.is_blank() {
            true => self.blank_cell().to_owned(),
            false => crate::pages::cell_text(self, cell),
        }
    }

    /// A change of a cell as the history keeps it: `was` or `became`.
    pub fn told(self, text: &str) -> String {
        let mut text = text.to_owned();
        for (code, name) in [
            (WITHHELD, self.withheld()),
            ("[na]", self.empty_na()),
            ("[not_yet]", self.empty_not_yet()),
            ("[not_collected]", self.empty_not_collected()),
        ] {
            text = text.replace(code, name);
        }
        for why in Why::ALL {
            text = text.replace(why.code(), self.why(why));
        }
        match text.is_empty() {
            true => self.blank_cell().to_owned(),
            false => text,
        }
    }

    /// What a change in the history is about: a data element, or the answer to a warning.
    pub fn changed_thing(self, code: &str) -> String {
        let element = code
            .strip_prefix(FALL)
            .map(str::to_owned)
            .or_else(|| {
                let indicator = catalogue().indicator(code.strip_prefix(JUMP)?)?;
                Some(indicator.numerator_element.clone())
            })
            .or_else(|| {
                let rule = catalogue().rules().iter().find(|rule| rule.id == code)?;
                rule.place().map(str::to_owned)
            });
        match element {
            Some(element) => format!("{} · {}", self.answer_heading(), self.element(&element)),
            None => self.element(code),
        }
    }

    /// The sentence about a fall or a jump, which stand in no catalogue.
    pub(super) fn unusual(self, broken: &Broken) -> Option<String> {
        let figure = |at: usize| broken.figures.get(at).map_or(0, |(_, figure)| *figure);
        if let Some(element) = broken.rule.strip_prefix(FALL) {
            let (now, before) = (figure(0), figure(1));
            let name = self.element(element);
            let (less, now, before) = (count(before - now), count(now), count(before));
            return Some(match self.0 {
                Lang::Zh => format!("{name}较上次减少 {less}（{before} → {now}）：请说明。"),
                Lang::En => {
                    format!("{name} is {less} lower than last time ({before} → {now}): say why.")
                }
            });
        }
        let indicator = catalogue().indicator(broken.rule.strip_prefix(JUMP)?)?;
        let points = catalogue()
            .jumps()
            .iter()
            .find(|(code, _)| *code == indicator.code)
            .map_or(0, |(_, points)| *points);
        let rate = |x: i64, n: i64| {
            Fraction::new(i128::from(x), i128::from(n))
                .map(|rate| format!("{}%", rate.times(100).rounded(2)))
                .unwrap_or_default()
        };
        let (now, before) = (rate(figure(0), figure(1)), rate(figure(2), figure(3)));
        let name = self.of(&indicator.short);
        Some(match self.0 {
            Lang::Zh => {
                format!("{name}由 {before} 变为 {now}，变动超过 {points} 个百分点：请说明。")
            }
            Lang::En => format!(
                "{name} went from {before} to {now}, by more than {points} points: say why."
            ),
        })
    }

    /// The sentence about what is missing before a return can be submitted.
    pub(super) fn unfinished(self, name: &str, reason: &Reason) -> String {
        match (reason, self.0) {
            (Reason::Unconfirmed { carried, origin }, Lang::Zh) => format!(
                "{name}的 {carried}（{}）还没有确认：没有变化请勾选，有变化请改数。",
                self.origin(*origin)
            ),
            (Reason::Unconfirmed { carried, origin }, Lang::En) => format!(
                "{name}: {carried} ({}) is not confirmed yet. Tick \"no change\", or enter the new figure.",
                self.origin(*origin)
            ),
            (Reason::Unanswered(broken), Lang::Zh) => {
                format!(
                    "{}（请在“真实变化、录入错误、口径变化”中选一项。）",
                    self.broken(broken)
                )
            }
            (Reason::Unanswered(broken), Lang::En) => format!(
                "{} (Choose real change, entry error or definition changed.)",
                self.broken(broken)
            ),
            (Reason::EntryError(_), Lang::Zh) => {
                format!("{name}选了“录入错误”，数字还没有改：请更正后再报送。")
            }
            (Reason::EntryError(_), Lang::En) => {
                format!("{name} is marked as an entry error and still stands: correct it first.")
            }
            (Reason::WithoutWords(broken), Lang::Zh) => {
                format!("{}（请写明理由。）", self.broken(broken))
            }
            (Reason::WithoutWords(broken), Lang::En) => {
                format!("{} (Give the reason in words.)", self.broken(broken))
            }
            _ => String::new(),
        }
    }
}
