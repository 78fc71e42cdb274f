//! What is said around questions about figures.

use super::Words;
use super::words::fixed as words;
use crate::ask::questions::{Act, Because, Came, LONGEST_WORDS, QuestionFault, QuestionState};
use kpi::catalogue::Lang;

words! {
    questions: "数据提问", "Questions";
    question_one: "提问", "Question";
    questions_lead: "对某些数字的提问、填报单位的答复和最后的结果，都留有记录，不能改写。", "What was asked about figures, what the unit answered and what came of it: on record, and never rewritten.";
    questions_none: "没有提问。", "There are no questions.";
    questions_waiting: "条提问等待答复", "questions wait for an answer";
    ask_question: "提问", "Ask";
    ask_words: "想问什么", "What do you want to know?";
    ask_words_hint: "填报单位会看到。请只问事实，不作判断。", "The unit reads this. Ask about facts, and judge nothing.";
    ask_default: "请核实这些数字：是真实变化、录入错误，还是口径有变？", "Please look at these figures again: a real change, a slip of typing, or another definition?";
    asked_figures: "问到的数字", "The figures asked about";
    figure_then: "提问时", "When asked";
    figure_now: "现在", "Now";
    figure_changed: "已更正", "corrected";
    open_return_link: "打开报表", "Open the return";
    correct_return_link: "打开报表更正", "Open the return and correct it";
    thread: "问与答", "What was said";
    question_answer_heading: "答复", "Answer";
    answer_words: "说明（选“其他”时必填）", "In words (needed for \"something else\")";
    answer_evidence: "佐证（可写文件名、文号，或指明附在哪份报表）", "Evidence (a file, a document's number, or the return it lies beside)";
    answer_entry_error_hint: "若是录入错误，请先打开报表更正并报送，再在这里答复。", "If it was a slip, open the return, correct and submit it, then answer here.";
    send_answer: "提交答复", "Send the answer";
    follow_up_heading: "追问", "Ask on";
    send_follow_up: "追问", "Ask on";
    close_heading: "办结", "Close";
    close_outcome: "结果", "Outcome";
    close_words: "说明", "In words";
    send_close: "办结", "Close the question";
    question_last: "最近", "Last";
    question_asked_at: "提问时间", "Asked";
    any_question_state: "全部", "Any";
    question_asked_done: "已提问，填报单位会在“我的报表”看到。", "Asked; the unit finds it among its returns.";
    question_answered_done: "答复已提交。", "The answer has been sent.";
    question_followed_done: "追问已提交。", "Asked on.";
    question_closed_done: "提问已办结。", "The question is closed.";
    ask_about_value: "对这个数提问", "Ask about this figure";
    no_figures_to_ask: "这个月没有已接收的数字可问。", "Nothing was accepted for this month that could be asked about.";
    asked_by_signs: "由这些规则提示", "Prompted by these rules";
    evidence_said: "佐证", "Evidence";
}

impl Words {
    /// Where a question stands.
    pub fn question_state_name(self, state: QuestionState) -> &'static str {
        match state {
            QuestionState::Open => self.pick("待答复", "Waits for an answer"),
            QuestionState::Answered => self.pick("已答复", "Answered"),
            QuestionState::Closed => self.pick("已办结", "Closed"),
        }
    }

    /// What the unit answers.
    pub fn because(self, because: Because) -> &'static str {
        match because {
            Because::RealChange => self.pick("真实变化", "A real change"),
            Because::EntryError => self.pick("录入错误", "A slip of typing"),
            Because::DefinitionChanged => self.pick("口径变化", "Counted otherwise"),
            Because::Other => self.pick("其他", "Something else"),
        }
    }

    /// What came of a question.
    pub fn came(self, came: Came) -> &'static str {
        match came {
            Came::Confirmed => self.pick("经核实与报告一致", "Confirmed as reported"),
            Came::Corrected => self.pick("已更正", "Corrected"),
            Came::DefinitionDiffers => self.pick("口径不同", "Another definition"),
            Came::FalseAlarm => self.pick("误报", "False alarm"),
            Came::NotSettled => self.pick("未能查清", "Not settled"),
        }
    }

    /// What was done with a question.
    pub fn question_act(self, act: Act) -> String {
        let colon = self.pick("：", ": ");
        match act {
            Act::Asked => self.pick("提问", "Asked").to_owned(),
            Act::FollowedUp => self.pick("追问", "Asked on").to_owned(),
            Act::Answered(because) => {
                let answered = self.pick("答复", "Answered");
                format!("{answered}{colon}{}", self.because(because))
            }
            Act::Closed(came) => {
                let closed = self.pick("办结", "Closed");
                format!("{closed}{colon}{}", self.came(came))
            }
        }
    }

    /// 3 条提问等待答复 / 3 questions wait for an answer
    pub fn questions_wait(self, open: i64) -> String {
        match (self.0, open) {
            (Lang::Zh, _) => format!("{open} {}", self.questions_waiting()),
            (Lang::En, 1) => "1 question waits for an answer".to_owned(),
            (Lang::En, _) => format!("{open} {}", self.questions_waiting()),
        }
    }

    /// Title and help of a fault about a question.
    pub fn question_fault(self, fault: QuestionFault) -> (String, String) {
        let (zh, en): ((String, &str), (String, &str)) = match fault {
            QuestionFault::NoWords => (
                (
                    "请写明内容".to_owned(),
                    "没有保存。返回后写上几句话再提交。",
                ),
                (
                    "Say it in words".to_owned(),
                    "Nothing was kept. Go back and write a few words.",
                ),
            ),
            QuestionFault::TooLong(length) => (
                (
                    format!("内容太长：{length} 字，最多 {LONGEST_WORDS} 字"),
                    "没有保存。返回后原文还在，请缩短。",
                ),
                (
                    format!("Too long: {length} characters, at most {LONGEST_WORDS}"),
                    "Nothing was kept. Go back, where it still stands, and shorten it.",
                ),
            ),
            QuestionFault::NoAnswer => (
                (
                    "请选择一种答复".to_owned(),
                    "没有保存。返回后在真实变化、录入错误、口径变化、其他中选一项。",
                ),
                (
                    "Choose an answer".to_owned(),
                    "Nothing was kept. Go back and choose one of the four.",
                ),
            ),
            QuestionFault::NoOutcome => (
                (
                    "请选择结果".to_owned(),
                    "没有保存。返回后选择这条提问的结果。",
                ),
                (
                    "Choose an outcome".to_owned(),
                    "Nothing was kept. Go back and choose what came of it.",
                ),
            ),
            QuestionFault::Closed => (
                (
                    "这条提问已办结".to_owned(),
                    "办结后不能再写。如有新情况，请另提一问。",
                ),
                (
                    "This question is closed".to_owned(),
                    "Nothing more can be said to it. Ask a new one if something is new.",
                ),
            ),
            QuestionFault::NoFigures => (
                (
                    "这里没有已接收的数字".to_owned(),
                    "没有数字可问。请换一个月份，或催报。",
                ),
                (
                    "Nothing was accepted there".to_owned(),
                    "There is no figure to ask about. Choose another month.",
                ),
            ),
        };
        match self.0 {
            Lang::Zh => (zh.0, zh.1.to_owned()),
            Lang::En => (en.0, en.1.to_owned()),
        }
    }
}
