//! Questions about figures: asked by who evaluates, answered by the unit, closed with an outcome.

use super::talk::plain;
use super::veil::Veil;
use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{NewEntry, QuestionEntryRow, QuestionRow, Reading, Span};
use app::ask::questions::{
    Act, Askable, AskedFigure, Because, Came, LONGEST_WORDS, NewQuestion, OpenQuestion,
    QuestionEntry, QuestionFault, QuestionHead, QuestionList, QuestionState, Questions,
};
use app::ask::talk::Did;
use app::ask::units::{UnitRef, path_to};
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::catalogue;
use kpi::role::{Action, Actor, Permit, Role};
use kpi::signals::RuleCode;
use kpi::signals::panel::WINDOW;
use kpi::{Period, UnitCode};
use std::collections::BTreeMap;

/// No more figures go with one question.
const MOST_FIGURES: usize = 400;

#[async_trait]
impl Questions for Office {
    async fn questions(&self, who: &Actor) -> Result<QuestionList, Refusal> {
        again!(self.list_questions(who))
    }

    async fn question(&self, who: &Actor, id: i64) -> Result<OpenQuestion, Refusal> {
        again!(self.lay_question(who, id))
    }

    async fn open_questions(&self, who: &Actor) -> Result<i64, Refusal> {
        again!(self.count_open(who))
    }

    async fn askable(
        &self,
        who: &Actor,
        unit: UnitCode,
        indicator: &str,
        period: Period,
    ) -> Result<Askable, Refusal> {
        again!(self.lay_askable(who, unit, indicator, period))
    }

    async fn ask(&self, who: &Actor, question: &NewQuestion) -> Result<i64, Refusal> {
        again!(self.ask_once(who, question))
    }

    async fn answer_question(
        &self,
        who: &Actor,
        id: i64,
        revision: i64,
        because: Option<Because>,
        text: &str,
        evidence: &str,
    ) -> Result<(), Refusal> {
        let said = Said {
            deed: Deed::Answer(because),
            text,
            evidence,
        };
        again!(self.say(who, id, revision, said))
    }

    async fn follow_up(
        &self,
        who: &Actor,
        id: i64,
        revision: i64,
        text: &str,
    ) -> Result<(), Refusal> {
        let said = Said {
            deed: Deed::FollowUp,
            text,
            evidence: "",
        };
        again!(self.say(who, id, revision, said))
    }

    async fn close_question(
        &self,
        who: &Actor,
        id: i64,
        revision: i64,
        came: Option<Came>,
        text: &str,
    ) -> Result<(), Refusal> {
        let said = Said {
            deed: Deed::Close(came),
            text,
            evidence: "",
        };
        again!(self.say(who, id, revision, said))
    }
}

/// What is done with a question that is there.
#[derive(Clone, Copy)]
enum Deed {
    Answer(Option<Because>),
    FollowUp,
    Close(Option<Came>),
}

#[derive(Clone, Copy)]
struct Said<'a> {
    deed: Deed,
    text: &'a str,
    evidence: &'a str,
}

/// Words, read: not too many, and some where they are needed.
fn words(text: &str, needed: bool) -> Result<String, Stop> {
    let text = plain(text);
    match text.chars().count() {
        0 if needed => Err(QuestionFault::NoWords.into()),
        length if length > LONGEST_WORDS => Err(QuestionFault::TooLong(length).into()),
        _ => Ok(text),
    }
}

impl From<QuestionFault> for Stop {
    fn from(fault: QuestionFault) -> Stop {
        Stop::Refused(Refusal::Question(fault))
    }
}

fn elements_of(row: &QuestionRow) -> Vec<String> {
    let codes = row.elements.split(',').filter(|code| !code.is_empty());
    codes.map(str::to_owned).collect()
}

impl Office {
    async fn list_questions(&self, who: &Actor) -> Result<QuestionList, Stop> {
        let unit = self.unit(who.org_unit)?;
        self.permit(who, Action::ViewReturn, who.org_unit)?;
        let mut reading = self.store.read().await?;
        let rows = reading.questions_under(who.org_unit).await?;
        let moments = reading.question_moments(who.org_unit).await?;
        Ok(QuestionList {
            unit: UnitRef::from(unit),
            questions: rows
                .into_iter()
                .filter_map(|row| self.question_head(&row, moments.get(&row.id).copied()))
                .collect(),
        })
    }

    fn question_head(
        &self,
        row: &QuestionRow,
        moments: Option<(i64, i64)>,
    ) -> Option<QuestionHead> {
        let (first, last) = moments.unwrap_or_default();
        Some(QuestionHead {
            id: row.id,
            unit: UnitRef::from(self.units().get(row.org_unit)?),
            indicator: row.indicator.clone(),
            elements: elements_of(row),
            from: row.from,
            to: row.to,
            rules: row
                .rules
                .split(',')
                .filter_map(RuleCode::from_code)
                .collect(),
            state: QuestionState::from_code(&row.state)?,
            outcome: row.outcome.as_deref().and_then(Came::from_code),
            asked_at: Clock::moment(first),
            last_at: Clock::moment(last),
        })
    }

