//! What is said around the heat map.

use super::Words;
use super::words::fixed;
use crate::ask::heat::HeatMap;
use kpi::catalogue::Lang;
use kpi::score::Status;

fixed! {
    heat: "达标热图", "Heat map";
    heat_table: "热图的数据", "The heat map as a table";
    heat_scored: "计分指标", "Scored indicators";
    heat_which: "指标", "Indicators";
    by_not_met: "未达标多的在前", "Most not met first";
    not_met_count: "未达标数", "Not met";
    with_status: "至少有一项", "With at least one";
    heat_below: "热图，数据见下表", "The heat map; its data stand in the table below";
    how_counted: "怎么算", "How this is counted";
    heat_order_note: "按未达标数排序时，不计报告患病率。", "Ordered by the number not met, reported prevalence is not counted.";
}

impl Words {
    /// The word of a status; 仅监测 where nothing is asked.
    pub fn status_word(self, status: Option<Status>) -> &'static str {
        status.map_or(self.watched(), |status| self.status(status))
    }

    /// What the chart shows, as a sentence.
    pub fn heat_finding(self, map: &HeatMap) -> String {
        let cells = || map.rows.iter().flat_map(|row| &row.cells);
        let is = |status| move |cell: &&Option<_>| **cell == Some(status);
        let met = cells().filter(is(Status::Met)).count();
        let not_met = cells().filter(is(Status::NotMet)).count();
        let judged = cells().filter(|cell| cell.is_some()).count();
        let (units, indicators) = (map.rows.len(), map.indicators.len());
        match self.0 {
            Lang::Zh => format!(
                "本页{units}个单位、{indicators}项指标：{judged}格中，{met}格达标，{not_met}格未达标。"
            ),
            Lang::En => format!(
                "{units} units by {indicators} indicators on this page: of {judged} cells {met} are met and {not_met} are not met."
            ),
        }
    }

    /// The number under which an indicator stands in the chart.
    pub fn numbered(self, number: usize, name: &str) -> String {
        format!("{number} {name}")
    }
}
