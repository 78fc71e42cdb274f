//! Questions about figures, and what was said to them.

use super::engine::{Field, on};
use super::error::Doing;
use super::figures::value;
use super::{Change, Reading, Span, StoreError, parsed};
use kpi::facts::Facts;
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use std::collections::BTreeMap;

/// A question as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRow {
    /// Its number: that of the change that asked it.
    pub id: i64,
    /// The unit that is asked.
    pub org_unit: UnitCode,
    /// About which indicator.
    pub indicator: Option<String>,
    /// About which data elements, comma by comma.
    pub elements: String,
    /// The first month.
    pub from: Period,
    /// The last month.
    pub to: Period,
    /// The rules that made the signs, comma by comma.
    pub rules: String,
    /// Where it stands.
    pub state: String,
    /// Counts up with every entry.
    pub revision: i64,
    /// What it was closed with.
    pub outcome: Option<String>,
}

#[derive(sqlx::FromRow)]
struct RawQuestion {
    id: i64,
    org_unit: String,
    indicator: Option<String>,
    elements: String,
    from_period: String,
    to_period: String,
    rules: String,
    state: String,
    revision: i64,
    outcome: Option<String>,
}

impl TryFrom<RawQuestion> for QuestionRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawQuestion) -> Result<QuestionRow, sqlx::Error> {
        Ok(QuestionRow {
            id: raw.id,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            indicator: raw.indicator,
            elements: raw.elements,
            from: parsed("from_period", &raw.from_period)?,
            to: parsed("to_period", &raw.to_period)?,
            rules: raw.rules,
            state: raw.state,
            revision: raw.revision,
            outcome: raw.outcome,
        })
    }
}

/// What was said once.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct QuestionEntryRow {
    /// The change.
    pub id: i64,
    /// asked, answered, followed_up, closed.
    pub act: String,
    /// The county's answer, by its code.
    pub why: Option<String>,
    /// What it was closed with.
    pub outcome: Option<String>,
    /// The words.
    pub text: String,
    /// What the county points to.
    pub evidence: String,
    /// Who.
    pub account: String,
    /// In which role.
    pub role: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// The person's name, where the account is known.
    pub name: Option<String>,
}

/// What is said now.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    /// asked, answered, followed_up, closed.
    pub act: &'a str,
    /// The county's answer, by its code.
    pub why: Option<&'a str>,
    /// What it is closed with.
    pub outcome: Option<&'a str>,
    /// The words.
    pub text: &'a str,
    /// What the county points to.
    pub evidence: &'a str,
}

fn rows(rows: Result<Vec<RawQuestion>, sqlx::Error>) -> Result<Vec<QuestionRow>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(QuestionRow::try_from).collect())
        .doing("reading questions")
}

#[derive(sqlx::FromRow)]
struct RawFact {
    org_unit: String,
    data_element: String,
    period: String,
    figure: Option<i64>,
    empty: Option<String>,
    reason: String,
}

