//! What is said about figures that are worth verifying. A sign is a reason to ask and never a
//! finding: no word here says more.

use super::Words;
use super::words::fixed as words;
use crate::ask::signals::WorthVerifying;
use kpi::catalogue::Lang;
use kpi::signals::rule::{FALSE_DISCOVERY, Origin};
use kpi::signals::{Kind, Rule, RuleCode};

words! {
    signals: "值得核实", "Worth verifying";
    signals_lead: "以下数字值得向填报单位问一问。合并、普查、集中建设等真实变化也会这样；一条记录只是提问的理由，不是结论。", "These figures are worth asking about. Mergers, surveys and campaigns look the same: an entry is a reason to ask and no finding.";
    signals_listed: "核实名单：同一处有两类独立迹象", "The list: signs of two independent kinds in one place";
    signals_single: "单独的迹象（较弱）", "Single signs (weaker)";
    signals_single_note: "只有一类迹象，单独看说明不了什么。", "One kind only: by itself it says little.";
    signals_none: "没有符合条件的条目。", "No entry fits.";
    signals_kind: "类别", "Kind";
    any_kind: "全部类别", "Any kind";
    any_indicator: "全部指标", "Any indicator";
    question_state: "提问", "Question";
    not_asked: "未提问", "Not asked";
    sign_rule: "规则", "Rule";
    sign_threshold: "阈值与出处", "Threshold and origin";
    sign_chance: "无事时也出现的机会", "Chance where nothing is behind it";
    sign_adjusted: "多重检验校正后", "after correction for many tests";
    sign_figures: "依据的数字", "The figures it rests on";
    sign_beside: "对照", "Held against";
    sign_neighbour: "与之相同的地区", "The unit with the same figures";
    sign_months: "月份", "Months";
    signals_rules: "各条规则", "The rules";
    signals_rules_note: "按规则统计的提问结果；“导致更正”是已办结提问中以更正结束的比例。", "What came of questions, rule by rule; \"led to a correction\" is the share of closed questions that ended in one.";
    rule_tests: "检验次数", "Tests";
    rule_flagged: "迹象", "Signs";
    rule_expected: "预计误报", "Expected by chance";
    rule_in_list: "名单中", "In the list";
    rule_asked: "已提问", "Asked";
    rule_answered: "已答复", "Answered";
    rule_corrections: "导致更正", "Led to a correction";
    without_rule: "无迹象的提问", "Asked without a sign";
    calipers: "目标线两侧的地区数", "Units on both sides of a target";
    calipers_note: "分母不小于50的地区，目标线上下各5个百分点；略高于目标的明显偏多，说明这一指标整体值得看。", "Units with a denominator of 50 or more, five points on each side; many more just above say that the indicator as a whole is worth a look.";
    just_below: "略低于目标", "Just below";
    just_above: "达到或略高于目标", "At or just above";
    unit_profile: "地区概况", "Unit profile";
    few_persons: "不显示（人数少）", "withheld (few persons)";
    list_or_single: "名单或单独", "List or single";
    in_the_list: "名单", "list";
    a_single_sign: "单独", "single";
}

