//! What is wrong, where, and what to do.

use super::{Words, count};
use crate::refusal::{NotNow, Refusal, Unreadable};
use kpi::catalogue::{Lang, catalogue};
use kpi::draft::written;
use kpi::fault::{Broken, Fault, Reason};

impl Words {
    /// The name of a data element.
    pub fn element(self, code: &str) -> String {
        catalogue()
            .element(code)
            .map_or_else(|| code.to_owned(), |element| self.of(&element.name))
    }

    /// The sentence about a fault, to stand beside its cell.
    pub fn fault(self, fault: &Fault) -> String {
        let name = self.element(&fault.element);
        let figure = |code: &str, figure: i64| match catalogue().element(code) {
            Some(element) if element.value_type.decimals() > 0 => written(element, figure),
            _ => count(figure),
        };
        match (&fault.reason, self.0) {
            (Reason::Blank, Lang::Zh) => {
                format!("{name}还没有填：请填数字，或在“说明 · 没有数？”里选择原因。")
            }
            (Reason::Blank, Lang::En) => {
                format!(
                    "{name} is still blank: enter a figure, or choose under \"About · no figure?\" why there is none."
                )
            }
            (Reason::NotANumber { typed }, Lang::Zh) => {
                format!("{name}里的“{typed}”不是数字：请只填数字，如 1250。")
            }
            (Reason::NotANumber { typed }, Lang::En) => {
                format!("{name}: \"{typed}\" is not a number. Enter digits only, such as 1250.")
            }
            (Reason::Negative { typed }, Lang::Zh) => {
                format!("{name}不能是负数（填了 {typed}）：请填 0 或正数。")
            }
            (Reason::Negative { typed }, Lang::En) => {
                format!("{name} cannot be negative ({typed} was entered): enter 0 or more.")
            }
            (Reason::NotWhole { typed }, Lang::Zh) => {
                format!("{name}只能是整数（填了 {typed}）：请填整数。")
            }
            (Reason::NotWhole { typed }, Lang::En) => {
                format!(
                    "{name} is a whole number ({typed} was entered): enter it without decimals."
                )
            }
            (Reason::TooFine { typed, decimals }, Lang::Zh) => {
                format!("{name}最多 {decimals} 位小数（填了 {typed}）：请四舍五入后再填。")
            }
            (Reason::TooFine { typed, decimals }, Lang::En) => {
                format!("{name} takes at most {decimals} decimals ({typed} was entered): round it.")
            }
            (Reason::TooLarge { typed }, Lang::Zh) => {
                format!("{name}里的 {typed} 过大：请检查是否多输了数字。")
            }
            (Reason::TooLarge { typed }, Lang::En) => {
                format!("{name}: {typed} is too large. Check for extra digits.")
            }
            (Reason::NotYesNo { typed }, Lang::Zh) => {
                format!("{name}只能选“是”或“否”（填了 {typed}）。")
            }
            (Reason::NotYesNo { typed }, Lang::En) => {
                format!("{name} is yes or no (\"{typed}\" was entered).")
            }
            (Reason::WithoutReason, Lang::Zh) => format!("{name}选了“不适用”：请写明理由。"),
            (Reason::WithoutReason, Lang::En) => {
                format!("{name} is marked not applicable: say why.")
            }
            (Reason::FigureAndEmpty { typed }, Lang::Zh) => {
                format!("{name}既填了 {typed}，又选了没有数：请只留一样。")
            }
            (Reason::FigureAndEmpty { typed }, Lang::En) => {
                format!(
                    "{name} has both a figure ({typed}) and a reason for having none: keep one of them."
                )
            }
            (
                Reason::ExceedsWhole {
                    part,
                    whole_element,
                    whole,
                    accepted_in,
                },
                lang,
            ) => {
                let (part, whole_figure) =
                    (figure(&fault.element, *part), figure(whole_element, *whole));
                let whole = self.element(whole_element);
                match (lang, accepted_in) {
                    (Lang::Zh, None) => {
                        format!(
                            "{name} {part} 大于{whole} {whole_figure}：请核对两数，或先更正{whole}。"
                        )
                    }
                    (Lang::Zh, Some(since)) => format!(
                        "{name} {part} 大于{}接收的{whole} {whole_figure}：请核对，或在下面一并更新{whole}。",
                        self.month(*since)
                    ),
                    (Lang::En, None) => format!(
                        "{name} ({part}) exceeds {whole} ({whole_figure}): check both, or correct {whole} first."
                    ),
                    (Lang::En, Some(since)) => format!(
                        "{name} ({part}) exceeds {whole} as accepted for {} ({whole_figure}): check it, or update {whole} below.",
                        self.month(*since)
                    ),
                }
            }
            (
                Reason::BelowPart {
                    whole,
                    part_element,
                    part,
                    accepted_in,
                },
                lang,
            ) => {
                let (whole, part_figure) =
                    (figure(&fault.element, *whole), figure(part_element, *part));
                let (part, month) = (self.element(part_element), self.month(*accepted_in));
                match lang {
                    Lang::Zh => format!(
                        "{name} {whole} 小于{month}接收的{part} {part_figure}：请核对，或先更正{part}。"
                    ),
                    Lang::En => format!(
                        "{name} ({whole}) is below {part} as accepted for {month} ({part_figure}): check it, or correct {part} first."
                    ),
                }
            }
            (Reason::NotAsked, Lang::Zh) => format!("这张报表不填“{name}”：请删去。"),
            (Reason::NotAsked, Lang::En) => {
                format!("This return does not ask for \"{name}\": leave it out.")
            }
            (Reason::Rule(broken), _) => self.broken(broken),
            (
                unfinished @ (Reason::Unconfirmed { .. }
                | Reason::Unanswered(_)
                | Reason::EntryError(_)
                | Reason::WithoutWords(_)),
                _,
            ) => self.unfinished(&name, unfinished),
            (Reason::Rows { list, line, faults }, _) => self.rows_faulty(list, *line, *faults),
        }
    }