    async fn count_open(&self, who: &Actor) -> Result<i64, Stop> {
        match who.permit(Action::AnswerQuestion, who.org_unit, self.units()) {
            Ok(_) => Ok(self
                .store
                .read()
                .await?
                .open_questions(who.org_unit)
                .await?),
            Err(_) => Ok(0),
        }
    }

    /// A question that the reader may see: an unknown one is missing, another's forbidden.
    async fn seen(&self, who: &Actor, reading: &mut Reading, id: i64) -> Result<QuestionRow, Stop> {
        let row = reading.question(id).await?.ok_or(Refusal::Missing)?;
        self.permit(who, Action::ViewReturn, row.org_unit)?;
        Ok(row)
    }

    async fn lay_question(&self, who: &Actor, id: i64) -> Result<OpenQuestion, Stop> {
        let mut reading = self.store.read().await?;
        let row = self.seen(who, &mut reading, id).await?;
        let entries = reading.question_entries(id).await?;
        let then = reading.question_figures(id).await?;
        let span = Span {
            from: row.from,
            to: row.to,
        };
        let veil = self.veil_of_signs(&mut reading, who, span).await?;
        let now = reading.facts(row.org_unit, row.from, row.to).await?;
        drop(reading);
        let now =
            |element: &str, period| now.at(element, period).and_then(kpi::facts::Value::figure);
        let figures = then
            .into_iter()
            .map(|(element, period, figure)| {
                let current = now(&element, period);
                (element, period, Some(figure), current)
            })
            .collect();
        let moments = entries
            .first()
            .zip(entries.last())
            .map(|(a, b)| (a.at, b.at));
        let may = |action| who.permit(action, row.org_unit, self.units()).is_ok();
        let closed = row.state == QuestionState::Closed.code();
        Ok(OpenQuestion {
            head: self.question_head(&row, moments).ok_or(Refusal::Missing)?,
            path: path_to(self.units(), row.org_unit),
            figures: asked_figures(&veil, row.org_unit, figures),
            entries: entries.iter().filter_map(entry).collect(),
            revision: row.revision,
            may_answer: !closed && may(Action::AnswerQuestion),
            may_ask: !closed && may(Action::Question),
        })
    }

    async fn lay_askable(
        &self,
        who: &Actor,
        unit: UnitCode,
        code: &str,
        period: Period,
    ) -> Result<Askable, Stop> {
        self.permit(who, Action::Question, unit)?;
        let indicator = catalogue().indicator(code).ok_or(Refusal::Missing)?;
        let period = self.sayable(period)?;
        let mut reading = self.store.read().await?;
        let span = Span::only(period);
        let veil = self.veil_of_signs(&mut reading, who, span).await?;
        let facts = reading.facts(unit, period, period).await?;
        drop(reading);
        let figures = indicator
            .elements()
            .filter_map(|element| {
                let figure = facts.at(element, period)?.figure()?;
                Some((element.to_owned(), period, Some(figure), Some(figure)))
            })
            .collect();
        Ok(Askable {
            path: path_to(self.units(), unit),
            indicator: indicator.code.clone(),
            period,
            figures: asked_figures(&veil, unit, figures),
        })
    }

    async fn ask_once(&self, who: &Actor, question: &NewQuestion) -> Result<i64, Stop> {
        let permit = self.permit(who, Action::Question, question.unit)?;
        let (from, to) = (self.sayable(question.from)?, self.sayable(question.to)?);
        if from > to || to.months_since(from) >= 2 * WINDOW {
            return Err(Refusal::Missing.into());
        }
        let text = words(&question.text, true)?;
        let mut elements = question.elements.clone();
        if let Some(code) = &question.indicator {
            let indicator = catalogue().indicator(code).ok_or(Refusal::Missing)?;
            if elements.is_empty() {
                elements = indicator.elements().map(str::to_owned).collect();
            }
        }
        let known = |code: &String| catalogue().element(code).is_some();
        if elements.is_empty() || !elements.iter().all(known) {
            return Err(Refusal::Missing.into());
        }
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let rules: Vec<&str> = question.rules.iter().map(|rule| rule.code()).collect();
        let row = QuestionRow {
            id: change.number(),
            org_unit: question.unit,
            indicator: question.indicator.clone(),
            elements: elements.join(","),
            from,
            to,
            rules: rules.join(","),
            state: QuestionState::Open.code().to_owned(),
            revision: 1,
            outcome: None,
        };
        // A form that was sent twice, or two people at once: one question.
        let before = change.questions_under(question.unit).await?;
        let same = before.iter().find(|other| {
            other.org_unit == row.org_unit
                && other.elements == row.elements
                && (other.from, other.to) == (row.from, row.to)
                && other.indicator == row.indicator
                && other.state != QuestionState::Closed.code()
        });
        if let Some(same) = same {
            return Ok(same.id);
        }
        let facts = change.facts(question.unit, from, to).await?;
        let figures: Vec<(String, Period, i64)> = facts
            .iter()
            .filter(|(element, ..)| elements.iter().any(|one| one == element))
            .filter_map(|(element, period, value)| {
                Some((element.to_owned(), period, value.figure()?))
            })
            .take(MOST_FIGURES)
            .collect();
        if figures.is_empty() {
            return Err(QuestionFault::NoFigures.into());
        }
        change.add_question(&row, &figures).await?;
        let said = NewEntry {
            act: "asked",
            why: None,
            outcome: None,
            text: &text,
            evidence: "",
        };
        change.add_question_entry(row.id, said).await?;
        change.reason(&row.rules);
        change.commit().await?;
        Ok(row.id)
    }

