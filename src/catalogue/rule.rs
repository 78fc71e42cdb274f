//! Validation rules: what cannot be, and what is unusual.
//!
//! The catalogue has them in prose, one clause each. A clause that speaks of typed figures is
//! written a second time in a small language and reckoned exactly:
//!
//! ```text
//! condition  = comparison { " and " comparison } | comparison { " or " comparison }
//! comparison = sum ("<=" | ">=" | "<" | ">" | "==" | "!=") sum
//! sum        = term { ("+" | "-") term }
//! term       = factor [ "*" factor ]
//! factor     = integer | element | "last(" element ")" | "official(" element ")" | "days"
//! ```
//!
//! A rule is broken only when everything it names is known: silence accuses nobody.

use super::bilingual::Bilingual;
use super::read::{Row, Unreadable};
use std::fmt;

/// One clause of the catalogue's validation rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id, such as `smd-reported-prevalence-4`.
    pub id: String,
    /// The indicator it belongs to.
    pub indicator: String,
    /// The clause, as the catalogue has it.
    pub clause: Bilingual,
    /// What follows when it does not hold.
    pub kind: RuleKind,
    /// When it applies; always, where empty.
    pub when: Option<Condition>,
    /// What must hold; empty for a clause that rows hold or that is only documented.
    pub must: Option<Condition>,
    /// The sentence for the person who typed, with `{reference}` where a figure belongs.
    pub message: Bilingual,
    /// Why a documented clause is no rule over typed figures, or how the rows hold it.
    pub reason: Bilingual,
}

/// What follows when a rule does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// It cannot be: the return is not taken.
    Hard,
    /// It is unusual: it is asked about and kept.
    Warning,
    /// It is held by the rows that are entered one by one (`kpi::rows`); the reason says how.
    Rows,
    /// It cannot be told from typed figures; the docs say why.
    Documented,
}

/// Comparisons that must hold, all or any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    join: Join,
    comparisons: Vec<Comparison>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    All,
    Any,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Comparison {
    left: Vec<Term>,
    operator: Operator,
    right: Vec<Term>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    AtMost,
    AtLeast,
    Below,
    Above,
    Equal,
    Unequal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    sign: i128,
    factors: Vec<Factor>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Factor {
    Number(i128),
    Figure(Reference),
}

/// A figure that a rule names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// The value in the return; where it is not asked there, the one in force.
    Current(String),
    /// The last accepted value before the period.
    Last(String),
    /// The official count of the division.
    Official(String),
    /// The days of the month.
    Days,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Current(element) => write!(f, "{element}"),
            Reference::Last(element) => write!(f, "last({element})"),
            Reference::Official(element) => write!(f, "official({element})"),
            Reference::Days => write!(f, "days"),
        }
    }
}

impl Rule {
    pub(super) fn read(row: &Row) -> Result<Rule, Unreadable> {
        let condition = |column: &str| match row.text(column)?.as_str() {
            "" => Ok(None),
            text => Condition::parse(text)
                .map(Some)
                .ok_or_else(|| row.unreadable(column)),
        };
        Ok(Rule {
            id: row.text("id")?,
            indicator: row.text("indicator")?,
            clause: row.bilingual("clause")?,
            kind: row.one_of(
                "kind",
                &[
                    ("hard", RuleKind::Hard),
                    ("warning", RuleKind::Warning),
                    ("rows", RuleKind::Rows),
                    ("documented", RuleKind::Documented),
                ],
            )?,
            when: condition("when")?,
            must: condition("must")?,
            message: row.bilingual("message")?,
            reason: row.bilingual("reason")?,
        })
    }

    /// The figures it names, as written: first those that must, then those that say when.
    pub fn as_written(&self) -> impl Iterator<Item = &Reference> {
        self.must
            .iter()
            .chain(&self.when)
            .flat_map(Condition::references)
    }

    /// The figures it names, each once.
    pub fn references(&self) -> Vec<&Reference> {
        let mut all: Vec<_> = self.as_written().collect();
        all.sort();
        all.dedup();
        all
    }

    /// The element it is told beside, where this draft has it: the first it names.
    pub fn place(&self) -> Option<&str> {
        self.as_written().find_map(|reference| match reference {
            Reference::Current(code) => Some(code.as_str()),
            _ => None,
        })
    }

    /// Whether what must be holds; `None` where something it names is unknown.
    pub fn holds(&self, figure: impl Fn(&Reference) -> Option<i64>) -> Option<bool> {
        self.must.as_ref()?.holds(&figure)
    }

    /// Whether it holds a figure against the official count.
    pub fn names_official(&self) -> bool {
        self.as_written()
            .any(|reference| matches!(reference, Reference::Official(_)))
    }

    /// The figures that break it, or `None` where it holds or something it names is unknown.
    /// `figure` answers what a reference stands for.
    pub fn broken_by(
        &self,
        figure: impl Fn(&Reference) -> Option<i64>,
    ) -> Option<Vec<(String, i64)>> {
        let must = self.must.as_ref()?;
        let applies = self
            .when
            .as_ref()
            .is_none_or(|when| when.holds(&figure) == Some(true));
        if !applies || must.holds(&figure) != Some(false) {
            return None;
        }
        self.references()
            .into_iter()
            .map(|reference| Some((reference.to_string(), figure(reference)?)))
            .collect()
    }
}

