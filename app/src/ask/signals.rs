//! Signals: the figures under a unit that are worth verifying, and what they rest on.

use super::questions::{QuestionState, RuleOutcome};
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::role::Actor;
use kpi::signals::{Caliper, Kind, RuleCode, RuleTally};
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A figure that a sign rests on, as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The data element.
    pub element: String,
    /// Its month.
    pub period: Period,
    /// The figure; `None` where it is withheld.
    pub value: Option<i64>,
    /// What the rule holds it against, where it is shown.
    pub beside: Option<i64>,
}

/// A sign, as the reader may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldSign {
    /// The rule.
    pub rule: RuleCode,
    /// Which data elements.
    pub elements: Vec<String>,
    /// Which indicator.
    pub indicator: Option<String>,
    /// The first month.
    pub from: Period,
    /// The last month.
    pub to: Period,
    /// The figures.
    pub figures: Vec<Stated>,
    /// Whose figures are the same; `None` too where the reader may not see that unit.
    pub neighbour: Option<UnitRef>,
    /// How likely the like is where nothing is behind it.
    pub chance: f64,
    /// The same after Benjamini and Hochberg.
    pub adjusted: Option<f64>,
}

impl ToldSign {
    /// What its rule looks at.
    pub fn kind(&self) -> Kind {
        self.rule.rule().kind
    }
}

/// One place: an entry of the list, or a sign that stands alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Whose figures.
    pub unit: UnitRef,
    /// The units between it and the one the page is about, highest first.
    pub above: Vec<UnitRef>,
    /// Its signs, the rarest first.
    pub signs: Vec<ToldSign>,
    /// The last question about it: its number, and where it stands.
    pub question: Option<(i64, QuestionState)>,
    /// Whether the reader may ask about it.
    pub may_ask: bool,
}

impl Place {
    /// The first month of any of its signs.
    pub fn from(&self) -> Option<Period> {
        self.signs.iter().map(|sign| sign.from).min()
    }

    /// The last month of any of its signs.
    pub fn to(&self) -> Option<Period> {
        self.signs.iter().map(|sign| sign.to).max()
    }

    /// The data elements, the rarest sign's first.
    pub fn elements(&self) -> Vec<String> {
        let mut elements: Vec<String> = Vec::new();
        for element in self.signs.iter().flat_map(|sign| &sign.elements) {
            if !elements.contains(element) {
                elements.push(element.clone());
            }
        }
        elements
    }

    /// The indicator that its rarest sign looks at, or else the first that its figures make.
    pub fn indicator(&self) -> Option<String> {
        let said = self.signs.iter().find_map(|sign| sign.indicator.clone());
        said.or_else(|| {
            let elements = self.elements();
            let mut fed = elements
                .iter()
                .flat_map(|code| kpi::catalogue().fed_by(code));
            fed.next().map(|indicator| indicator.code.clone())
        })
    }
}

/// What is worth verifying under a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorthVerifying {
    /// The units above, the nation first, with the unit itself last.
    pub path: Vec<UnitRef>,
    /// The month; the twelve before it are looked at too.
    pub period: Period,
    /// The newest month there is.
    pub newest: Period,
    /// Signs of two and more kinds in one place, the rarest first.
    pub listed: Vec<Place>,
    /// Signs that stand alone.
    pub singles: Vec<Place>,
    /// Each rule's tests, over all units: what is usual is counted among all.
    pub rules: Vec<RuleTally>,
    /// How many units were looked at.
    pub units: usize,
    /// How many entries of the whole list chance alone would give.
    pub expected: f64,
    /// How many entries the whole list has.
    pub in_all: usize,
    /// The units about each target.
    pub calipers: Vec<Caliper>,
    /// What came of questions, by rule.
    pub outcomes: Vec<RuleOutcome>,
}

/// Questions about what is worth verifying.
#[async_trait]
pub trait Signals: Send + Sync {
    /// What is worth verifying at and under a unit, up to a month.
    async fn worth_verifying(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<WorthVerifying, Refusal>;
}

/// See [`Signals::worth_verifying`].
#[server(name = AskWorthVerifying, prefix = "/ask", endpoint = "worth-verifying")]
pub async fn worth_verifying(
    org_unit: UnitCode,
    period: Option<Period>,
) -> Result<WorthVerifying, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(
        super::backend()
            .worth_verifying(&who, org_unit, period)
            .await,
    )
}
