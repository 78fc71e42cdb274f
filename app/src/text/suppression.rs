//! What is said where a small number of persons is withheld.

use super::Words;
use super::words::fixed;
use kpi::score::Score;

fixed! {
    withheld: "已隐去", "Withheld";
    withheld_note: "为保护个人隐私，人数过少的数字对您隐去（显示“<5”或“已隐去”）；为防止由合计反推，可能另隐去一个不小的数字。状态和合计仍按真实数字计算。", "To protect persons, small counts are withheld from you (shown \"<5\" or \"Withheld\"), and sometimes a larger one beside them, so that they cannot be reckoned back from the total. Status and totals are still computed from the true figures.";
}

impl Words {
    /// The same of a figure of a return.
    pub fn withheld_below(self, below: Option<i64>) -> String {
        below.map_or_else(|| self.withheld().to_owned(), |below| format!("<{below}"))
    }

    /// `<5` where it may be told that the number is small, else 已隐去.
    pub fn withheld_numerator(self, score: &Score) -> String {
        self.withheld_below(score.below)
    }
}
