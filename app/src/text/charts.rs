//! What is said around charts over units: findings, limits, certainty, and what a roll-up hides.

use super::Words;
use super::words::fixed;
use crate::ask::scores::Rank;
use kpi::Indicator;
use kpi::catalogue::{Lang, RollUp, RuleKind};
use kpi::certainty::{Certainty, Method, NoCertainty};
use kpi::change::{Chance, Verdict};
use kpi::course::{Course, Test, Way};
use kpi::fraction::Fraction;
use kpi::funnel::Funnel;
use kpi::mean::Mean;
use kpi::org_unit::Tier;
use kpi::score::{Measure, Score, Status};
use kpi::statistics::Certainty as Side;
use kpi::statistics::funnel::Significance;
use kpi::target::Direction;

fixed! {
    chart_table: "逐个地区的数据", "The data, unit by unit";
    chart_here: "本地区", "Mark";
    chart_mark: "标出（名称或代码）", "Mark a unit (name or code)";
    chart_within: "所属", "Within";
    chart_legend: "图例", "Legend";
    chart_few: "灰色：少于 20 人，不用颜色判断", "grey: fewer than 20 persons, not told by colour";
    chart_no_units: "没有一个地区有可画的数。", "No unit has figures that could be drawn.";
    definition_link: "指标定义", "Definition";
    profile: "地区画像", "Profile";

    funnel_against: "对照", "Held against";
    funnel_by_target: "目标", "the target";
    funnel_by_pooled: "合计率（Σ分子÷Σ分母）", "the pooled mean (sum over sum)";
    funnel_place: "与控制限", "Against the limits";
    funnel_across: "分母（对数刻度）", "Denominator (logarithmic)";
    funnel_far_below: "低于 99.8% 限", "Below the 99.8% limit";
    funnel_below: "低于 95% 限", "Below the 95% limit";
    funnel_inside: "在限内", "Inside";
    funnel_above: "高于 95% 限", "Above the 95% limit";
    funnel_far_above: "高于 99.8% 限", "Above the 99.8% limit";
    funnel_is_no_verdict: "漏斗图提示去哪里看，不是评定：是否达标只由状态说明。", "A funnel is a reason to look, not a verdict: whether the target is met is told by the status alone.";
    funnel_of_chance: "限的意思：假如一个地区的真实水平就是中线，单凭偶然，二十个里约有一个落在 95% 限外，五百个里约有一个落在 99.8% 限外。", "What the limits mean: of units truly at the centre line, chance alone puts about one in twenty outside the 95% limits, and one in five hundred outside the 99.8% limits.";
    funnel_of_census: "这一指标是逐一清点的全数，没有偶然的成分：不画漏斗图和控制限。请看分布图；疑问在于测量，见覆盖、数据日期和现场核实。", "Everything behind this indicator was counted, so chance has no part in it: there is no funnel and no limit. See the distribution; what can be doubted is the measurement: coverage, age of data, verification.";
    funnel_of_counts: "这一指标不是率，没有漏斗图。请看分布图。", "This indicator is no rate, so there is no funnel. See the distribution.";
    funnel_no_target: "没有目标：只能与合计率对照。", "Nothing is asked, so the pooled mean is the only centre.";

    distribution_up: "地区数", "Units";
    distribution_below: "低于", "below";
    distribution_reached: "达到", "reached";
    distribution_within: "以内", "within";
    distribution_beyond: "超出", "beyond";
    distribution_no_target: "没有目标：只看各地区如何分布。", "Nothing is asked: this only shows how the units lie.";

    change_from: "从哪个月", "From";
    change_then: "当时", "Then";
    change_now: "现在", "Now";
    change_difference: "差", "Difference";
    change_interval: "差的 95% 区间", "95% interval of the difference";
    change_fisher: "精确 p", "Exact p";
    change_of_numerator: "来自分子", "From the numerator";
    change_of_denominator: "来自分母", "From the denominator";
    change_chance: "偶然能否说明", "Could it be chance";
    change_rose: "上升，超出偶然", "Rose, beyond chance";
    change_fell: "下降，超出偶然", "Fell, beyond chance";
    change_open: "偶然即可说明", "Chance could do it";
    change_same: "未变", "no change";
    change_note: "差的区间用 Newcombe 法；表中有格子少于 5 时另给 Fisher 精确 p。两月的区间互相重叠，并不说明没有变化。两个月里大多是同一批人，实际的不确定性比区间所示要小。", "The interval of the difference is Newcombe's; where a cell is below 5, Fisher's exact p stands beside it. That the intervals of two months overlap does not mean that nothing changed. Most persons are the same in both months, so the true uncertainty is smaller than shown.";
    change_census_note: "逐一清点的全数：差就是差，没有偶然的区间。", "Everything was counted: a difference is a difference, and has no interval of chance.";
    change_split_note: "率的变化分成两部分：分子变化带来的，和分母变化带来的；两者之和等于差。", "A change of a rate is split into what the numerator and what the denominator brought; both add up to the difference.";

    certainty_label: "偶然波动", "Chance variation";
    certainty_above: "高于目标，超出偶然", "above, beyond chance";
    certainty_below: "低于目标，超出偶然", "below, beyond chance";
    certainty_either: "偶然之内，两可", "consistent with either";
    certainty_imprecise: "不精确（区间宽于 20 个百分点）", "imprecise (wider than 20 points)";
    certainty_small: "数量少", "small number";
    no_certainty_census: "全数清点，无抽样误差：不给区间，疑问在于测量", "everything was counted: no sampling error and no interval; the doubt is in the measurement";
    no_certainty_census_brief: "全数清点，不给区间", "everything counted: no interval";
    no_certainty_units: "逐个单位清点：不给区间", "units were counted one by one: no interval";

    profile_value: "本地区", "Here";
    profile_spine: "在同级中的位置", "Among its peers";
    profile_trend: "趋势", "Trend";
    profile_year: "近十二个月", "Twelve months";
    profile_worse: "较差", "worse";
    profile_better: "较好", "better";
    profile_less: "较低", "lower";
    profile_more: "较高", "higher";
    profile_peers: "同级范围", "Peers within";
    profile_any_programme: "全部方案", "All programmes";
    profile_picture: "画像图", "Picture of the profile";
    profile_values: "近十二个月数值", "The values of twelve months";
    profile_five: "最低 · 下四分位 · 中位 · 上四分位 · 最高", "Least · lower quartile · median · upper quartile · most";
    profile_spine_note: "条：同级最低到最高；深色：中间一半；竖线：中位数；上下短线：目标；标记：本地区，形状为状态。右端总是较好的一端；没有目标的，右端是较高的一端。各行刻度不同。", "Bar: from the least to the most of the peers; dark: the middle half; line: the median; short lines above and below: the target; mark: this unit, its shape the status. The right end is the better one; where nothing is asked, the higher one. Each row has its own scale.";
    profile_trend_note: "趋势只看率：Mann-Kendall 检验（10 个月以内且无相同值时用精确 p；相邻月份明显相关时用 Hamed-Rao 方差），斜率为 Theil-Sen（每月），括号内为 95% 区间。少于 4 个月不检验，少于 8 个月仅供参考。对全数清点的指标，这只是描述。", "Trends are told of rates only: Mann-Kendall's test (exact p up to ten months without equal values; Hamed and Rao's variance where neighbouring months are markedly alike), slope by Theil and Sen a month, with its 95% interval. Fewer than 4 months are not tested, fewer than 8 are only indicative. For what is counted in full it is a description.";
    profile_certainty_note: "对人做的事给出 95% 区间（比例用 Wilson，‰ 率用精确法或 Byar），不改变状态；全数清点的没有抽样误差，疑问在于测量：覆盖、数据日期、现场核实。", "what is done for persons has a 95% interval (Wilson for shares, exact or Byar for the per mille rate), which never changes the status; where everything was counted there is no sampling error, and what can be doubted is the measurement: coverage, age of data, verification.";
    profile_months_left_out: "下级太多：逐个单位计数的指标只给本月，逐月见该指标的进度页。", "Too many units below: of what is counted unit by unit only this month is given; the months stand on the indicator's own page.";
    profile_no_lines: "没有符合条件的指标。", "No indicator fits the filter.";
    trend_rising: "上升", "rising";
    trend_falling: "下降", "falling";
    trend_unclear: "无明显趋势", "no clear trend";
    trend_too_few: "月份太少，不检验", "too few months to test";
    trend_indicative: "仅供参考", "indicative";

    def_chance: "是否有偶然成分", "Part of chance";
    def_roll_up: "上级汇总", "Above the unit";
    def_rank: "排名", "Ranking";
    def_small: "小数保护", "Small numbers";
    def_thresholds: "阈值", "Thresholds";
    def_direction: "方向", "Direction";
    def_at_least: "不低于目标为达标，恰好等于也算", "Met at the target or above, the target itself included";
    def_at_most: "不高于目标为达标，恰好等于也算", "Met at the target or below, the target itself included";
    def_watched: "没有目标，仅监测", "Nothing is asked: monitored only";
    def_no_jump: "没有变动阈值。", "No threshold for jumps.";
    def_low_coverage: "上级的数覆盖不到分母（无分母的按单位数）的 80% 时，旁注“覆盖不足”。", "Where less than 80% of the denominator (of the units, where there is none) is in, the words low coverage stand beside it.";
    def_few: "分母不足 20 人（‰ 率不足 10 例）时注“数量少”，漏斗图中不用颜色；95% 区间宽于 20 个百分点时注“不精确”。", "With fewer than 20 persons below the line (fewer than 10 events for the per mille rate) it carries the mark of a small number, and no colour in a funnel; with a 95% interval wider than 20 points it is called imprecise.";
    def_ours: "这些阈值由本系统设定，政策没有规定。", "These thresholds are ours; the policy names none.";
    def_no_persons: "不是按人计的数：村、学校、机构不作小数保护。", "It does not count persons: villages, schools and institutions are not suppressed.";
    rule_hard: "硬性：不符不能报送", "Hard: a return that breaks it is not taken";
    rule_warning: "提示：不符须说明，不阻止报送", "Warning: asked about, and taken with an answer";
    rule_rows: "由逐条明细核对", "Held by the rows entered one by one";
    rule_documented: "只作说明，无法从填报数核对", "Documented only: typed figures cannot tell";

    mean_note: "各区县率的平均只作对照，不用于评定。", "The mean of the counties' rates is shown for comparison and decides nothing.";
}

