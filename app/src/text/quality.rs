//! What is said about data quality: checks with their thresholds and origins, and what they found.

use super::figures::with_commas;
use super::words::fixed;
use super::{Words, count};
use kpi::catalogue::{Lang, catalogue};
use kpi::fault::Broken;
use kpi::fraction::Fraction;
use kpi::quality::checks::*;
use kpi::quality::outliers::greatest_z;
use kpi::quality::related::dropout;
use kpi::quality::{
    Check, Dimension, Fit, Flag, Found, Measured, Origin, Severity, Subject, Tally,
};

fixed! {
    quality: "数据质量", "Data quality";
    quality_apart: "数据质量是单独的一栏：不改变达标状态，也不更正任何数。提示是请再看一眼，不是结论。", "Data quality is a field of its own: it changes no status and corrects no figure. A flag asks for a second look; it is not a verdict.";
    quality_overview: "查了什么，查到什么", "What was looked at, and what was found";
    quality_metric: "维度", "Dimension";
    quality_found: "查到 / 检查", "Found / tested";
    quality_share: "比例", "Share";
    quality_assessed: "判断", "Assessment";
    quality_fine: "无提示", "Nothing found";
    quality_look: "请核实", "Look";
    quality_untested: "未检验", "Not tested";
    quality_returns: "应报已收", "Returns received";
    quality_in_time: "按时", "In time";
    quality_values: "应填已填", "Values present";
    quality_every_month: "每月都报的单位", "Units that reported every month";
    quality_cells: "应填的格里", "In the cells that were due";
    quality_figures: "大于零的数", "figures above zero";
    quality_zeros: "零", "zeros";
    quality_blank: "空白", "blank";
    quality_outliers: "离群", "Outliers";
    quality_over_time: "与过去不一致", "Off their past";
    quality_related: "相关数不一致", "Related figures that disagree";
    quality_external: "与外部不一致", "Off outside sources";
    quality_denominators: "分母突变", "Denominators that jumped";
    quality_too_short: "历史太短、未作检验的序列", "Series too short to be tested";
    quality_too_short_note: "历史不够时不检验，也不补算；这些序列只计数。", "Where the history does not carry a test none is made and nothing is filled in; such series are only counted.";
    quality_no_population: "区划数据没有常住人口，辖区人口因此没有对照。", "The division data hold no population, so residents are held against nothing.";
    quality_units: "下级单位", "Units below";
    quality_units_note: "每一行含本单位及其全部下级；比例由个数相加得出，不是比例的平均。点单位名看它自己的提示。", "Each row holds the unit and all below it; shares come from added counts and are never means of shares. The name leads to the unit's own flags.";
    quality_flags: "提示", "Flags";
    quality_flags_of_unit: "本单位的提示", "Flags of this unit";
    quality_flags_below_note: "这里只列本单位自己报送的数；下级的提示请打开各单位，或下载全部提示。", "Only figures this unit filed itself are listed here; for the units below open each, or download all flags.";
    quality_no_flags: "没有符合条件的提示。", "No flag fits.";
    quality_not_yours: "提示的内容只给能看这些报表的人。", "What flags say is for those who may see the returns.";
    quality_check: "检查", "Check";
    quality_subject: "数", "Figure";
    quality_what: "查到什么", "What was found";
    quality_threshold: "阈值与出处", "Threshold and origin";
    quality_weight: "轻重", "Weight";
    quality_asked_for: "符合条件的提示", "Flags that fit";
    quality_verify: "须核实", "To verify";
    quality_note: "可留意", "To note";
    quality_any_dimension: "全部维度", "Any dimension";
    quality_any_subject: "全部指标和数", "Any figure";
    quality_any_weight: "不限轻重", "Any weight";
    quality_span: "月份", "Months";
    quality_span_year: "全部十二个月", "All twelve months";
    quality_span_month: "只看本月", "This month only";
    quality_elements: "数据元", "Data elements";
    quality_checks: "全部检查：阈值、出处、适合哪类数", "All checks: threshold, origin, and which figures each fits";
    quality_fits: "适合", "Fits";
    quality_origin: "出处", "Origin";
    quality_withheld: "涉及少数患者，数字不显示。", "It concerns a few persons: the figures are not shown.";
    quality_go_to: "去处", "Go to";
    quality_open_return: "报表", "Return";
    quality_page_before: "上一百个", "The hundred before";
    quality_page_after: "下一百个", "The hundred after";
    quality_open_progress: "走势", "Progress";
    quality_summary_file: "汇总表：", "Summary:";
    quality_flags_file: "全部提示：", "All flags:";
    quality_of_below: "含下级", "with those below";
    quality_bound_note: "标准差法只用于至少 11 个值的序列：n 个值里 |z| 最大只能是 (n−1)/√n，10 个值到不了 3，12 个值最多 3.18。", "Standard deviations are used on eleven values and more only: among n values no |z| exceeds (n−1)/√n, so ten never reach 3, and twelve reach 3.18 at most.";
    quality_dqr: "世界卫生组织数据质量评审（DQR）的四个维度", "The four dimensions of the WHO Data Quality Review (DQR)";
}