impl Reading {
    /// The accepted values of every unit that filed any, in a range of periods; of what falls due
    /// less often than every month, from `since` on: it stays in force for long.
    pub async fn facts_of_all(
        &mut self,
        span: Span,
        since: Period,
    ) -> Result<BTreeMap<UnitCode, Facts>, StoreError> {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        let since = since.to_string();
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RawFact>(
            "select f.org_unit, f.data_element, f.period, f.figure, f.empty, f.reason
             from figure f join data_element e on e.code = f.data_element
             where f.period between $3 and $2 and f.until_change is null
               and (f.period >= $1 or e.frequency <> 'monthly')",
        ).bind(&from).bind(&to).bind(&since).fetch_all(db).await)
        .doing("reading figures")?;
        let mut facts: BTreeMap<UnitCode, Facts> = BTreeMap::new();
        let put = || -> Result<(), sqlx::Error> {
            for row in rows {
                let unit = parsed("org_unit", &row.org_unit)?;
                let period = parsed("period", &row.period)?;
                let value = value(row.figure, row.empty.as_deref(), row.reason)?;
                facts
                    .entry(unit)
                    .or_default()
                    .put(&row.data_element, period, value);
            }
            Ok(())
        };
        put().doing("reading figures")?;
        Ok(facts)
    }

    /// The number of the change that last set a local target, or lifted one.
    pub async fn targets_as_of(&mut self) -> Result<i64, StoreError> {
        on!(&mut self.link, db => sqlx::query_scalar::<_, i64>(
            "select coalesce(max(id), 0) from change where action = 'set_target'",
        ).fetch_one(db).await)
        .doing("reading when targets changed last")
    }

    /// A question.
    pub async fn question(&mut self, id: i64) -> Result<Option<QuestionRow>, StoreError> {
        let found = on!(&mut self.link, db => sqlx::query_as::<_, RawQuestion>(
            "select id, org_unit, indicator, elements, from_period, to_period, rules, state,
                    revision, outcome
             from question where id = $1",
        ).bind(id).fetch_all(db).await);
        Ok(rows(found)?.pop())
    }

    /// The questions to a unit and to all below it, the newest first.
    pub async fn questions_under(
        &mut self,
        above: UnitCode,
    ) -> Result<Vec<QuestionRow>, StoreError> {
        let above = above.to_string();
        rows(on!(&mut self.link, db => sqlx::query_as::<_, RawQuestion>(
            "select q.id, q.org_unit, q.indicator, q.elements, q.from_period, q.to_period, q.rules,
                    q.state, q.revision, q.outcome
             from question q join unit_ancestor a on a.org_unit = q.org_unit
             where a.ancestor = $1 order by q.id desc",
        ).bind(&above).fetch_all(db).await))
    }

    /// How many questions to a unit wait for its answer.
    pub async fn open_questions(&mut self, unit: UnitCode) -> Result<i64, StoreError> {
        let unit = unit.to_string();
        on!(&mut self.link, db => sqlx::query_scalar::<_, i64>(
            "select count(*) from question where org_unit = $1 and state = 'open'",
        ).bind(&unit).fetch_one(db).await)
        .doing("counting open questions")
    }

    /// What was said to a question, in its order.
    pub async fn question_entries(&mut self, id: i64) -> Result<Vec<QuestionEntryRow>, StoreError> {
        on!(&mut self.link, db => sqlx::query_as::<_, QuestionEntryRow>(
            "select e.id, e.act, e.why, e.outcome, e.text, e.evidence, e.account, e.role, e.at, a.name
             from question_entry e left join account a on a.account = e.account
             where e.question = $1 order by e.id",
        ).bind(id).fetch_all(db).await)
        .doing("reading what was said to a question")
    }

    /// When each question was asked, and when anything was last said to it.
    pub async fn question_moments(
        &mut self,
        above: UnitCode,
    ) -> Result<BTreeMap<i64, (i64, i64)>, StoreError> {
        let above = above.to_string();
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, (i64, i64, i64)>(
            "select e.question, min(e.at), max(e.at)
             from question_entry e
             join question q on q.id = e.question
             join unit_ancestor a on a.org_unit = q.org_unit
             where a.ancestor = $1 group by e.question",
        ).bind(&above).fetch_all(db).await)
        .doing("reading when questions were asked")?;
        Ok(rows
            .into_iter()
            .map(|(id, first, last)| (id, (first, last)))
            .collect())
    }

    /// The questions under a unit that were ever answered.
    pub async fn answered_questions(&mut self, above: UnitCode) -> Result<Vec<i64>, StoreError> {
        let above = above.to_string();
        on!(&mut self.link, db => sqlx::query_scalar::<_, i64>(
            "select distinct e.question
             from question_entry e
             join question q on q.id = e.question
             join unit_ancestor a on a.org_unit = q.org_unit
             where a.ancestor = $1 and e.act = 'answered'",
        ).bind(&above).fetch_all(db).await)
        .doing("reading which questions were answered")
    }

    /// The figures a question was asked about, as they were then.
    pub async fn question_figures(
        &mut self,
        id: i64,
    ) -> Result<Vec<(String, Period, i64)>, StoreError> {
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, (String, String, i64)>(
            "select data_element, period, figure from question_figure where question = $1
             order by period, data_element",
        ).bind(id).fetch_all(db).await)
        .doing("reading the figures of a question")?;
        rows.into_iter()
            .map(|(element, period, figure)| Ok((element, parsed("period", &period)?, figure)))
            .collect::<Result<_, _>>()
            .doing("reading the figures of a question")
    }
}

impl Change {
    /// Writes a question down, under this change's number, with its figures.
    pub async fn add_question(
        &mut self,
        row: &QuestionRow,
        figures: &[(String, Period, i64)],
    ) -> Result<(), StoreError> {
        let (unit, from, to) = (
            row.org_unit.to_string(),
            row.from.to_string(),
            row.to.to_string(),
        );
        let number = self.number;
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into question (id, org_unit, indicator, elements, from_period, to_period, rules,
                                   state, revision)
             values ($1, $2, $3, $4, $5, $6, $7, 'open', 1)",
        )
        .bind(number)
        .bind(&unit)
        .bind(&row.indicator)
        .bind(&row.elements)
        .bind(&from)
        .bind(&to)
        .bind(&row.rules)
        .execute(db).await.map(|done| done.rows_affected()))
        .doing("writing a question")?;
        let figures = figures.iter().map(|(element, period, figure)| {
            vec![
                Field::Int(number),
                Field::Text(element.clone()),
                Field::Text(period.to_string()),
                Field::Int(*figure),
            ]
        });
        self.reading
            .link
            .insert(
                "insert into question_figure (question, data_element, period, figure) ",
                "",
                figures.collect(),
            )
            .await
            .doing("writing the figures of a question")
    }

    /// Writes down what is said to a question, under this change's number.
    pub async fn add_question_entry(
        &mut self,
        question: i64,
        entry: NewEntry<'_>,
    ) -> Result<(), StoreError> {
        let (account, role) = self.warrant.who();
        let (number, at) = (self.number, self.at);
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into question_entry (question, id, act, why, outcome, text, evidence, account, role, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(question)
        .bind(number)
        .bind(entry.act)
        .bind(entry.why)
        .bind(entry.outcome)
        .bind(entry.text)
        .bind(entry.evidence)
        .bind(&account)
        .bind(&role)
        .bind(at)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("writing what is said to a question")
    }

    /// Lets a question stand where it stands now.
    pub async fn turn_question(
        &mut self,
        id: i64,
        state: &str,
        outcome: Option<&str>,
    ) -> Result<(), StoreError> {
        on!(&mut self.reading.link, db => sqlx::query(
            "update question set state = $2, outcome = $3, revision = revision + 1 where id = $1",
        ).bind(id).bind(state).bind(outcome)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("turning a question")
    }
}
