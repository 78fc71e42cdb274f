//! A year: what an honest clerk would have filed, month by month.

use super::course::MONTHS;
use kpi::facts::Value;
use std::collections::BTreeMap;

/// The figures of one month, by data element.
pub type Figures = BTreeMap<&'static str, Value>;

/// The figures of a unit for one programme, January first.
#[derive(Debug, Clone, Default)]
pub struct Year {
    months: [Figures; MONTHS],
}

impl Year {
    /// The figures of a month; 0 is January.
    pub fn month(&self, month: usize) -> &Figures {
        &self.months[month]
    }

    /// The same, to change.
    pub fn month_mut(&mut self, month: usize) -> &mut Figures {
        &mut self.months[month]
    }

    /// A figure in one month.
    pub fn put(&mut self, month: usize, element: &'static str, figure: i64) {
        self.say(month, element, Value::Figure(figure));
    }

    /// A figure in several months.
    pub fn put_each(
        &mut self,
        months: impl IntoIterator<Item = usize>,
        element: &'static str,
        figure: impl Fn(usize) -> i64,
    ) {
        for month in months {
            self.put(month, element, figure(month));
        }
    }

    /// A yes or no in one month.
    pub fn tell(&mut self, month: usize, element: &'static str, yes: Answer) {
        self.put(month, element, i64::from(yes == Answer::Yes));
    }

    /// Any value in one month.
    pub fn say(&mut self, month: usize, element: &'static str, value: Value) {
        self.months[month].insert(element, value);
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 是
    Yes,
    /// 否
    No,
}

impl Answer {
    /// Yes when it is so.
    pub fn when(so: bool) -> Answer {
        if so { Answer::Yes } else { Answer::No }
    }
}