/// A number with one decimal, where it has one.
fn one_decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    with_commas(text.strip_suffix(".0").unwrap_or(&text))
}

fn per_cent(part: i64, whole: i64) -> String {
    match Fraction::new(i128::from(part), i128::from(whole)) {
        Some(share) => format!("{}%", share.times(100).rounded(1)),
        None => "–".to_owned(),
    }
}

impl Words {
    /// The name of a dimension.
    pub fn quality_dimension(self, dimension: Dimension) -> &'static str {
        match dimension {
            Dimension::Reporting => self.pick("完整与及时", "Completeness and timeliness"),
            Dimension::Outliers => self.pick("离群值", "Outliers"),
            Dimension::OverTime => self.pick("前后一致", "Consistency over time"),
            Dimension::Related => self.pick("相关数一致", "Related figures"),
            Dimension::External => self.pick("与外部一致", "External consistency"),
            Dimension::Denominators => self.pick("分母", "Denominators"),
        }
    }

    /// 须核实 / To verify
    pub fn quality_severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Verify => self.quality_verify(),
            Severity::Note => self.quality_note(),
        }
    }

    /// The name of a check.
    pub fn quality_check_name(self, check: Check) -> &'static str {
        let (zh, en) = match check {
            Check::Returns => ("报表完整率", "Completeness of returns"),
            Check::InTime => ("报表及时率", "Timeliness of returns"),
            Check::Values => ("数值完整率", "Completeness of values"),
            Check::Steady => ("完整率前后一致", "Consistency of completeness"),
            Check::ZeroAfter => ("有数之后为零", "Zero where a figure stood"),
            Check::AllZero => ("整张报表为零", "A return of zeros"),
            Check::Modified => ("修正 z 值", "Modified z-score"),
            Check::ModifiedPast => (
                "本月对以前各月的修正 z 值",
                "Modified z-score against the months before",
            ),
            Check::Extreme => ("三倍标准差", "Three standard deviations"),
            Check::Moderate => ("两倍标准差，两次以上", "Two standard deviations, twice"),
            Check::Years => ("与以前年度相比", "Against the years before"),
            Check::Months => ("与以前各月相比", "Against the months before"),
            Check::Falls => ("年内累计数下降", "A year-to-date figure that falls"),
            Check::PartOverWhole => ("部分大于全部", "Part above whole"),
            Check::Dropout => ("流失率为负", "Negative dropout"),
            Check::Catalogue => ("目录的核对规则", "Rule of the catalogue"),
            Check::Balance => ("在册进出平衡", "Balance of the register"),
            Check::Level => ("与全省之比", "Ratio against the province"),
            Check::Villages => (
                "村（社区）总数对官方数",
                "Villages against the official count",
            ),
            Check::Townships => (
                "乡镇（街道）总数对官方数",
                "Townships against the official count",
            ),
            Check::OverOfficial => ("超过官方总数", "Above the official count"),
            Check::Prevalence => ("报告患病率是否可信", "Plausibility of the prevalence"),
            Check::SumOfParts => ("自报数对下级之和", "Own figure against the sum below"),
            Check::Growth => ("分母增减", "Growth of a denominator"),
        };
        self.pick(zh, en)
    }

    /// From when on a check flags.
    pub fn quality_threshold_of(self, check: Check) -> String {
        let (zh, en) = match check {
            Check::Returns | Check::InTime | Check::Values => (
                format!("低于 {REPORTING_FLOOR}%"),
                format!("below {REPORTING_FLOOR}%"),
            ),
            Check::Steady => (
                format!("每月应填的数中已填比例，低于以前各月（至少 {FEWEST_MONTHS} 个月）合计比例 {STEADY_OFF}% 以上"),
                format!("share of the monthly values present more than {STEADY_OFF}% below that of the months before together (at least {FEWEST_MONTHS})"),
            ),
            Check::ZeroAfter => (
                format!("前一次不少于 {ZERO_AFTER}，本次为 0"),
                format!("0 after {ZERO_AFTER} or more"),
            ),
            Check::AllZero => (
                format!("至少 {ZEROS_FEWEST} 个数，全部为 0，其中有时点数或累计数"),
                format!("at least {ZEROS_FEWEST} figures, every one 0, and not of what happens only"),
            ),
            Check::Modified => (
                format!("|0.6745 × (x − 中位数) ÷ MAD| > {limit}；MAD 为 0 时用 1.253314 × 平均绝对差，都为 0 不提示；至少 {FEWEST_MODIFIED} 个值；当月数还须超出偶然（{CHANCE:.2} × √中位数），时点数比月变动，且变动至少 {CHANGE_PERCENT}% 和 {CHANGE_THINGS}（这几项为本系统所定）", limit = modified_limit()),
                format!("|0.6745 × (x − median) ÷ MAD| > {limit}; where MAD is 0 by 1.253314 × the mean absolute deviation, where both are 0 no flag; at least {FEWEST_MODIFIED} values; a monthly flow also beyond chance ({CHANCE:.2} × √median), a stock by its monthly changes of at least {CHANGE_PERCENT}% and {CHANGE_THINGS} (these are ours)", limit = modified_limit()),
            ),
            Check::ModifiedPast => (
                format!("同上，中位数与 MAD 只取以前各月（至少 {FEWEST_MODIFIED} 个），最新一月不进自己的基准"),
                format!("the same, with median and MAD of the months before only (at least {FEWEST_MODIFIED}): the newest month is no part of its own baseline"),
            ),
            Check::Extreme => (
                format!("|z| ≥ 3，样本标准差，至少 {FEWEST_EXTREME} 个值（n = 12 时 |z| 最大 {:.2}），且超出偶然", greatest_z(12)),
                format!("|z| ≥ 3 by the sample standard deviation, at least {FEWEST_EXTREME} values (for n = 12 no |z| exceeds {:.2}), and beyond chance", greatest_z(12)),
            ),
            Check::Moderate => (
                format!("2 ≤ |z| < 3 至少 {MODERATE_TOGETHER} 次，至少 {FEWEST_MODERATE} 个值，且超出偶然"),
                format!("2 ≤ |z| < 3 at least {MODERATE_TOGETHER} times, at least {FEWEST_MODERATE} values, and beyond chance"),
            ),
            Check::Years => (
                format!("偏离前三年（有几年用几年）同期平均超过 {OVER_TIME_OFF}%"),
                format!("more than {OVER_TIME_OFF}% off the mean of the same months in the three years before, or as many as there are"),
            ),
            Check::Months => (
                format!("偏离预期超过 {OVER_TIME_OFF}%，至少 {FEWEST_MONTHS} 个月；当月数的预期是以前各月平均，且相差超过 {OVER_TIME_DEVIATIONS} 倍标准差；时点数的预期是其 Theil-Sen 线的延长"),
                format!("more than {OVER_TIME_OFF}% off what is expected, from at least {FEWEST_MONTHS} months: of a flow their mean, and off it by more than {OVER_TIME_DEVIATIONS} of their standard deviations; of a stock the end of their Theil-Sen line"),
            ),
            Check::Falls => (
                format!("比同年上一次低 {FALL_PERCENT}% 以上，且不少于 {CHANGE_THINGS}"),
                format!("more than {FALL_PERCENT}% below the last of the same year, by at least {CHANGE_THINGS}"),
            ),
            Check::PartOverWhole => ("部分 > 全部".to_owned(), "part > whole".to_owned()),
            Check::Dropout => (
                "(前一步 − 后一步) ÷ 前一步 < 0".to_owned(),
                "(earlier − later) ÷ earlier < 0".to_owned(),
            ),
            Check::Catalogue => (
                "目录中的规则不成立；硬规则为须核实，提醒为可留意".to_owned(),
                "a rule of the catalogue does not hold; a hard rule is to verify, a warning to note".to_owned(),
            ),
            Check::Balance => (
                format!("在册与（上月 + 新建档 + 迁入 − 死亡 − 迁出）之差超过 {BALANCE_PERCENT}% 且超过 {BALANCE_THINGS} 人"),
                format!("the register is off last month + new + moved in − deaths − moved out by more than {BALANCE_PERCENT}% and {BALANCE_THINGS} patients"),
            ),
            Check::Level => (
                format!("偏离全省合计之比超过 {LEVEL_OFF}%（至少 {LEVEL_FEWEST} 个区县），且超出偶然"),
                format!("more than {LEVEL_OFF}% off the ratio of the province together (at least {LEVEL_FEWEST} counties), and beyond chance"),
            ),
            Check::Villages | Check::Townships => (
                format!("与 2020 年官方数相差超过 {EXTERNAL_OFF}%"),
                format!("more than {EXTERNAL_OFF}% off the official count of 2020"),
            ),
            Check::OverOfficial => (
                "没有自报总数时，部分 > 官方总数".to_owned(),
                "part > official count, where no whole is reported".to_owned(),
            ),
            Check::Prevalence => (
                format!("低于 {PREVALENCE_LOW}‰ 或高于 {PREVALENCE_HIGH}‰"),
                format!("below {PREVALENCE_LOW}‰ or above {PREVALENCE_HIGH}‰"),
            ),
            Check::SumOfParts => (
                "下级之和 > 自报数；下级即全部单位且都已报时，两数不等".to_owned(),
                "sum > own figure; where those below are all there are and all reported, any difference".to_owned(),
            ),
            Check::Growth => (
                format!("与上次报送相差超过 {GROWTH_OFF}%，且不少于 {CHANGE_THINGS}"),
                format!("more than {GROWTH_OFF}% off the one filed before, by at least {CHANGE_THINGS}"),
            ),
        };
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Where a threshold is from, said honestly.
    pub fn quality_origin_of(self, origin: Origin) -> &'static str {
        let (zh, en) = match origin {
            Origin::WhoFromMemory => (
                "世界卫生组织 DQR（2017），阈值凭记忆，未能打开原文核对",
                "WHO DQR 2017, the threshold from memory: its documents could not be opened",
            ),
            Origin::Nist => (
                "美国国家标准与技术研究院（NIST）手册 1.3.5.17，已核对",
                "NIST/SEMATECH handbook 1.3.5.17, read",
            ),
            Origin::Guide => (
                "区域卫生信息平台 DHIS2 的数据质量指南",
                "the data quality guide of DHIS2",
            ),
            Origin::Meaning => ("由定义得出", "it follows from the definitions"),
            Origin::Catalogue => ("本目录的核对规则", "the catalogue's own rules"),
            Origin::Ours => (
                "本系统所定，没有外部依据",
                "ours: no outside authority names one",
            ),
        };
        self.pick(zh, en)
    }

    /// A kind of figure.
    pub fn quality_fit(self, fit: Fit) -> &'static str {
        match fit {
            Fit::Returns => self.pick("报表", "returns"),
            Fit::Flow => self.pick("当月数", "monthly flows"),
            Fit::Stock => self.pick("时点数（比月变动）", "stocks, by their changes"),
            Fit::YearToDate => self.pick(
                "年内累计数（只在年内）",
                "year-to-date figures, within the year",
            ),
            Fit::Pair => self.pick("两个以上相关的数", "two or more related figures"),
            Fit::Denominator => self.pick("分母", "denominators"),
            Fit::OwnSum => self.pick("上级自报的数", "figures a unit above reports itself"),
        }
    }

    /// The kinds of figures that a check fits, in one line.
    pub fn quality_fits_of(self, check: Check) -> String {
        let kinds: Vec<&str> = check
            .fits()
            .iter()
            .map(|fit| self.quality_fit(*fit))
            .collect();
        kinds.join(self.pick("、", "; "))
    }

    /// Threshold and origin in one line, as they stand beside a flag.
    pub fn quality_rule(self, check: Check) -> String {
        let colon = self.pick("；出处：", "; origin: ");
        format!(
            "{}{colon}{}",
            self.quality_threshold_of(check),
            self.quality_origin_of(check.origin())
        )
    }

    /// What a flag is about.
    pub fn quality_subject_of(self, subject: &Subject) -> String {
        match subject {
            Subject::Programme(code) => self.programme_name(code),
            Subject::Element(code) => self.quality_element(code),
            Subject::Indicator(code) => catalogue()
                .indicator(code)
                .map_or_else(|| code.clone(), |indicator| self.of(&indicator.name)),
        }
    }

    fn quality_element(self, code: &str) -> String {
        catalogue()
            .element(code)
            .map_or_else(|| code.to_owned(), |element| self.of(&element.name))
    }

    /// What a flag found, with its figures.
    pub fn quality_told(self, flag: &Flag) -> String {
        let zh = self.0 == Lang::Zh;
        match &flag.found {
            Found::Withheld => self.quality_withheld().to_owned(),
            Found::Share { part, whole } => {
                let (n, of, share) = (count(*part), count(*whole), per_cent(*part, *whole));
                match (flag.check, zh) {
                    (Check::InTime, true) => format!("应报 {of} 张，按时 {n} 张（{share}）"),
                    (Check::InTime, false) => format!("{n} of {of} returns in time ({share})"),
                    (Check::Values, true) => format!("应填 {of} 个数，已填 {n} 个（{share}）"),
                    (Check::Values, false) => format!("{n} of {of} values present ({share})"),
                    (_, true) => format!("应报 {of} 张，已收 {n} 张（{share}）"),
                    (_, false) => format!("{n} of {of} returns received ({share})"),
                }
            }
            Found::Steady {
                part,
                whole,
                part_before,
                whole_before,
                months,
            } => {
                let (now, before) = (
                    per_cent(*part, *whole),
                    per_cent(*part_before, *whole_before),
                );
                match zh {
                    true => format!(
                        "本月已填 {part} / {whole}（{now}），以前 {months} 个月共 {part_before} / {whole_before}（{before}）"
                    ),
                    false => format!(
                        "{part} / {whole} values this month ({now}), {part_before} / {whole_before} in the {months} months before ({before})"
                    ),
                }
            }
            Found::Zero { before, since } => {
                let (before, since) = (count(*before), self.month(*since));
                match zh {
                    true => format!("本月为 0，{since}为 {before}：是零，还是没有数？"),
                    false => {
                        format!("0 now, {before} in {since}: is it zero, or is there no figure?")
                    }
                }
            }
            Found::Zeros { figures } => match zh {
                true => format!("{figures} 个数全部为 0"),
                false => format!("all {figures} figures are 0"),
            },
            Found::Outlier { .. } => self.quality_outlier(&flag.found),
            Found::Ratio {
                now,
                expected,
                points,
            } => {
                let (now_, wanted) = (count(*now), one_decimal(*expected));
                let ratio = one_decimal(100.0 * *now as f64 / expected.max(f64::MIN_POSITIVE));
                match (flag.check, zh) {
                    (Check::Years, true) => {
                        format!("{now_}，前 {points} 年同期平均 {wanted}，为其 {ratio}%")
                    }
                    (Check::Years, false) => format!(
                        "{now_}; the mean of the {points} years before is {wanted}, so {ratio}% of it"
                    ),
                    (_, true) if *expected > 0.0 => {
                        format!("{now_}，按以前 {points} 个月预期 {wanted}，为其 {ratio}%")
                    }
                    (_, false) if *expected > 0.0 => format!(
                        "{now_}; {wanted} expected from the {points} months before, so {ratio}% of it"
                    ),
                    (_, true) => format!("{now_}，按以前 {points} 个月预期 {wanted}"),
                    (_, false) => {
                        format!("{now_}; {wanted} expected from the {points} months before")
                    }
                }
            }
            Found::Fall { now, before, since } => {
                let (now, before, since) = (count(*now), count(*before), self.month(*since));
                match zh {
                    true => format!("{now}，少于{since}的 {before}；年内累计数不应下降"),
                    false => format!(
                        "{now}, below {before} in {since}; a figure since January does not fall"
                    ),
                }
            }
            Found::Pair {
                part,
                whole_element,
                whole,
            } => {
                let lost = dropout(*whole, *part)
                    .filter(|_| flag.check == Check::Dropout)
                    .map(|lost| lost.times(100).rounded(1));
                let (part, whole) = (count(*part), count(*whole));
                let other = self.quality_element(whole_element);
                let mut text = match zh {
                    true => format!("{part}，大于{other} {whole}"),
                    false => format!("{part}, above {other}: {whole}"),
                };
                if let Some(lost) = lost {
                    text.push_str(&match zh {
                        true => format!("；流失率 {lost}%"),
                        false => format!("; dropout {lost}%"),
                    });
                }
                text
            }
            Found::Broken { rule, figures } => self.broken(&Broken {
                rule: rule.clone(),
                element: flag.subject.code().to_owned(),
                figures: figures.clone(),
            }),
            Found::Balance { now, expected } => {
                let (apart, now, expected) = (count(now - expected), count(*now), count(*expected));
                match zh {
                    true => format!("在册 {now}，按上月与本月进出应为 {expected}，相差 {apart}"),
                    false => format!(
                        "register {now}; last month and what came and went make {expected}; difference {apart}"
                    ),
                }
            }
            Found::Level {
                part,
                whole_element,
                whole,
                all_part,
                all_whole,
                units,
            } => {
                let (own, all) = (per_cent(*part, *whole), per_cent(*all_part, *all_whole));
                let (part, whole) = (count(*part), count(*whole));
                let other = self.quality_element(whole_element);
                match zh {
                    true => format!(
                        "{part} / {whole}（{own}，分母：{other}），全省 {units} 个区县合计 {all}"
                    ),
                    false => format!(
                        "{part} / {whole} ({own} of {other}); {all} in the {units} counties of the province together"
                    ),
                }
            }
            Found::Official { reported, official } => {
                let apart = per_cent(reported - official, *official);
                let (reported, official) = (count(*reported), count(*official));
                match zh {
                    true => format!("报送 {reported}，官方数 {official}，相差 {apart}"),
                    false => {
                        format!("{reported} reported, {official} official, a difference of {apart}")
                    }
                }
            }
            Found::Prevalence {
                registered,
                residents,
            } => {
                let rate = Fraction::new(i128::from(*registered), i128::from(*residents))
                    .map_or_else(String::new, |rate| rate.times(1000).rounded(2));
                let (registered, residents) = (count(*registered), count(*residents));
                match zh {
                    true => format!("在册 {registered}，常住人口 {residents}，{rate}‰"),
                    false => format!("{registered} registered of {residents} residents, {rate}‰"),
                }
            }
            Found::Parts {
                own,
                sum,
                units,
                of,
            } => {
                let (own, sum) = (count(*own), count(*sum));
                match zh {
                    true => format!("自报 {own}，下级之和 {sum}（{of} 个单位中 {units} 个已报）"),
                    false => format!(
                        "{own} reported itself, {sum} as the sum below ({units} of {of} units reported)"
                    ),
                }
            }
            Found::Growth { now, before, since } => {
                let change = per_cent(now - before, *before);
                let (now, before, since) = (count(*now), count(*before), self.month(*since));
                match zh {
                    true => format!("{now}，{since}为 {before}，变动 {change}"),
                    false => format!("{now}, {before} in {since}, a change of {change}"),
                }
            }
        }
    }

    fn quality_outlier(self, found: &Found) -> String {
        let Found::Outlier {
            value,
            before,
            centre,
            spread,
            measured,
            z,
            months,
            back,
        } = found
        else {
            return String::new();
        };
        let zh = self.0 == Lang::Zh;
        let (centre_name, spread_name) = match measured {
            Measured::MedianDeviation => (
                self.pick("中位数", "median"),
                self.pick("绝对中位差", "median absolute deviation"),
            ),
            Measured::MeanDeviation => (
                self.pick("中位数", "median"),
                self.pick("平均绝对差", "mean absolute deviation"),
            ),
            Measured::StandardDeviation => (
                self.pick("平均", "mean"),
                self.pick("标准差", "standard deviation"),
            ),
        };
        let value_ = count(*value);
        let (centre, spread, z) = (one_decimal(*centre), one_decimal(*spread), one_decimal(*z));
        let mut text = match (before, zh) {
            (None, true) => format!(
                "{value_}；{months} 个月的{centre_name} {centre}，{spread_name} {spread}，z = {z}"
            ),
            (None, false) => format!(
                "{value_}; {centre_name} of {months} months {centre}, {spread_name} {spread}, z = {z}"
            ),
            (Some(before), zh) => {
                let change = value - before;
                let sign = if change > 0 { "+" } else { "" };
                let (before, change) = (count(*before), count(change));
                match zh {
                    true => format!(
                        "{value_}，上月 {before}，变动 {sign}{change}；{months} 次月变动的{centre_name} {centre}，{spread_name} {spread}，z = {z}"
                    ),
                    false => format!(
                        "{value_}, {before} the month before, a change of {sign}{change}; {centre_name} of {months} monthly changes {centre}, {spread_name} {spread}, z = {z}"
                    ),
                }
            }
        };
        if *back {
            text.push_str(self.pick("；次月又回来", "; the month after it went back"));
        }
        text
    }

    /// 3 / 120
    pub fn quality_of(self, tally: Tally) -> String {
        format!("{} / {}", count(tally.hits), count(tally.tested))
    }

    /// 2.5 of each hundred, of figures; of returns the share.
    pub fn quality_share_of(self, tally: Tally) -> String {
        match tally.tested {
            0 => self.quality_untested().to_owned(),
            _ => per_cent(tally.hits, tally.tested),
        }
    }

    /// The unit's data quality in a few words: 2 to verify, 3 to note.
    pub fn quality_in_short(self, verify: i64, note: i64) -> String {
        match (self.0, verify, note) {
            (_, 0, 0) => self.quality_fine().to_owned(),
            (Lang::Zh, ..) => format!("须核实 {} 处，可留意 {} 处", count(verify), count(note)),
            (Lang::En, ..) => format!("{} to verify, {} to note", count(verify), count(note)),
        }
    }

    /// The twelve months that are looked at.
    pub fn quality_window(self, from: kpi::Period, to: kpi::Period) -> String {
        match self.0 {
            Lang::Zh => format!("{}至{}", self.month(from), self.month(to)),
            Lang::En => format!("{} to {}", self.month(from), self.month(to)),
        }
    }

    /// Which of the units of a long table are shown.
    pub fn quality_page_of(self, first: usize, last: usize, all: usize) -> String {
        match self.0 {
            Lang::Zh => format!("第 {first}–{last} 个，共 {all} 个单位"),
            Lang::En => format!("Units {first}–{last} of {all}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_every_check_as_it_is() {
        let page = include_str!("../../../docs/data-quality.md");
        let words = Words(Lang::En);
        for check in Check::ALL {
            let line = format!(
                "| `{}` | {} | {} | {} | {} |",
                check.code(),
                words.quality_check_name(check),
                words.quality_threshold_of(check).replace('|', "\\|"),
                words.quality_origin_of(check.origin()),
                words.quality_fits_of(check),
            );
            assert!(
                page.contains(&line),
                "docs/data-quality.md lacks the line\n{line}"
            );
        }
    }

    #[test]
    fn figures_are_told_with_one_decimal_at_most() {
        assert_eq!(one_decimal(1234.0), "1,234");
        assert_eq!(one_decimal(-0.25), "-0.2");
        assert_eq!(per_cent(9, 0), "–");
    }
}
