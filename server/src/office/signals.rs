//! What is worth verifying: the rules over all units, told of those at and under one.
//!
//! What is usual is counted among all units, so the rules are asked of all of them at once, and
//! what they said is kept until figures or targets change. Nothing is written: a question is.

use super::board::Board;
use super::tree::Tree;
use super::veil::Veil;
use super::{Office, Stop, again};
use crate::store::{LocalTargetRow, QuestionRow, Reading, Span};
use app::ask::questions::{Came, QuestionState, RuleOutcome};
use app::ask::signals::{Place, Signals, Stated, ToldSign, WorthVerifying};
use app::ask::units::{UnitRef, path_to};
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::catalogue;
use kpi::facts::Facts;
use kpi::org_unit::NATION;
use kpi::role::{Action, Actor};
use kpi::signals::panel::WINDOW;
use kpi::signals::{Observed, Panel, RULES, RuleCode, Shown, Sign, Survey, survey};
use kpi::{Indicator, OrgUnit, Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// What was found, by the state of figures and targets it was found in, and by month.
#[derive(Debug, Default)]
pub(super) struct Surveys(Mutex<HashMap<(i64, i64, Period), Arc<Survey>>>);

/// So many months are kept at most.
const MOST_KEPT: usize = 24;

#[async_trait]
impl Signals for Office {
    async fn worth_verifying(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<WorthVerifying, Refusal> {
        again!(self.tell_worth_verifying(who, org_unit, period))
    }
}

/// Asks the rules, with all figures in hand. It keeps a core busy for a while, so it is not done
/// where others wait.
fn find(
    tree: &Tree,
    facts: &BTreeMap<UnitCode, Facts>,
    targets: Vec<LocalTargetRow>,
    to: Period,
) -> Survey {
    let board = Board::new(tree, targets);
    let observed: Vec<Observed> = facts
        .iter()
        .filter(|(code, _)| tree.files_returns(**code))
        .filter_map(|(code, facts)| {
            let unit = tree.units().get(*code)?;
            Some(Observed { unit, facts })
        })
        .collect();
    let panel = Panel::of(tree.units(), &observed, to, |indicator, unit, period| {
        board.standard(indicator, unit, period)
    });
    survey(&panel)
}

impl Office {
    /// What the rules say up to a month.
    pub(super) async fn survey(
        &self,
        reading: &mut Reading,
        to: Period,
    ) -> Result<Arc<Survey>, Stop> {
        let as_of = reading.figures_as_of().await?;
        let place = (as_of, reading.targets_as_of().await?, to);
        let known = {
            let surveys = self
                .surveys
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            surveys.get(&place).cloned()
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let span = Span {
            from: to.plus(1 - WINDOW),
            to,
        };
        // A yearly figure reaches back to January of the year before.
        let since = span.from.plus(-12).start_of_year();
        let facts = reading.facts_of_all(span, since).await?;
        let targets = reading.local_targets(NATION).await?;
        let tree = self.tree.clone();
        let found = tokio::task::spawn_blocking(move || find(&tree, &facts, targets, to))
            .await
            .map_err(|error| Stop::Broken(error.to_string()))?;
        let found = Arc::new(found);
        let mut surveys = self
            .surveys
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        surveys.retain(|(figures, ..), _| *figures >= as_of);
        if surveys.len() >= MOST_KEPT {
            surveys.clear();
        }
        surveys.insert(place, found.clone());
        Ok(found)
    }

    /// The veil before one reader, over every month that signs and questions show.
    pub(super) async fn veil_of_signs(
        &self,
        reading: &mut Reading,
        who: &Actor,
        span: Span,
    ) -> Result<Veil<'_>, Stop> {
        let persons: Vec<&Indicator> = catalogue()
            .indicators()
            .iter()
            .filter(|indicator| indicator.counts_persons)
            .collect();
        self.veil(reading, who, persons, span).await
    }

    async fn tell_worth_verifying(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<WorthVerifying, Stop> {
        self.permit(who, Action::Compare, org_unit)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let mut reading = self.store.read().await?;
        let survey = self.survey(&mut reading, period).await?;
        let span = Span {
            from: period.plus(1 - WINDOW),
            to: period,
        };
        let veil = self.veil_of_signs(&mut reading, who, span).await?;
        let questions = reading.questions_under(org_unit).await?;
        let answered = reading.answered_questions(org_unit).await?;
        drop(reading);
        let here = |unit: UnitCode| unit == org_unit || self.units().is_below(unit, org_unit);
        let listed: Vec<Place> = survey
            .findings
            .iter()
            .filter(|finding| here(finding.unit))
            .filter_map(|finding| self.place(who, &veil, &questions, org_unit, &finding.signs))
            .collect();
        let singles: Vec<Place> = survey
            .singles
            .iter()
            .filter(|sign| here(sign.unit))
            .filter_map(|sign| {
                let alone = std::slice::from_ref(sign);
                self.place(who, &veil, &questions, org_unit, alone)
            })
            .collect();
        let outcomes = outcomes(&listed, &questions, &answered);
        Ok(WorthVerifying {
            path: path_to(self.units(), org_unit),
            period,
            newest,
            listed,
            singles,
            rules: survey.rules.clone(),
            units: survey.units,
            expected: survey.expected,
            in_all: survey.findings.len(),
            calipers: survey.calipers.clone(),
            outcomes,
        })
    }

    /// Signs in one place, as the reader may see them.
    fn place(
        &self,
        who: &Actor,
        veil: &Veil<'_>,
        questions: &[QuestionRow],
        page: UnitCode,
        signs: &[Sign],
    ) -> Option<Place> {
        let unit = self.units().get(signs.first()?.unit)?;
        let told: Vec<ToldSign> = signs
            .iter()
            .map(|sign| self.told(who, veil, unit, sign))
            .collect();
        let about = |question: &&QuestionRow| {
            question.org_unit == unit.code
                && signs.iter().any(|sign| {
                    let asked =
                        |element: &String| question.elements.split(',').any(|one| one == element);
                    sign.from <= question.to
                        && question.from <= sign.to
                        && sign.elements.iter().any(asked)
                })
        };
        Some(Place {
            unit: UnitRef::from(unit),
            above: self.between(unit.code, page),
            signs: told,
            question: questions.iter().find(about).and_then(|question| {
                Some((question.id, QuestionState::from_code(&question.state)?))
            }),
            may_ask: who
                .permit(Action::Question, unit.code, self.units())
                .is_ok(),
        })
    }

    fn told(&self, who: &Actor, veil: &Veil<'_>, unit: &OrgUnit, sign: &Sign) -> ToldSign {
        let neighbour = sign.neighbour.filter(|neighbour| {
            who.permit(Action::Compare, *neighbour, self.units())
                .is_ok()
        });
        ToldSign {
            rule: sign.rule,
            elements: sign.elements.clone(),
            indicator: sign.indicator.clone(),
            from: sign.from,
            to: sign.to,
            figures: stated(veil, unit.code, &sign.figures),
            neighbour: neighbour
                .and_then(|code| self.units().get(code))
                .map(UnitRef::from),
            chance: sign.chance,
            adjusted: sign.adjusted,
        }
    }
}

/// Figures of a unit as the reader may see them. Where one of a month is withheld, so is what the
/// others of that month are held against: it could be reckoned back.
fn stated(veil: &Veil<'_>, unit: UnitCode, figures: &[Shown]) -> Vec<Stated> {
    let mut by_month: BTreeMap<Period, BTreeMap<String, i64>> = BTreeMap::new();
    for shown in figures {
        let month = by_month.entry(shown.period).or_default();
        month.insert(shown.element.clone(), shown.value);
    }
    let withheld: BTreeMap<Period, BTreeSet<String>> = by_month
        .into_iter()
        .map(|(period, figures)| {
            let marks = veil.withheld_of(unit, period, &figures);
            (period, marks.into_keys().collect())
        })
        .collect();
    let any = withheld.values().any(|elements| !elements.is_empty());
    let mut told: Vec<Stated> = figures
        .iter()
        .map(|shown| {
            let hidden = withheld
                .get(&shown.period)
                .is_some_and(|elements| elements.contains(&shown.element));
            Stated {
                element: shown.element.clone(),
                period: shown.period,
                value: Some(shown.value).filter(|_| !hidden),
                beside: shown.beside.filter(|_| !any),
            }
        })
        .collect();
    told.sort_by(|one, other| (one.period, &one.element).cmp(&(other.period, &other.element)));
    told.dedup();
    told
}

/// What came of the questions under a unit, by rule; a question about two rules counts for both.
fn outcomes(listed: &[Place], questions: &[QuestionRow], answered: &[i64]) -> Vec<RuleOutcome> {
    let rules = RULES.iter().map(|rule| Some(rule.code)).chain([None]);
    rules
        .map(|rule| {
            let about = |question: &&QuestionRow| match rule {
                Some(rule) => question.rules.split(',').any(|code| code == rule.code()),
                None => question.rules.is_empty(),
            };
            let mut closed = [0; 5];
            for question in questions.iter().filter(about) {
                let came = question.outcome.as_deref().and_then(Came::from_code);
                let place = Came::ALL.iter().position(|one| Some(*one) == came);
                if let Some(place) = place {
                    closed[place] += 1;
                }
            }
            RuleOutcome {
                rule,
                flagged: listed.iter().filter(|place| has(place, rule)).count(),
                asked: questions.iter().filter(about).count(),
                answered: questions
                    .iter()
                    .filter(about)
                    .filter(|question| answered.contains(&question.id))
                    .count(),
                closed,
            }
        })
        .collect()
}

fn has(place: &Place, rule: Option<RuleCode>) -> bool {
    rule.is_some_and(|rule| place.signs.iter().any(|sign| sign.rule == rule))
}