    /// The sentence about a broken rule, with its figures.
    pub fn broken(self, broken: &Broken) -> String {
        let rule = catalogue()
            .rules()
            .iter()
            .find(|rule| rule.id == broken.rule);
        let Some(rule) = rule else {
            return self.unusual(broken).unwrap_or_else(|| broken.rule.clone());
        };
        let mut sentence = self.of(&rule.message);
        for (reference, figure) in &broken.figures {
            sentence = sentence.replace(&format!("{{{reference}}}"), &count(*figure));
        }
        sentence
    }

    /// What a refusal says, and what to do about it.
    pub fn refusal(self, refusal: &Refusal) -> (String, String) {
        let (zh, en): ((&str, &str), (&str, &str)) = match refusal {
            Refusal::SignIn => (
                ("请先登录", "登录后会回到这一页。"),
                ("Please sign in", "You will come back to this page."),
            ),
            Refusal::WrongPassword => (
                ("账号或密码不对", "请再试一次；忘记密码请联系管理员重置。"),
                (
                    "Wrong account or password",
                    "Try again; your administrator can reset the password.",
                ),
            ),
            Refusal::Wait { seconds } => {
                return (
                    self.pick("尝试次数过多", "Too many attempts").to_owned(),
                    match self.0 {
                        Lang::Zh => format!("请 {seconds} 秒后再试。"),
                        Lang::En => format!("Try again in {seconds} seconds."),
                    },
                );
            }
            Refusal::Forbidden => (
                (
                    "无权查看或操作",
                    "这个地区或操作不在您的权限内。如有需要，请联系上级管理员。",
                ),
                (
                    "Not within your right",
                    "This unit or action is outside your right. Ask your administrator if you need it.",
                ),
            ),
            Refusal::Missing => (
                ("没有这一页", "请检查地址中的地区代码、指标或月份。"),
                (
                    "There is no such page",
                    "Check the unit code, the indicator or the month in the address.",
                ),
            ),
            Refusal::Stale => (
                (
                    "报表刚被别人改过",
                    "您填的数没有丢：请返回后刷新，核对新内容再保存。",
                ),
                (
                    "Somebody else has just changed this return",
                    "Your figures are not lost: go back, reload, compare and save again.",
                ),
            ),
            Refusal::Clashing(_) => (
                (
                    "有几个数别人也改了",
                    "其余内容已保存，您填的数没有丢：请返回后逐项选择。",
                ),
                (
                    "Somebody else has changed some of these figures",
                    "Everything else is saved and yours are not lost: go back and choose for each.",
                ),
            ),
            Refusal::Taken => (
                ("账号名已被使用", "请换一个账号名。"),
                ("This account name is taken", "Choose another name."),
            ),
            Refusal::NotNow(NotNow::Closed(closed)) => return self.month_is_closed(closed),
            Refusal::NotNow(when) => self.not_now(when),
            Refusal::Faulty(_) => (
                ("有几处需要更正", "已保存所填内容；请按提示更正后再报送。"),
                (
                    "Some figures need correcting",
                    "What you entered is saved; correct the marked figures and submit again.",
                ),
            ),
            Refusal::Talk(fault) => return self.talk_fault(fault),
            Refusal::Question(fault) => return self.question_fault(*fault),
            Refusal::Field(fault) => return self.field_fault(fault),
            Refusal::Unreadable(Unreadable::TooLarge { limit }) => {
                let megabytes = limit / 1_000_000;
                return (
                    self.pick("内容太大", "Too large").to_owned(),
                    match self.0 {
                        Lang::Zh => {
                            format!("一次最多 {megabytes} MB，未保存任何内容。请减小后再试。")
                        }
                        Lang::En => format!(
                            "At most {megabytes} MB at a time; nothing was saved. Send less and try again."
                        ),
                    },
                );
            }
            Refusal::Unreadable(Unreadable::NotUtf8) => (
                (
                    "文字编码不对",
                    "请用 UTF-8 编码（可能是 GBK）：另存为 UTF-8 后再试。未保存任何内容。",
                ),
                (
                    "Wrong text encoding",
                    "Use UTF-8 (this looks like GBK): save as UTF-8 and try again. Nothing was saved.",
                ),
            ),
            Refusal::Unreadable(Unreadable::NotTheForm) => (
                ("无法读懂请求", "请从页面上的表单提交。未保存任何内容。"),
                (
                    "The request cannot be read",
                    "Please use the form on the page. Nothing was saved.",
                ),
            ),
            Refusal::Unreadable(Unreadable::OtherSite) => (
                ("请求来自其他网站", "为安全起见未执行。请从本系统页面操作。"),
                (
                    "The request came from another site",
                    "It was not carried out, for safety. Use the pages of this system.",
                ),
            ),
            Refusal::Busy => (
                ("暂时连不上", "您填的内容还在；请稍后再试。"),
                (
                    "Cannot be reached just now",
                    "What you entered is still here; try again in a moment.",
                ),
            ),
            Refusal::Broken { incident } => {
                return (
                    self.pick("系统出错了", "Something broke").to_owned(),
                    match self.0 {
                        Lang::Zh => format!("未保存不完整的内容。请把编号 {incident} 告诉管理员。"),
                        Lang::En => format!(
                            "Nothing was half-saved. Tell your administrator the number {incident}."
                        ),
                    },
                );
            }
        };
        let (title, help) = match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        };
        (title.to_owned(), help.to_owned())
    }

    fn not_now(
        self,
        when: &NotNow,
    ) -> ((&'static str, &'static str), (&'static str, &'static str)) {
        match when {
            NotNow::Submitted => (
                ("报表已报送，正在审核", "要修改，请先撤回，或等审核员退回。"),
                (
                    "The return is in review",
                    "To change it, withdraw it first, or wait until it is sent back.",
                ),
            ),
            NotNow::NotSubmitted => (
                (
                    "报表不在待审核环节",
                    "它可能刚被撤回或已处理：请刷新后再看。",
                ),
                (
                    "The return is not in review",
                    "It may just have been withdrawn or dealt with: reload the page.",
                ),
            ),
            NotNow::NotToConfirm => (
                (
                    "报表不在待确认环节",
                    "它可能刚被处理或正在更正：请刷新后再看。",
                ),
                (
                    "The return does not wait for confirmation",
                    "It may just have been dealt with, or is being corrected: reload the page.",
                ),
            ),
            // Said with who, when and why; see `month_is_closed`.
            NotNow::Closed(_) => (
                ("本月已关闭", "请联系关闭它的管理员。"),
                (
                    "The month is closed",
                    "Ask the administrator who closed it.",
                ),
            ),
            NotNow::AlreadyTurned => (
                ("状态没有变化", "该月已经是这个状态：请刷新后再看。"),
                (
                    "Nothing to change",
                    "The month is in this state already: reload the page.",
                ),
            ),
            NotNow::ActWithoutReason => (
                ("须写明理由", "理由会记入日志。未作任何改动。"),
                (
                    "A reason is needed",
                    "It goes into the log. Nothing was changed.",
                ),
            ),
            NotNow::NotASetting => (
                (
                    "设定不合理",
                    "截止日为 1–28 日，时刻为 1–24 时；最后应报月不得早于首个应报月。未作任何改动。",
                ),
                (
                    "This cannot be set",
                    "The day is 1 to 28, the hour 1 to 24, and the last month owed is not before the first. Nothing was changed.",
                ),
            ),
            NotNow::Future => (
                ("这个月还没有到", "请等到该月再填。"),
                (
                    "This month has not come yet",
                    "Fill it in when the month has come.",
                ),
            ),
            NotNow::TooEarly => (
                ("月份太早", "2010年以前没有数据：请检查年份。"),
                (
                    "The month is too early",
                    "There is nothing before 2010: check the year.",
                ),
            ),
            NotNow::WithoutReason => (
                ("退回须写明原因", "请写出填报单位需要更正什么。"),
                (
                    "Sending back needs a reason",
                    "Say what the unit has to correct.",
                ),
            ),
            NotNow::CorrectionWithoutReason => (
                (
                    "更正须写明理由",
                    "本报表已接收：请写明更正理由后再报送。所填内容已保存。",
                ),
                (
                    "A correction needs a reason",
                    "This return has been accepted: say why it is corrected, then submit. What you entered is saved.",
                ),
            ),
            NotNow::NothingAsked => (
                ("这个月没有应报内容", "请检查地区、方案和月份。"),
                (
                    "Nothing is asked here in this month",
                    "Check the unit, the programme and the month.",
                ),
            ),
            NotNow::NotStricter => (
                ("目标不比上级更严", "只能设更高的目标或更早的期限。"),
                (
                    "The target is not stricter",
                    "Only a stricter target or an earlier day can be set.",
                ),
            ),
        }
    }
}