impl Words {
    /// 区县 / county, counties.
    pub fn rank_noun(self, rank: Rank, many: usize) -> &'static str {
        match (self.0, rank, many) {
            (Lang::Zh, Rank::Provinces, _) => "个省份",
            (Lang::Zh, Rank::Regions, _) => "个试点地区",
            (Lang::Zh, Rank::Counties, _) => "个区县",
            (Lang::En, Rank::Provinces, 1) => "province",
            (Lang::En, Rank::Provinces, _) => "provinces",
            (Lang::En, Rank::Regions, 1) => "pilot region",
            (Lang::En, Rank::Regions, _) => "pilot regions",
            (Lang::En, Rank::Counties, 1) => "county",
            (Lang::En, Rank::Counties, _) => "counties",
        }
    }

    /// A number for reading, in a measure: 82.1%, 4.60‰, 3,120.
    pub fn rough(self, measure: Measure, value: f64) -> String {
        let number = |places: usize| super::figures::with_commas(&format!("{value:.places$}"));
        match measure {
            Measure::Percent => format!("{}%", number(1)),
            Measure::PerMille => format!("{}‰", number(2)),
            Measure::Count | Measure::YesNo | Measure::StudentsPerTeacher => {
                let whole = (value - value.round()).abs() < 1e-9;
                number(if whole { 0 } else { 1 })
            }
        }
    }

    /// A difference for reading: +1.25, −0.40.
    pub fn signed(self, value: f64, places: usize) -> String {
        let text = format!("{:.places$}", value.abs());
        let nothing = text.chars().all(|c| matches!(c, '0' | '.'));
        match (nothing, value < 0.0) {
            (true, _) => text,
            (false, true) => format!("−{text}"),
            (false, false) => format!("+{text}"),
        }
    }

    /// Where a unit lies in a funnel.
    pub fn funnel_place_of(self, place: Significance) -> &'static str {
        match place {
            Significance::FarBelow => self.funnel_far_below(),
            Significance::Below => self.funnel_below(),
            Significance::Inside => self.funnel_inside(),
            Significance::Above => self.funnel_above(),
            Significance::FarAbove => self.funnel_far_above(),
        }
    }

    /// How the units of a funnel differ, all together, and what is made of it.
    pub fn funnel_spread(self, funnel: &Funnel, units: usize) -> String {
        let Some(spread) = funnel.spread else {
            return self
                .pick(
                    "地区太少或全部相同，离散程度无法估计；限为精确二项限（插值）。",
                    "There are too few units, or all are alike, so their spread cannot be told; the limits are exact binomial ones, interpolated.",
                )
                .to_owned();
        };
        let (phi, p) = (format!("{:.2}", spread.phi), p_value(spread.p));
        let tau = format!("{:.2}", spread.tau_squared.max(0.0).sqrt() * 100.0);
        match (self.0, spread.is_marked()) {
            (Lang::Zh, false) => format!(
                "离散程度：φ = {phi}（围绕合计率的 {units} 个 z 值，两端各缩尾 10%），{p}：没有超出偶然；限为精确二项限（插值）。"
            ),
            (Lang::Zh, true) => format!(
                "离散程度：φ = {phi}（围绕合计率的 {units} 个 z 值，两端各缩尾 10%），{p}：地区之间的差别超出偶然。限已加上地区间方差 τ²（τ = {tau} 个百分点），否则大半地区会落在限外。"
            ),
            (Lang::En, false) => format!(
                "Spread: phi = {phi} ({units} z-scores around the pooled mean, 10% winsorised on each side), {p}: no more than chance. The limits are exact binomial ones, interpolated."
            ),
            (Lang::En, true) => format!(
                "Spread: phi = {phi} ({units} z-scores around the pooled mean, 10% winsorised on each side), {p}: the units differ by more than chance. The variance between units, tau squared (tau = {tau} points), is added to the limits; without it most units would lie outside."
            ),
        }
    }

    /// The funnel's title: how many lie outside.
    pub fn funnel_finding(self, rank: Rank, places: &[Option<Significance>]) -> String {
        let count = |wanted: &[Significance]| {
            let found = places
                .iter()
                .flatten()
                .filter(|place| wanted.contains(place));
            found.count()
        };
        let told = places.iter().flatten().count();
        let (low, high) = (
            count(&[Significance::FarBelow]),
            count(&[Significance::FarAbove]),
        );
        let (near_low, near_high) = (count(&[Significance::Below]), count(&[Significance::Above]));
        let noun = self.rank_noun(rank, told);
        match self.0 {
            Lang::Zh => format!(
                "{told} {noun}中 {} 个在 99.8% 限外（低 {low}，高 {high}），另 {} 个在 95% 限外（低 {near_low}，高 {near_high}）",
                low + high,
                near_low + near_high
            ),
            Lang::En => format!(
                "Of {told} {noun}, {} outside the 99.8% limits ({low} below, {high} above), {} more outside the 95% limits ({near_low} below, {near_high} above)",
                low + high,
                near_low + near_high
            ),
        }
    }

    /// How many units are not in a chart, and why.
    pub fn chart_left_out(
        self,
        rank: Rank,
        (silent, wrong, withheld): (usize, usize, usize),
    ) -> Option<String> {
        let mut parts = Vec::new();
        for (many, zh, en) in [
            (silent, "没有数", "without figures"),
            (wrong, "数据有误", "with figures that contradict each other"),
            (
                withheld,
                "因人数少而隐去",
                "withheld for their small numbers",
            ),
        ] {
            if many > 0 {
                let noun = self.rank_noun(rank, many);
                parts.push(match self.0 {
                    Lang::Zh => format!("{many} {noun}{zh}"),
                    Lang::En => format!("{many} {noun} {en}"),
                });
            }
        }
        let list = parts.join(self.pick("，", ", "));
        (!parts.is_empty()).then(|| match self.0 {
            Lang::Zh => format!("图中没有：{list}。"),
            Lang::En => format!("Not in the chart: {list}."),
        })
    }

    /// How many units have a target of their own.
    pub fn other_targets(self, rank: Rank, many: usize) -> Option<String> {
        let noun = self.rank_noun(rank, many);
        (many > 0).then(|| match self.0 {
            Lang::Zh => format!("另有 {many} {noun}的本地目标或期限不同；其状态按自己的目标。"),
            Lang::En => format!(
                "{many} {noun} with another local target or date; their status follows their own."
            ),
        })
    }

    /// How far from the target the sides begin, said without judging: 2 points around it.
    pub fn near_target(self, short: usize, past: usize) -> String {
        match self.0 {
            Lang::Zh => format!(
                "目标上下 {} 个百分点以内：刚过线 {past} 个，略差 {short} 个。",
                kpi::spread::NEAR
            ),
            Lang::En => format!(
                "Within {} points of the target: {past} just past it, {short} just short of it.",
                kpi::spread::NEAR
            ),
        }
    }

    /// The distribution's title: how many lie on the bad side.
    pub fn distribution_finding(
        self,
        rank: Rank,
        (bad, good): (usize, usize),
        direction: Direction,
        target: &str,
    ) -> String {
        let noun = self.rank_noun(rank, bad);
        match (self.0, direction) {
            (Lang::Zh, Direction::AtLeast) => {
                format!("{bad} {noun}低于 {target}，{good} 个达到")
            }
            (Lang::Zh, Direction::AtMost) => {
                format!("{bad} {noun}高于上限，{good} 个在 {target} 以内")
            }
            (Lang::En, Direction::AtLeast) => {
                format!("{bad} {noun} below {target}, {good} at or above it")
            }
            (Lang::En, Direction::AtMost) => {
                format!("{bad} {noun} above the limit, {good} within {target}")
            }
        }
    }

    /// The distribution's title where nothing is asked: the middle and the ends.
    pub fn distribution_range(
        self,
        rank: Rank,
        units: usize,
        (least, middle, most): (&str, &str, &str),
    ) -> String {
        let noun = self.rank_noun(rank, units);
        match self.0 {
            Lang::Zh => format!("{units} {noun}：中位数 {middle}，从 {least} 到 {most}"),
            Lang::En => format!("{units} {noun}: median {middle}, from {least} to {most}"),
        }
    }

    /// The title of two months.
    pub fn change_finding(
        self,
        rank: Rank,
        months: (&str, &str),
        (up, down, same): (usize, usize, usize),
    ) -> String {
        let (from, to) = months;
        let noun = self.rank_noun(rank, up);
        match self.0 {
            Lang::Zh => {
                format!("{from}到{to}：{up} {noun}上升，{down} 个下降，{same} 个未变")
            }
            Lang::En => {
                format!("From {from} to {to}: {up} {noun} up, {down} down, {same} without a change")
            }
        }
    }

    /// How many changes are more than chance.
    pub fn change_beyond(self, rose: usize, fell: usize, tested: usize) -> String {
        let chance = tested as f64 * kpi::change::LEVEL;
        match self.0 {
            Lang::Zh => format!(
                "其中超出偶然：上升 {rose} 个，下降 {fell} 个。比较了 {tested} 个，单凭偶然约有 {chance:.1} 个会这样。"
            ),
            Lang::En => format!(
                "Beyond chance: {rose} up, {fell} down. Of {tested} compared, chance alone would give about {chance:.1}."
            ),
        }
    }

    /// Whether chance could have done a change.
    pub fn change_verdict(self, chance: &Chance) -> &'static str {
        match chance.verdict {
            Verdict::Rose => self.change_rose(),
            Verdict::Fell => self.change_fell(),
            Verdict::Open => self.change_open(),
        }
    }

    /// A difference with its sign, in the measure's units: points of percent or per mille.
    pub fn difference_of(self, measure: Measure, difference: Fraction) -> String {
        let places = match measure {
            Measure::Percent | Measure::PerMille => 2,
            Measure::Count | Measure::YesNo | Measure::StudentsPerTeacher => 0,
        };
        self.signed(difference.to_f64(), places)
    }

    /// The 95% limits: 78.1%–84.3%.
    pub fn limits_of(self, measure: Measure, certainty: &Certainty) -> String {
        let places = match measure {
            Measure::PerMille => 2,
            _ => 1,
        };
        let sign = match measure {
            Measure::Percent => "%",
            Measure::PerMille => "‰",
            _ => "",
        };
        let Certainty { limits, .. } = certainty;
        format!(
            "{:.places$}{sign}–{:.places$}{sign}",
            limits.lower, limits.upper
        )
    }

    /// Where limits lie against the target.
    pub fn certainty_side(self, side: Side) -> &'static str {
        match side {
            Side::Above => self.certainty_above(),
            Side::Below => self.certainty_below(),
            Side::Either => self.certainty_either(),
        }
    }

    /// How limits are found.
    pub fn certainty_method(self, method: Method) -> &'static str {
        match method {
            Method::Wilson => self.pick("95%，Wilson", "95%, Wilson"),
            Method::Exact => self.pick("95%，精确（Garwood）", "95%, exact (Garwood)"),
            Method::Byar => self.pick("95%，Byar", "95%, Byar"),
        }
    }

    /// Why there is no certainty; nothing where there are only no figures.
    pub fn without_certainty(self, reason: NoCertainty) -> Option<&'static str> {
        match reason {
            NoCertainty::Census => Some(self.no_certainty_census()),
            NoCertainty::UnitsCounted => Some(self.no_certainty_units()),
            NoCertainty::NotARate | NoCertainty::NoFigures => None,
        }
    }

    /// The trend in words, with slope and interval.
    pub fn course(self, measure: Measure, course: &Course) -> String {
        let Some(way) = course.way else {
            return match self.0 {
                Lang::Zh => format!("{}（{}）", self.trend_too_few(), course.months),
                Lang::En => format!("{} ({})", self.trend_too_few(), course.months),
            };
        };
        let word = match way {
            Way::Rising => self.trend_rising(),
            Way::Falling => self.trend_falling(),
            Way::Unclear => self.trend_unclear(),
        };
        let mut text = word.to_owned();
        if course.is_indicative() {
            text = format!("{text}{}{}", self.pick("，", ", "), self.trend_indicative());
        }
        if let Some((slope, lower, upper)) = course.slope {
            let places = if measure == Measure::PerMille { 3 } else { 2 };
            let of = |value| self.signed(value, places);
            let (slope, lower, upper) = (of(slope), of(lower), of(upper));
            text = match self.0 {
                Lang::Zh => format!("{text}；每月 {slope}（{lower} 至 {upper}）"),
                Lang::En => format!("{text}; {slope} a month ({lower} to {upper})"),
            };
        }
        text
    }

    /// The test behind a trend: p and which form.
    pub fn course_test(self, course: &Course) -> Option<String> {
        let (p, test) = (course.p?, course.test?);
        let form = match test {
            Test::Exact => self.pick("精确", "exact"),
            Test::Normal => self.pick("正态近似", "normal"),
            Test::Correlated => self.pick("Hamed-Rao", "Hamed-Rao"),
        };
        Some(match self.0 {
            Lang::Zh => format!("{}（{form}，{} 个月）", p_value(p), course.months),
            Lang::En => format!("{} ({form}, {} months)", p_value(p), course.months),
        })
    }

    /// What the units that are missing could still change: green or red whatever they report, or
    /// open. Nothing where none is missing.
    pub fn whatever_missing(self, indicator: &Indicator, score: &Score) -> Option<String> {
        let (counted, units) = score.units?;
        let missing = units.checked_sub(counted).filter(|missing| *missing > 0)?;
        score.value?;
        let noun = self.tier_noun(indicator.tier, missing as usize);
        let bounds = score.lower.zip(score.upper).map(|(lower, upper)| {
            format!(
                "{}–{}",
                self.value_of(score, lower),
                self.value_of(score, upper)
            )
        });
        Some(match (self.0, score.status?) {
            (Lang::Zh, Status::Met) => format!("无论未报的 {missing} {noun}如何，均达标"),
            (Lang::En, Status::Met) => format!("Met whatever the missing {missing} {noun} report"),
            (Lang::Zh, Status::NotMet) => format!("无论未报的 {missing} {noun}如何，均未达标"),
            (Lang::En, Status::NotMet) => {
                format!("Not met whatever the missing {missing} {noun} report")
            }
            (Lang::Zh, Status::Undetermined) => match bounds {
                Some(bounds) => format!("取决于未报的 {missing} {noun}：在 {bounds} 之间"),
                None => format!("取决于未报的 {missing} {noun}"),
            },
            (Lang::En, Status::Undetermined) => match bounds {
                Some(bounds) => {
                    format!("Depends on the missing {missing} {noun}: between {bounds}")
                }
                None => format!("Depends on the missing {missing} {noun}"),
            },
            (_, Status::NoData | Status::Invalid | Status::NotApplicable | Status::Suppressed) => {
                return None;
            }
        })
    }

    fn tier_noun(self, tier: Tier, many: usize) -> &'static str {
        let rank = match tier {
            Tier::County => Rank::Counties,
            Tier::Region => Rank::Regions,
            Tier::Province | Tier::Nation => Rank::Provinces,
        };
        self.rank_noun(rank, many)
    }

    /// How much of a roll-up is in, with its bounds: 覆盖 97.1%，上下界 88.5%–90.2%.
    pub fn roll_up_reach(self, score: &Score) -> Option<String> {
        let (counted, units) = score.units?;
        score.value?;
        let coverage = score.coverage.filter(|_| counted < units)?;
        // Where it is open, the sentence about the missing tells the bounds already.
        let open = score.status == Some(Status::Undetermined);
        let mut text = format!(
            "{}{}{}",
            self.coverage(),
            self.pick(" ", " "),
            self.share(coverage)
        );
        if let (Some(lower), Some(upper), false) = (score.lower, score.upper, open) {
            text.push_str(&format!(
                "{}{} {}–{}",
                self.pick("，", ", "),
                self.bounds().to_lowercase(),
                self.value_of(score, lower),
                self.value_of(score, upper)
            ));
        }
        Some(text)
    }

    /// The pooled rate and the mean of the units' rates side by side, with both colours.
    pub fn pooled_and_mean(
        self,
        indicator: &Indicator,
        score: &Score,
        mean: &Mean,
    ) -> Option<String> {
        let (value, target) = (score.value?, score.target?);
        let color = |met: bool| match met {
            true => self.met(),
            false => self.not_met(),
        };
        let pooled = color(target.direction.met(value, target.exact()));
        let (value, average) = (
            self.value_of(score, value),
            self.value_of(score, mean.value),
        );
        let (units, other) = (mean.units, color(mean.met));
        let noun = self.tier_noun(indicator.tier, units as usize);
        Some(match self.0 {
            Lang::Zh => {
                format!("合计率 {value}：{pooled}；{units} {noun}各自率的平均 {average}：{other}")
            }
            Lang::En => format!(
                "Pooled {value}: {}; mean of the rates of {units} {noun} {average}: {}",
                pooled.to_lowercase(),
                other.to_lowercase()
            ),
        })
    }

    /// How many units become one, in words.
    pub fn roll_up_rule(self, indicator: &Indicator) -> &'static str {
        match indicator.roll_up {
            RollUp::SumNumDen => self.pick(
                "上级的率 = 各单位分子之和 ÷ 分母之和，只取两数都有效的单位，不取各单位率的平均；未报的单位给出上下界，状态只由上下界决定。",
                "Above, the rate is the sum of numerators over the sum of denominators, of the units where both are valid; never the mean of rates. Units that are missing give bounds, and the bounds alone decide the status.",
            ),
            RollUp::UnitsMet => self.pick(
                "上级看 K 个负责单位中有 k 个达标；全部达标才算达标。未报的按全不达标、全达标给出上下界。",
                "Above, k of the K units that answer have met it; it is met when all have. The missing give bounds: none of them met, all of them met.",
            ),
            RollUp::ShareOfPeriods => self.pick(
                "本单位：应有的月份中至少有一次的月份所占比例，全部才算达标；上级看 K 个单位中有 k 个达标。",
                "In the unit: the share of the months due that have at least one, met when all have; above, k of K units met.",
            ),
            RollUp::Sum => self.pick("只作监测：上级为各单位之和。", "Only watched: above, the sum over the units."),
            RollUp::Max => self.pick("只作监测：上级为各单位中的最大数。", "Only watched: above, the largest of the units."),
        }
    }

    /// Whether units may be ordered by it, in words.
    pub fn rank_rule(self, indicator: &Indicator) -> &'static str {
        match (indicator.may_rank(), indicator.has_rank_interval()) {
            (false, _) => self.pick(
                "不排名：报告患病率只是下限，超过不加分，只按区划代码列出。",
                "Never ranked: the reported prevalence is a floor, nothing is gained above it, and units are listed by division code.",
            ),
            (true, true) => self.pick(
                "可以按数值排列；名次附 95% 区间（蒙特卡罗，固定种子），区间过宽时只分三段。",
                "Units may be ordered by value; a rank has its 95% interval (Monte Carlo, fixed seed), and three bands stand in its place where intervals are wide.",
            ),
            (true, false) => self.pick(
                "可以按数值排列，没有名次区间：其中没有偶然的成分。",
                "Units may be ordered by value; ranks have no interval, because chance has no part in them.",
            ),
        }
    }

    /// Which way the target points.
    pub fn direction_rule(self, indicator: &Indicator) -> &'static str {
        match indicator.direction {
            Some(Direction::AtLeast) => self.def_at_least(),
            Some(Direction::AtMost) => self.def_at_most(),
            None => self.def_watched(),
        }
    }

    /// By how many points a rate may move before it is asked about.
    pub fn jump_rule(self, points: Option<i64>) -> String {
        match (self.0, points) {
            (_, None) => self.def_no_jump().to_owned(),
            (Lang::Zh, Some(points)) => {
                format!("与上次接收的数相差超过 {points} 个百分点时询问。")
            }
            (Lang::En, Some(points)) => format!(
                "A move of more than {points} percentage points since the last accepted figure is asked about."
            ),
        }
    }

    /// From which number of persons on figures are shown to everybody.
    pub fn small_number_rule(self, indicator: &Indicator, threshold: i64) -> String {
        let last = threshold - 1;
        match (self.0, indicator.counts_persons) {
            (_, false) => self.def_no_persons().to_owned(),
            (Lang::Zh, true) => format!(
                "按人计的敏感数：1–{last} 人对无权者不显示（显示“<{threshold}”），能由合计倒推的一并隐去；门槛可配置。"
            ),
            (Lang::En, true) => format!(
                "It counts persons: 1 to {last} are not shown to those without the right to see them (\"<{threshold}\" stands there), nor what would let them be reckoned back. The threshold can be configured."
            ),
        }
    }

    /// What follows when a rule does not hold.
    pub fn rule_kind(self, kind: RuleKind) -> &'static str {
        match kind {
            RuleKind::Hard => self.rule_hard(),
            RuleKind::Warning => self.rule_warning(),
            RuleKind::Rows => self.rule_rows(),
            RuleKind::Documented => self.rule_documented(),
        }
    }

    /// Whether chance has a part, with the reason.
    pub fn inference_rule(self, indicator: &Indicator) -> &'static str {
        match indicator.without_certainty() {
            None => self.pick(
                "过程：是对人做的事，数字会在服务水平上下偶然波动。状态旁给出 95% 区间（比例用 Wilson；‰ 率 10 例以下用精确法，10 例起用 Byar），只作参考，不改变状态。",
                "A process: what is done for persons varies by chance about what the service achieves. A 95% interval stands beside the status (Wilson for shares; for the per mille rate exact below 10 events, Byar from 10). It never changes the status.",
            ),
            Some(NoCertainty::Census) => self.pick(
                "全数：每一个都清点过，有就是有，没有就是没有，没有抽样误差，不给区间。疑问在于测量：覆盖、数据日期、现场核实。",
                "A census: every one was counted and either has it or has not. There is no sampling error and no interval; what can be doubted is the measurement: coverage, age of data, verification.",
            ),
            Some(_) => self.pick(
                "是否或计数，不是率：说的就是发生了什么，不给区间。",
                "Yes or no, or a count, and no rate: it tells what happened, and has no interval.",
            ),
        }
    }
}

/// p = 0.013, p < 0.001.
fn p_value(p: f64) -> String {
    match p < 0.001 {
        true => "p < 0.001".to_owned(),
        false => format!("p = {p:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_carry_their_sign_and_nothing_has_none() {
        let words = Words(Lang::Zh);
        assert_eq!(words.signed(1.254, 2), "+1.25");
        assert_eq!(words.signed(-0.4, 2), "−0.40");
        assert_eq!(words.signed(-0.001, 2), "0.00");
    }

    #[test]
    fn a_small_p_is_not_nothing() {
        assert_eq!(
            (p_value(0.0), p_value(0.0131)),
            ("p < 0.001".into(), "p = 0.013".into())
        );
    }
}
