//! Field visits: what is said of a choice, of what was found, and of what cannot be.

use super::words::fixed;
use super::{Words, count};
use crate::ask::visits::{FieldFault, LONGEST_LINE, LONGEST_TEXT, OpenVisit};
use kpi::Indicator;
use kpi::catalogue::{Lang, catalogue};
use kpi::fraction::Fraction;
use kpi::joint_evaluation::{LEAST_DEPARTMENTS, NoEvaluation};
use kpi::sampling::ChosenBy;
use kpi::verification::{Basis, Factor, NoFinding, Reported};

fixed! {
    visits_title: "实地核查", "Field visits";
    visits_lead: "抽取要去核查的地区和村（社区）、学校等，登记看到的情况，与上报数对照。核查结果只在旁边显示，不改状态。", "Choose counties and the villages, schools and so on to go and look at, record what was found, and hold it against what was reported. What was found stands beside the status and never changes it.";
    no_visits: "还没有涉及本地区的核查。", "No visit concerns this unit yet.";
    visit_by: "核查单位", "Visited by";
    visit_month: "核查的月份", "Month visited";
    visit_units: "抽中地区", "Units chosen";
    visit_recorded: "已登记", "Recorded";
    visit_purpose: "事由", "Purpose";
    visit_chosen_at: "抽取时间", "Chosen at";
    choose_visit_heading: "抽取一次核查", "Choose whom to visit";
    choose_visit_help: "同一个种子、同一批数据，抽到的总是同一批地区和编号。种子留空则自动生成，并记录在案。", "The same seed on the same figures always chooses the same units and numbers. Left empty, a seed is made and kept.";
    visit_indicators: "核查哪些指标", "Which indicators";
    visit_same_tier: "一次核查的指标须同由区县、或同由试点地区负责。", "The indicators of one visit are all the counties', or all the pilot regions'.";
    how_many_units: "抽几个地区", "How many units";
    share_by_chance: "其中随机抽取占（%）", "Of them by chance (%)";
    share_by_chance_help: "其余按线索多少抽取。线索数是“值得核查”的线索条数、近 12 个月未接收的报表份数与被退回次数之和。", "The others by signal: signs that a figure is worth verifying, returns of the last twelve months that are missing, and times one went back.";
    how_many_each: "每个地区抽几处", "How many places in each";
    visit_seed: "种子（可空）", "Seed (may be empty)";
    seed_column: "种子", "Seed";
    choose_now: "抽取", "Choose";
    any_visited_indicator: "全部指标", "Any indicator";
    open_visit: "打开", "Open";
    weight_column: "线索数", "Signals";
    chosen_because: "抽中方式", "Chosen";
    inclusion_column: "入样概率", "Probability to be chosen";
    numbers_column: "抽中的编号", "Numbers drawn";
    numbers_help: "编号指该地区自己名册上的第几个，不放回抽取。", "A number is the place in the unit's own list; none is drawn twice.";
    no_list_size: "上报总数不明，未抽编号", "The total is unknown, so no numbers were drawn";
    reported_then: "抽取时上报", "Reported when chosen";
    visited_count: "核查了几处", "Places visited";
    reported_of_those: "其中名册上报为“有”的", "Of them, said to have it";
    reported_of_those_help: "没有名册可留空，按上报比例推算。", "Left empty where there is no list: the reported share then stands for them.";
    found_count: "看到有且在用", "Found, and in use";
    empty_count: "有但空置", "Stands empty";
    visit_day: "核查日期", "Day of the visit";
    visit_people: "核查人员", "Who went";
    visit_remark: "说明", "Remark";
    finding_reason: "更正理由", "Reason for the correction";
    record_finding: "登记", "Record";
    correct_finding: "更正", "Correct";
    nothing_recorded: "尚未登记", "Nothing recorded yet";
    recorded_by: "登记人", "Recorded by";
    earlier_records: "更正前的登记", "Recorded before";
    factor_column: "核查系数", "Verification factor";
    factor_help: "核查系数＝实地看到的 ÷ 上报的（世界卫生组织数据质量审查），空置的不计在内；大于 1.10 或小于 0.90 时标出。区间为有限总体 95% 区间。", "The verification factor is what was found over what was reported (WHO Data Quality Review); what stands empty is not counted. It is marked above 1.10 or below 0.90. Its 95% interval is that of a finite population.";
    factor_is_off: "偏差超过 10%", "off by more than 10%";
    factor_unknown: "无从对照：上报数不全或为零", "Nothing to hold it against: the figures reported are missing or zero";
    all_units_together: "各地区合计", "All units together";
    verified_heading: "实地核查结果", "What visits found";
    visit_chosen: "已抽取，种子和名单已记录。", "Chosen; the seed and the list are kept.";
    finding_recorded: "核查结果已登记。", "What was found has been recorded.";
}