    async fn say(&self, who: &Actor, id: i64, revision: i64, said: Said<'_>) -> Result<(), Stop> {
        let unit = {
            let mut reading = self.store.read().await?;
            self.seen(who, &mut reading, id).await?.org_unit
        };
        let permit = self.permit_for(who, said.deed, unit)?;
        let (act, why, outcome, state) = match said.deed {
            Deed::Answer(because) => {
                let because = because.ok_or(QuestionFault::NoAnswer)?;
                (
                    "answered",
                    Some(because.code()),
                    None,
                    QuestionState::Answered,
                )
            }
            Deed::FollowUp => ("followed_up", None, None, QuestionState::Open),
            Deed::Close(came) => {
                let came = came.ok_or(QuestionFault::NoOutcome)?;
                ("closed", None, Some(came.code()), QuestionState::Closed)
            }
        };
        let needed = match said.deed {
            Deed::Answer(because) => because == Some(Because::Other),
            Deed::FollowUp => true,
            Deed::Close(_) => false,
        };
        let text = words(said.text, needed)?;
        let evidence = words(said.evidence, false)?;
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let row = change.question(id).await?.ok_or(Refusal::Missing)?;
        let entries = change.question_entries(id).await?;
        // A form that was sent twice says the same right after itself.
        let twice = entries.last().is_some_and(|last| {
            (
                last.act.as_str(),
                last.why.as_deref(),
                last.outcome.as_deref(),
            ) == (act, why, outcome)
                && (&last.text, &last.evidence) == (&text, &evidence)
                && last.account == who.account
        });
        if twice && row.revision == revision + 1 {
            return Ok(());
        }
        if row.state == QuestionState::Closed.code() {
            return Err(QuestionFault::Closed.into());
        }
        if row.revision != revision {
            return Err(Refusal::Stale.into());
        }
        let said = NewEntry {
            act,
            why,
            outcome,
            text: &text,
            evidence: &evidence,
        };
        change.add_question_entry(id, said).await?;
        change.turn_question(id, state.code(), outcome).await?;
        change.reason(&format!("question {id}"));
        change.commit().await?;
        Ok(())
    }

    fn permit_for(&self, who: &Actor, deed: Deed, unit: UnitCode) -> Result<Permit, Stop> {
        let action = match deed {
            Deed::Answer(_) => Action::AnswerQuestion,
            Deed::FollowUp | Deed::Close(_) => Action::Question,
        };
        self.permit(who, action, unit)
    }
}

fn entry(row: &QuestionEntryRow) -> Option<QuestionEntry> {
    let act = match row.act.as_str() {
        "asked" => Act::Asked,
        "answered" => Act::Answered(Because::from_code(row.why.as_deref()?)?),
        "followed_up" => Act::FollowedUp,
        "closed" => Act::Closed(Came::from_code(row.outcome.as_deref()?)?),
        _ => return None,
    };
    Some(QuestionEntry {
        act,
        text: row.text.clone(),
        evidence: row.evidence.clone(),
        by: Did {
            account: row.account.clone(),
            name: row.name.clone().unwrap_or_else(|| row.account.clone()),
            role: Role::from_code(&row.role),
            at: Clock::moment(row.at),
        },
    })
}

/// Figures then and now, as the reader may see them. A figure that is withheld in one of the two
/// is withheld in both.
fn asked_figures(
    veil: &Veil<'_>,
    unit: UnitCode,
    figures: Vec<(String, Period, Option<i64>, Option<i64>)>,
) -> Vec<AskedFigure> {
    let mut months: BTreeMap<Period, [BTreeMap<String, i64>; 2]> = BTreeMap::new();
    for (element, period, then, now) in &figures {
        let month = months.entry(*period).or_default();
        for (side, figure) in [then, now].into_iter().enumerate() {
            if let Some(figure) = figure {
                month[side].insert(element.clone(), *figure);
            }
        }
    }
    let hidden = |element: &str, period: Period| {
        let mut sides = months.get(&period).into_iter().flatten();
        sides.any(|side| veil.withheld_of(unit, period, side).contains_key(element))
    };
    figures
        .into_iter()
        .map(|(element, period, then, now)| {
            let hidden = hidden(&element, period);
            let programme = catalogue()
                .element(&element)
                .map_or_else(String::new, |known| known.programme.clone());
            AskedFigure {
                element,
                period,
                then: then.filter(|_| !hidden),
                now: now.filter(|_| !hidden),
                programme,
            }
        })
        .collect()
}
