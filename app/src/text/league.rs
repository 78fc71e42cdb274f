//! What is said around the league table.

use super::Words;
use super::words::fixed;
use crate::ask::league::{Ranking, SizeBy};
use kpi::catalogue::Lang;
use kpi::fraction::Fraction;
use kpi::score::Score;
use kpi::thresholds::{SMALL_DENOMINATOR, SMALL_NUMERATOR};
use kpi::{Period, UnitCode};

fixed! {
    start_column: "较年初", "Since January";
    start_long: "与本年第一个已接收的值相比", "Against the first accepted value of the year";
    course_column: "近12个月", "12 months";
    small_column: "小数目", "Small number";
    small_number: "小数目", "Small number";
    size_column: "规模", "Size";
    rank_column: "名次（95%区间）", "Rank (95% interval)";
    rank_median: "名次（中位）", "Rank (median)";
    rank_interval: "名次95%区间", "95% interval of the rank";
    rank_band: "档次", "Band";
    band_above: "明显靠前", "Clearly above";
    band_middle: "居中", "Middle";
    band_below: "明显靠后", "Clearly below";
    census_order: "本指标逐一清点，没有抽样误差：先后只反映清点结果，与偶然无关，因此不列名次和区间。", "Every unit was counted: the order says nothing about chance, so no rank and no interval is shown.";
    peers_link: "同规模", "Like size";
    peers_leave: "显示全部单位", "Show all units";
    peers_count: "个数", "How many";
    show_all_rows: "全部显示（供打印）", "Show all (for printing)";
    show_pages: "分页显示", "Show page by page";
    pages_label: "分页", "Pages";
    pages_label_below: "分页（表下）", "Pages, below the rows";
    previous_page: "上一页", "Previous page";
    next_page: "下一页", "Next page";
    by_change: "较上月升幅从大到小", "Largest rise since last month first";
    by_change_low: "较上月降幅从大到小", "Largest fall since last month first";
    by_start: "较年初升幅从大到小", "Largest rise since January first";
    by_start_low: "较年初降幅从大到小", "Largest fall since January first";
    by_size: "规模从大到小", "Largest unit first";
    by_status: "按状态", "By status";
    no_value: "无数", "none";
}

impl Words {
    /// How a value moved from another one: +3.12.
    pub fn change_of(self, now: &Score, before: Option<Fraction>) -> Option<String> {
        let then = Score {
            value: Some(before?),
            ..now.clone()
        };
        self.change_between(now, &then)
    }

    /// The word of a band.
    pub fn band(self, band: i8) -> &'static str {
        match band {
            1 => self.band_above(),
            -1 => self.band_below(),
            _ => self.band_middle(),
        }
    }

    /// How ranks were simulated, and what is shown of them.
    pub fn ranking_note(self, ranking: &Ranking) -> String {
        let Ranking {
            places,
            draws,
            seed,
            in_bands,
        } = ranking;
        let mut text = match self.0 {
            Lang::Zh => format!(
                "名次有偶然成分：对{places}个有数的单位各模拟{draws}次（Beta(x+1, n−x+1)，随机种子 {seed}，并列取中），列中位名次和95%区间。"
            ),
            Lang::En => format!(
                "Chance has a part in the order: the ranks of {places} units with a value were simulated {draws} times (Beta(x+1, n−x+1), seed {seed}, ties share their middle); shown are the median rank and its 95% interval."
            ),
        };
        if *in_bands {
            text.push_str(self.pick(
                "多数区间超过全表的一半，因此只分三档：明显靠前、居中、明显靠后。",
                " Most intervals span more than half of the table, so three bands are shown instead: clearly above, middle, clearly below.",
            ));
        }
        text
    }

    /// When a rate is marked as resting on small numbers.
    pub fn small_rule(self) -> String {
        match self.0 {
            Lang::Zh => format!(
                "“小数目”：分母小于{SMALL_DENOMINATOR}或分子小于{SMALL_NUMERATOR}，比率起伏大；官方状态仍按数判定。界限由本系统拟定。"
            ),
            Lang::En => format!(
                "\"Small number\": the denominator is below {SMALL_DENOMINATOR} or the numerator below {SMALL_NUMERATOR}, so the rate swings; the official status stands by the figures. The limits are ours."
            ),
        }
    }

    /// Which units are compared as peers.
    pub fn peers_note(self, unit: UnitCode, count: usize, by: SizeBy) -> String {
        match (self.0, by) {
            (Lang::Zh, SizeBy::Denominator) => {
                format!("只列 {unit} 和规模（本指标的分母）与它最接近的{count}个同级单位。")
            }
            (Lang::Zh, SizeBy::Villages) => {
                format!("只列 {unit} 和规模（官方村、社区数）与它最接近的{count}个同级单位。")
            }
            (Lang::En, SizeBy::Denominator) => format!(
                "Only {unit} and the {count} units of its level that are nearest to it in size (the indicator's denominator)."
            ),
            (Lang::En, SizeBy::Villages) => format!(
                "Only {unit} and the {count} units of its level that are nearest to it in size (the official number of villages and communities)."
            ),
        }
    }

    /// Which rows of how many are shown.
    pub fn rows_of(self, from: usize, to: usize, all: usize) -> String {
        match self.0 {
            Lang::Zh => format!("第{from}–{to}行，共{all}行"),
            Lang::En => format!("Rows {from} to {to} of {all}"),
        }
    }

    /// A course of twelve months in words: its ends, and how many months have no value.
    pub fn course_told(self, course: &[Option<i64>], last: Period, suffix: &str) -> String {
        let first = last.plus(1 - i32::try_from(course.len()).unwrap_or(1));
        let known: Vec<(Period, i64)> = first
            .through(last)
            .zip(course)
            .filter_map(|(month, value)| Some((month, (*value)?)))
            .collect();
        let gaps = course.len() - known.len();
        let number = |value: i64| format!("{:.2}{suffix}", value as f64 / 100.0);
        let (Some((from, start)), Some((to, end))) = (known.first(), known.last()) else {
            return self
                .pick("近12个月都没有数", "no value in twelve months")
                .to_owned();
        };
        let (start, end) = (number(*start), number(*end));
        match self.0 {
            Lang::Zh => format!("{from} {start} → {to} {end}，{gaps}个月无数"),
            Lang::En => format!("{from} {start} → {to} {end}, {gaps} months without a value"),
        }
    }

    /// A link to a unit's peers, read out.
    pub fn peers_of_label(self, name: &str) -> String {
        match self.0 {
            Lang::Zh => format!("与{name}同规模的单位"),
            Lang::En => format!("Units of like size as {name}"),
        }
    }
}