impl Words {
    /// Why a unit was chosen.
    pub fn chosen_by(self, by: ChosenBy) -> &'static str {
        match by {
            ChosenBy::Signal => self.pick("按线索", "By signal"),
            ChosenBy::Chance => self.pick("随机", "By chance"),
        }
    }

    /// 42.86%（3/7）
    pub fn probability(self, share: Fraction) -> String {
        let (top, bottom) = share.parts();
        let percent = share.times(100).rounded(2);
        match self.0 {
            Lang::Zh => format!("{percent}%（{top}/{bottom}）"),
            Lang::En => format!("{percent}% ({top}/{bottom})"),
        }
    }

    /// How a visit was chosen, in one sentence.
    pub fn visit_design(self, visit: &OpenVisit) -> String {
        let (frame, chance, signal) = (visit.frame, visit.by_chance, visit.by_signal);
        let (each, seed) = (visit.each, visit.seed);
        match self.0 {
            Lang::Zh => format!(
                "从 {frame} 个地区中抽取：随机 {chance} 个，按线索 {signal} 个；每个地区抽 {each} 处。种子 {seed}。"
            ),
            Lang::En => format!(
                "Chosen from {frame} units: {chance} by chance, {signal} by signal; {each} places in each. Seed {seed}."
            ),
        }
    }

    /// 132 个村（社区）中第 3、17、40 个
    pub fn numbers_drawn(self, indicator: &Indicator, total: u64, numbers: &[u64]) -> String {
        let list: Vec<String> = numbers.iter().map(u64::to_string).collect();
        let list = list.join(self.pick("、", ", "));
        let element = indicator
            .denominator_element
            .as_deref()
            .and_then(|code| catalogue().element(code));
        let (zh, en) = element.map_or(("", ""), |element| {
            (element.noun_zh.as_str(), element.noun_en_many.as_str())
        });
        match self.0 {
            Lang::Zh => format!("{total} {zh}中第 {list} 个"),
            Lang::En => format!("nos. {list} of {total} {en}"),
        }
    }

    /// 98 / 132
    pub fn reported_pair(self, reported: Option<Reported>) -> String {
        reported.map_or_else(
            || self.no_data().to_owned(),
            |reported| {
                let number = |number: u64| count(i64::try_from(number).unwrap_or(i64::MAX));
                format!("{} / {}", number(reported.x), number(reported.n))
            },
        )
    }

    /// 0.84（95% 区间 0.71–0.95）
    pub fn factor_text(self, factor: &Factor) -> String {
        let value = format!("{:.2}", factor.value);
        match (factor.limits, self.0) {
            (None, _) => value,
            (Some((low, high)), Lang::Zh) => format!("{value}（95% 区间 {low:.2}–{high:.2}）"),
            (Some((low, high)), Lang::En) => {
                format!("{value} (95% interval {low:.2}–{high:.2})")
            }
        }
    }

    /// With what stands empty, where that makes a difference.
    pub fn factor_with_empty(self, factor: &Factor) -> Option<String> {
        let more = factor.with_empty - factor.value > 1e-12;
        more.then(|| match self.0 {
            Lang::Zh => format!("连同空置的为 {:.2}", factor.with_empty),
            Lang::En => format!("{:.2} with those that stand empty", factor.with_empty),
        })
    }

    /// Against what a factor is held.
    pub fn factor_basis(self, basis: Basis) -> &'static str {
        match basis {
            Basis::OfThose => self.pick("对照名册", "against the unit's list"),
            Basis::OfUnit => self.pick("对照上报比例", "against the reported share"),
            Basis::Weighted => self.pick(
                "按入样概率的倒数加权，代表全部可抽的地区",
                "weighted by one over the probability to be chosen: it stands for all units that could be",
            ),
            Basis::EveryUnit => self.pick(
                "全部地区都已核查，按大小合并",
                "every unit was visited: put together by size",
            ),
        }
    }

    /// From how many units.
    pub fn from_units(self, units: usize) -> String {
        match (self.0, units) {
            (Lang::Zh, _) => format!("{units} 个地区"),
            (Lang::En, 1) => "1 unit".to_owned(),
            (Lang::En, _) => format!("{units} units"),
        }
    }

    /// 10 处中看到 7 处，空置 1 处
    pub fn found_of(self, visited: u64, found: u64, empty: u64) -> String {
        match (self.0, empty) {
            (Lang::Zh, 0) => format!("{visited} 处中看到 {found} 处"),
            (Lang::Zh, _) => format!("{visited} 处中看到 {found} 处，另有空置 {empty} 处"),
            (Lang::En, 0) => format!("{found} found of {visited} visited"),
            (Lang::En, _) => format!("{found} found of {visited} visited, {empty} standing empty"),
        }
    }

    /// Why a visit or a joint evaluation cannot be as it was sent, and what to do.
    pub fn field_fault(self, fault: &FieldFault) -> (String, String) {
        let both = |(zh, en): (&str, &str), then: (&str, &str)| {
            (
                self.pick(zh, en).to_owned(),
                self.pick(then.0, then.1).to_owned(),
            )
        };
        match fault {
            FieldFault::NoIndicator => both(
                (
                    "没有选可核查的指标",
                    "No indicator that can be visited was ticked",
                ),
                ("请至少选一项。", "Tick one at least."),
            ),
            FieldFault::MixedTiers => both(
                (
                    "所选指标不由同一级负责",
                    "The indicators are not of one level",
                ),
                (
                    "请只选区县的指标，或只选试点地区的指标。",
                    "Tick the counties' indicators only, or the pilot regions' only.",
                ),
            ),
            FieldFault::Frame { units } => (
                match self.0 {
                    Lang::Zh => format!("抽不出这么多：可抽的地区有 {units} 个"),
                    Lang::En => format!("That many cannot be chosen: there are {units} units"),
                },
                self.pick(
                    "请减少要抽的个数，至少抽 1 个。",
                    "Ask for fewer, and for one at least.",
                )
                .to_owned(),
            ),
            FieldFault::NotANumber => both(
                (
                    "有一处应填整数",
                    "A whole number is expected in one of the fields",
                ),
                (
                    "个数不小于 1，随机占比 0 到 100。请返回改正。",
                    "Counts are 1 or more, the share 0 to 100. Go back and correct it.",
                ),
            ),
            FieldFault::NotADay => both(
                ("日期无法识别", "A day cannot be read"),
                (
                    "请按年-月-日填写，如 2020-11-20。",
                    "Write it as year-month-day, such as 2020-11-20.",
                ),
            ),
            FieldFault::Finding(why) => self.no_finding(*why),
            FieldFault::NotYet => both(
                ("核查日期还没有到", "The day of the visit has not come"),
                ("请填写实际去的日期。", "Give the day somebody was there."),
            ),
            FieldFault::NoPeople => both(
                ("没有填核查人员", "It does not say who went"),
                ("请填写去的人。", "Say who was there."),
            ),
            FieldFault::NoReason => both(
                ("缺少理由", "A reason is missing"),
                (
                    "更正已登记的内容、取消已计划的评估，都要写明理由。",
                    "Correcting what is recorded, or calling off what was planned, needs a reason.",
                ),
            ),
            FieldFault::TooLong => (
                self.pick("文字太长", "A text is too long").to_owned(),
                match self.0 {
                    Lang::Zh => {
                        format!("一行不超过 {LONGEST_LINE} 字，长文不超过 {LONGEST_TEXT} 字。")
                    }
                    Lang::En => format!(
                        "A line has at most {LONGEST_LINE} characters, a text {LONGEST_TEXT}."
                    ),
                },
            ),
            FieldFault::Evaluation(why) => self.no_evaluation(*why),
            FieldFault::CalledOff => both(
                ("这次评估已经取消", "This evaluation was called off"),
                (
                    "如仍要评估，请另行计划。",
                    "Plan another one if it is held after all.",
                ),
            ),
        }
    }

    fn no_finding(self, why: NoFinding) -> (String, String) {
        let then = self
            .pick(
                "请返回核对各数：看到的和空置的合计不超过核查的处数。",
                "Go back and look at the numbers: found and empty together are no more than visited.",
            )
            .to_owned();
        let what = match (why, self.0) {
            (NoFinding::NothingVisited, _) => self
                .pick("核查的处数应不小于 1", "One place at least must be visited")
                .to_owned(),
            (NoFinding::MoreThanThereAre { total }, Lang::Zh) => {
                format!("核查的处数超过上报总数 {total}")
            }
            (NoFinding::MoreThanThereAre { total }, Lang::En) => {
                format!("More were visited than the {total} there are")
            }
            (NoFinding::MoreThanVisited, _) => self
                .pick("看到的比核查的还多", "More were found than visited")
                .to_owned(),
            (NoFinding::MoreReported, _) => self
                .pick(
                    "名册上报为“有”的比核查的还多",
                    "More are said to have it than were visited",
                )
                .to_owned(),
        };
        (what, then)
    }

    fn no_evaluation(self, why: NoEvaluation) -> (String, String) {
        let (zh, en, then_zh, then_en) = match why {
            NoEvaluation::TooFewDepartments => {
                return (
                    match self.0 {
                        Lang::Zh => format!("联合评估至少要 {LEAST_DEPARTMENTS} 个部门"),
                        Lang::En => format!(
                            "A joint evaluation takes {LEAST_DEPARTMENTS} departments at least"
                        ),
                    },
                    self.pick("请勾选参加的部门。", "Tick the departments that take part.")
                        .to_owned(),
                );
            }
            NoEvaluation::LeadAbsent => (
                "牵头部门不在参加的部门中",
                "The department that leads does not take part",
                "请一并勾选牵头部门。",
                "Tick the leading department too.",
            ),
            NoEvaluation::NotYet => (
                "评估日期还没有到",
                "The day it was held on has not come",
                "评估举行后再登记。",
                "Record it once it was held.",
            ),
            NoEvaluation::BeforeThePilot => (
                "日期早于试点开始",
                "The day lies before the pilots began",
                "试点自 2018 年开始，请核对年份。",
                "The pilots began in 2018; look at the year.",
            ),
        };
        (
            self.pick(zh, en).to_owned(),
            self.pick(then_zh, then_en).to_owned(),
        )
    }
}