impl Words {
    /// A kind in few words.
    pub fn kind_name(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Threshold => self.pick("目标线", "Target"),
            Kind::Digits => self.pick("末位数字", "Last digits"),
            Kind::Repetition => self.pick("停滞不动", "Standing still"),
            Kind::Neighbours => self.pick("与他处相同", "Same as another unit"),
            Kind::Course => self.pick("自身走势", "Its own course"),
            Kind::Relation => self.pick("与相关数之比", "Beside related figures"),
            Kind::Denominator => self.pick("分母", "Denominator"),
            Kind::Split => self.pick("变化分解", "Change split"),
            Kind::Linked => self.pick("登记勾稽", "Linked registers"),
        }
    }

    /// A rule in few words.
    pub fn rule_name(self, rule: RuleCode) -> &'static str {
        match rule {
            RuleCode::ExactTarget => self.pick("恰好等于目标所需", "Exactly what the target asks"),
            RuleCode::StaysAtTarget => {
                self.pick("达到目标后不再变动", "No movement since it met the target")
            }
            RuleCode::LastDigits => self.pick("末位数字分布不均", "Last digits are uneven"),
            RuleCode::RoundFigures => self.pick("0和5结尾偏多", "Many figures end in 0 or 5"),
            RuleCode::StandingStill => {
                self.pick("多个数同时停滞", "Several figures stand still together")
            }
            RuleCode::SameRun => self.pick("连续多月相同", "The same month after month"),
            RuleCode::SameAsNeighbour => self.pick(
                "与同省另一地区逐位相同",
                "The figures of another unit, to the digit",
            ),
            RuleCode::FactorTen => self.pick(
                "约为平时的十倍或十分之一",
                "About ten times its course, or a tenth",
            ),
            RuleCode::SpikeAndBack => {
                self.pick("一个月突变后又回来", "Up or down for one month, and back")
            }
            RuleCode::Step => self.pick("一次大幅变动", "A large step at once"),
            RuleCode::MoreThanAll => self.pick("部分大于整体", "A part larger than its whole"),
            RuleCode::OutOfLine => self.pick("与其他地区相差很远", "Far from the other units"),
            RuleCode::Shrunk => self.pick("分母变小", "The denominator fell"),
            RuleCode::RoseByDenominator => self.pick(
                "比率因分母变小而上升",
                "The rate rose because the denominator fell",
            ),
            RuleCode::RegisterBalance => {
                self.pick("在册数与增减不平", "The register does not balance")
            }
            RuleCode::RegisterFell => {
                self.pick("在册减少而比率上升", "The register fell while a rate rose")
            }
        }
    }

    /// What a rule asks and from when on it is a sign.
    pub fn rule_threshold(self, rule: &Rule) -> String {
        let (level, effect, least) = (self.chance(rule.level), rule.effect, rule.least);
        let q = FALSE_DISCOVERY;
        match (rule.code, self.0) {
            (RuleCode::ExactTarget, Lang::Zh) => format!(
                "分子＝目标×分母（向上取整），分母≥{least}，机会≤{level}；连同“不再变动”一起看。"
            ),
            (RuleCode::ExactTarget, Lang::En) => format!(
                "numerator = target × denominator, rounded up; denominator ≥ {least}, chance ≤ {level}; looked at together with standing still."
            ),
            (RuleCode::StaysAtTarget, Lang::Zh) => {
                format!("连续≥{effect}次填报停在目标所需之数，与上条机会之积≤{level}。")
            }
            (RuleCode::StaysAtTarget, Lang::En) => format!(
                "{effect} or more filings in a row at that figure; the product with the chance above ≤ {level}."
            ),
            (RuleCode::LastDigits, Lang::Zh) => {
                format!("同一试点地区≥{least}个三位以上的数，卡方检验，BH校正后≤{q}。")
            }
            (RuleCode::LastDigits, Lang::En) => format!(
                "{least} or more figures of three digits in one pilot region; chi-square, ≤ {q} after Benjamini-Hochberg."
            ),
            (RuleCode::RoundFigures, Lang::Zh) => {
                format!("≥{least}个数，0、5结尾超过五分之一，BH校正后≤{q}。")
            }
            (RuleCode::RoundFigures, Lang::En) => format!(
                "{least} or more figures, more than a fifth ending in 0 or 5; ≤ {q} after Benjamini-Hochberg."
            ),
            (RuleCode::StandingStill, Lang::Zh) => format!(
                "≥{effect}个平时会变的数（≥{least}）连续三个月不动，同类地区中机会≤{level}。"
            ),
            (RuleCode::StandingStill, Lang::En) => format!(
                "{effect} or more figures of {least} and more that usually move stand still for three months; chance among like units ≤ {level}."
            ),
            (RuleCode::SameRun, Lang::Zh) => {
                format!("重复≥{effect}次，二项分布精确机会≤{level}，且同类地区中少见。")
            }
            (RuleCode::SameRun, Lang::En) => format!(
                "repeated {effect} times or more, exact binomial chance ≤ {level}, and rare among like units."
            ),
            (RuleCode::SameAsNeighbour, Lang::Zh) => {
                format!("≥2个数据项、合计≥{effect}处相同，数≥{least}，计入所有比较后机会≤{level}。")
            }
            (RuleCode::SameAsNeighbour, Lang::En) => format!(
                "two or more elements, figures of {least} and more; chance ≤ {level} after all comparisons."
            ),
            (RuleCode::FactorTen, Lang::Zh) => {
                format!("与前后各月中位数之比约为{effect}或1/{effect}，前后平稳，数≥{least}。")
            }
            (RuleCode::FactorTen, Lang::En) => format!(
                "about {effect} times the median of the months around, or 1/{effect}, while those are steady; figures of {least} and more."
            ),
            (RuleCode::SpikeAndBack, Lang::Zh) => format!(
                "去掉各地共同变化后z≥{effect}（6月、12月考核月≥3.5），下月回来一半以上，机会≤{level}。"
            ),
            (RuleCode::SpikeAndBack, Lang::En) => format!(
                "z ≥ {effect} (3.5 in June and December, the months of evaluation) without what all units did, half of it back in the next month; chance ≤ {level}."
            ),
            (RuleCode::Step, Lang::Zh) => format!("去掉各地共同变化后z≥{effect}，机会≤{level}。"),
            (RuleCode::Step, Lang::En) => {
                format!("z ≥ {effect} without what all units did, chance ≤ {level}.")
            }
            (RuleCode::MoreThanAll, Lang::Zh) => "部分不可能大于整体。".to_owned(),
            (RuleCode::MoreThanAll, Lang::En) => {
                "a part cannot be larger than its whole.".to_owned()
            }
            (RuleCode::OutOfLine, Lang::Zh) => {
                format!("与同月各地中位数相差z≥{effect}，BH校正后≤{q}，分母≥{least}。")
            }
            (RuleCode::OutOfLine, Lang::En) => format!(
                "z ≥ {effect} from the median of the units in that month, ≤ {q} after Benjamini-Hochberg, denominator ≥ {least}."
            ),
            (RuleCode::Shrunk, Lang::Zh) => format!(
                "下降≥{}%，各地分母变动中机会≤{level}，分母≥{least}。",
                effect * 100.0
            ),
            (RuleCode::Shrunk, Lang::En) => format!(
                "a fall of {}% or more, chance among all changes ≤ {level}, denominator ≥ {least}.",
                effect * 100.0
            ),
            (RuleCode::RoseByDenominator, Lang::Zh) => {
                format!("分母效应≥{effect}个百分点且为上升的主因之一，机会≤{level}。")
            }
            (RuleCode::RoseByDenominator, Lang::En) => format!(
                "the denominator's effect is {effect} points or more and a main part of the rise; chance ≤ {level}."
            ),
            (RuleCode::RegisterBalance, Lang::Zh) => {
                format!("本月在册≠上月＋新增＋迁入－死亡－迁出，机会≤{level}，在册≥{least}。")
            }
            (RuleCode::RegisterBalance, Lang::En) => format!(
                "registered ≠ last month + new + moved in − died − moved out; chance ≤ {level}, {least} or more registered."
            ),
            (RuleCode::RegisterFell, Lang::Zh) => format!(
                "在册减少≥{}%而管理或服药率上升，机会≤{level}。",
                effect * 100.0
            ),
            (RuleCode::RegisterFell, Lang::En) => format!(
                "the register fell by {}% or more while a rate of its patients rose; chance ≤ {level}.",
                effect * 100.0
            ),
        }
    }

    /// Where a threshold is from.
    pub fn rule_origin(self, origin: Origin) -> &'static str {
        match origin {
            Origin::GerberMalhotra => self.pick(
                "Gerber、Malhotra 2008；水平为本系统所定",
                "Gerber & Malhotra 2008; the level is ours",
            ),
            Origin::Nigrini => self.pick("Nigrini 2012", "Nigrini 2012"),
            Origin::ExactRun => self.pick(
                "二项分布精确机会；水平为本系统所定",
                "exact binomial chance; the level is ours",
            ),
            Origin::Nist => self.pick(
                "NIST 1.3.5.17 修正z；限值放宽",
                "NIST 1.3.5.17, modified z; a wider limit",
            ),
            Origin::Arithmetic => self.pick("算术", "arithmetic"),
            Origin::WhoRelated => self.pick(
                "WHO数据质量审核：相关数一致性",
                "WHO Data Quality Review: related figures",
            ),
            Origin::Kitagawa => self.pick(
                "Kitagawa 1955 分解；水平为本系统所定",
                "Kitagawa 1955; the level is ours",
            ),
            Origin::Own => self.pick(
                "本系统判断，无外部依据",
                "our own judgement, no external authority",
            ),
        }
    }

    /// A chance: 0.03, 1 in 2,000, below 1 in a million.
    pub fn chance(self, p: f64) -> String {
        match p {
            p if p <= 0.0 => self.pick("不可能", "none").to_owned(),
            p if p >= 0.01 => format!("{p:.2}"),
            p if p >= 1e-6 => {
                let of = super::count((1.0 / p).round() as i64);
                match self.0 {
                    Lang::Zh => format!("{of}分之一"),
                    Lang::En => format!("1 in {of}"),
                }
            }
            _ => self
                .pick("小于百万分之一", "below 1 in a million")
                .to_owned(),
        }
    }

    /// How many tests were made, and how many entries chance alone would give.
    pub fn signals_sum(self, told: &WorthVerifying) -> String {
        let tests: usize = told.rules.iter().map(|rule| rule.tests).sum();
        let tests = super::count(tests as i64);
        let (units, all, here) = (told.units, told.in_all, told.listed.len());
        let expected = told.expected;
        match self.0 {
            Lang::Zh => format!(
                "共检验{units}个单位、{tests}次；名单{all}条，其中预计约{expected:.1}条只是偶然。这里是其中{here}条。"
            ),
            Lang::En => format!(
                "{tests} tests over {units} units; {all} entries in the list, of which about {expected:.1} would come by chance alone. Here are {here} of them."
            ),
        }
    }
}