impl Condition {
    /// Reads a condition; `None` when the text is none.
    pub fn parse(text: &str) -> Option<Condition> {
        let (join, word) = match text.contains(" or ") {
            true => (Join::Any, " or "),
            false => (Join::All, " and "),
        };
        let comparisons = text.split(word).map(comparison).collect::<Option<_>>()?;
        Some(Condition { join, comparisons })
    }

    /// Whether it holds; `None` when a figure it needs is unknown.
    pub fn holds(&self, figure: &impl Fn(&Reference) -> Option<i64>) -> Option<bool> {
        let verdicts: Vec<bool> = self
            .comparisons
            .iter()
            .map(|one| one.holds(figure))
            .collect::<Option<_>>()?;
        Some(match self.join {
            Join::All => verdicts.iter().all(|holds| *holds),
            Join::Any => verdicts.iter().any(|holds| *holds),
        })
    }

    fn references(&self) -> impl Iterator<Item = &Reference> {
        self.comparisons
            .iter()
            .flat_map(|one| one.left.iter().chain(&one.right))
            .flat_map(|term| &term.factors)
            .filter_map(|factor| match factor {
                Factor::Figure(reference) => Some(reference),
                Factor::Number(_) => None,
            })
    }
}

impl Comparison {
    fn holds(&self, figure: &impl Fn(&Reference) -> Option<i64>) -> Option<bool> {
        let sum =
            |terms: &[Term]| -> Option<i128> { terms.iter().map(|term| term.value(figure)).sum() };
        let (left, right) = (sum(&self.left)?, sum(&self.right)?);
        Some(match self.operator {
            Operator::AtMost => left <= right,
            Operator::AtLeast => left >= right,
            Operator::Below => left < right,
            Operator::Above => left > right,
            Operator::Equal => left == right,
            Operator::Unequal => left != right,
        })
    }
}

impl Term {
    fn value(&self, figure: &impl Fn(&Reference) -> Option<i64>) -> Option<i128> {
        let product: Option<i128> = self
            .factors
            .iter()
            .map(|factor| match factor {
                Factor::Number(number) => Some(*number),
                Factor::Figure(reference) => figure(reference).map(i128::from),
            })
            .product();
        product.map(|product| self.sign * product)
    }
}

fn comparison(text: &str) -> Option<Comparison> {
    const OPERATORS: [(&str, Operator); 6] = [
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<", Operator::Below),
        (">", Operator::Above),
    ];
    let (sign, operator) = OPERATORS
        .into_iter()
        .find(|(sign, _)| text.contains(sign))?;
    let (left, right) = text.split_once(sign)?;
    Some(Comparison {
        left: sum(left)?,
        operator,
        right: sum(right)?,
    })
}

fn sum(text: &str) -> Option<Vec<Term>> {
    let mut terms = Vec::new();
    let mut sign = 1;
    let mut rest = text.trim();
    loop {
        let end = rest.find(['+', '-']).unwrap_or(rest.len());
        let factors = rest[..end]
            .split('*')
            .map(|part| factor(part.trim()))
            .collect::<Option<_>>()?;
        terms.push(Term { sign, factors });
        match rest[end..].chars().next() {
            None => return Some(terms),
            Some('-') => sign = -1,
            Some(_) => sign = 1,
        }
        rest = &rest[end + 1..];
    }
}

fn factor(text: &str) -> Option<Factor> {
    if let Ok(number) = text.parse() {
        return Some(Factor::Number(number));
    }
    let inside = |word: &str| {
        text.strip_prefix(word)?
            .strip_prefix('(')?
            .strip_suffix(')')
            .filter(|element| is_code(element))
            .map(str::to_owned)
    };
    let reference = if text == "days" {
        Reference::Days
    } else if let Some(element) = inside("last") {
        Reference::Last(element)
    } else if let Some(element) = inside("official") {
        Reference::Official(element)
    } else if is_code(text) {
        Reference::Current(text.to_owned())
    } else {
        return None;
    };
    Some(Factor::Figure(reference))
}

fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(reference: &Reference) -> Option<i64> {
        match reference.to_string().as_str() {
            "a" => Some(7),
            "b" => Some(3),
            "last(a)" => Some(5),
            "days" => Some(30),
            _ => None,
        }
    }

    fn holds(text: &str) -> Option<bool> {
        Condition::parse(text)
            .unwrap_or_else(|| panic!("{text:?} does not parse"))
            .holds(&figures)
    }

    #[test]
    fn sums_products_and_signs_are_reckoned_as_written() {
        assert_eq!(holds("a == last(a) + b - 1"), Some(true));
        assert_eq!(holds("a * 100 <= 105 * last(a)"), Some(false));
        assert_eq!(holds("a * b == 21 and days > 29"), Some(true));
        assert_eq!(holds("a < b or b < a"), Some(true));
    }

    #[test]
    fn an_unknown_figure_leaves_the_question_open() {
        assert_eq!(holds("a <= unknown"), None);
        assert_eq!(holds("a <= b or a <= unknown"), None);
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for bad in [
            "",
            "a",
            "a <=",
            "a <= B",
            "a = b",
            "a <= last()",
            "a <= b +",
        ] {
            assert_eq!(
                Condition::parse(bad),
                None,
                "{bad:?} was taken for a condition"
            );
        }
    }
}
