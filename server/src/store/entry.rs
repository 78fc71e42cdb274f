//! What entering needs beside the cells: answers to warnings, who changed which cell since a form
//! was opened, and what a submission was signed with.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError};
use kpi::draft::{Answer, Answers, Why};
use kpi::returns::ReturnKey;
use std::collections::BTreeMap;

/// What became of a cell since a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meanwhile {
    /// What it said at that revision.
    pub base: String,
    /// Who changed it last.
    pub account: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
}

/// What a version was submitted with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionRow {
    /// The change that submitted it.
    pub change: i64,
    /// SHA-256 over its values; empty where it was laid in as the past.
    pub fingerprint: String,
    /// The head of the unit, as signed.
    pub head: String,
    /// The phone number, as signed.
    pub phone: String,
    /// Who submitted it.
    pub account: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
}

#[derive(sqlx::FromRow)]
struct MeanwhileRow {
    data_element: String,
    was: String,
    account: String,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    rule: String,
    why: Option<String>,
    note: String,
    said_of: String,
}

#[derive(sqlx::FromRow)]
struct SignedRow {
    change: i64,
    fingerprint: Option<String>,
    head: Option<String>,
    phone: Option<String>,
    account: String,
    at: i64,
}

fn answers(rows: Vec<AnswerRow>) -> Result<Answers, sqlx::Error> {
    rows.into_iter()
        .map(|row| {
            let why = match row.why.as_deref() {
                None => None,
                Some(code) => Some(Why::from_code(code).ok_or_else(|| corrupt("why", code))?),
            };
            let answer = Answer {
                why,
                note: row.note,
                said_of: row.said_of,
            };
            Ok((row.rule, answer))
        })
        .collect()
}

impl Reading {
    /// The cells of a return that were changed after a revision.
    pub async fn changed_since(
        &mut self,
        key: &ReturnKey,
        revision: i64,
    ) -> Result<BTreeMap<String, Meanwhile>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, MeanwhileRow>(
            "select d.data_element, d.was, c.account, c.at
             from change c join cell_change d on d.change = c.id
             where c.org_unit = $1 and c.programme = $2 and c.period = $3 and d.revision > $4
             order by c.id",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(revision).fetch_all(db).await)
        .doing("reading what changed meanwhile")?;
        let mut changed: BTreeMap<String, Meanwhile> = BTreeMap::new();
        for row in rows {
            let last = changed.entry(row.data_element).or_insert(Meanwhile {
                base: row.was,
                account: String::new(),
                at: 0,
            });
            last.account = row.account;
            last.at = row.at;
        }
        Ok(changed)
    }

    /// The answers in the working copy of a return.
    pub async fn answers(&mut self, key: &ReturnKey) -> Result<Answers, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        on!(&mut self.link, db => sqlx::query_as::<_, AnswerRow>(
            "select rule, why, note, said_of from answer
             where org_unit = $1 and programme = $2 and period = $3",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .and_then(answers)
        .doing("reading answers")
    }

    /// The answers of a version.
    pub async fn version_answers(
        &mut self,
        key: &ReturnKey,
        version: i64,
    ) -> Result<Answers, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        on!(&mut self.link, db => sqlx::query_as::<_, AnswerRow>(
            "select rule, why, note, said_of from version_answer
             where org_unit = $1 and programme = $2 and period = $3 and version = $4",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(version).fetch_all(db).await)
        .and_then(answers)
        .doing("reading a version's answers")
    }

    /// What a version was submitted with, if it was submitted.
    pub async fn submission(
        &mut self,
        key: &ReturnKey,
        version: i64,
    ) -> Result<Option<SubmissionRow>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let row = on!(&mut self.link, db => sqlx::query_as::<_, SignedRow>(
            "select c.id as change, s.fingerprint, s.head, s.phone, c.account, c.at
             from change c left join submission s on s.org_unit = c.org_unit
                  and s.programme = c.programme and s.period = c.period and s.version = c.version
             where c.org_unit = $1 and c.programme = $2 and c.period = $3 and c.version = $4
               and c.action = 'submit'
             order by c.id desc limit 1",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(version).fetch_optional(db).await)
        .doing("reading a submission")?;
        Ok(row.map(|row| SubmissionRow {
            change: row.change,
            fingerprint: row.fingerprint.unwrap_or_default(),
            head: row.head.unwrap_or_default(),
            phone: row.phone.unwrap_or_default(),
            account: row.account,
            at: row.at,
        }))
    }

    /// Head and phone of a unit's last submission: laid out again, so that nobody types them
    /// twice.
    pub async fn last_signed(&mut self, key: &ReturnKey) -> Result<(String, String), StoreError> {
        let unit = key.org_unit.to_string();
        let row = on!(&mut self.link, db => sqlx::query_as::<_, (String, String)>(
            "select head, phone from submission
             where org_unit = $1 and (head <> '' or phone <> '')
             order by change desc limit 1",
        ).bind(&unit).fetch_optional(db).await)
        .doing("reading the last submission")?;
        Ok(row.unwrap_or_default())
    }
}

fn answer_fields(key: &ReturnKey, rule: &str, answer: &Answer) -> Vec<Field> {
    vec![
        Field::Text(key.org_unit.to_string()),
        Field::Text(key.programme.clone()),
        Field::Text(key.period.to_string()),
        Field::Text(rule.to_owned()),
        Field::MaybeText(answer.why.map(|why| why.code().to_owned())),
        Field::Text(answer.note.clone()),
        Field::Text(answer.said_of.clone()),
    ]
}

impl Change {
    /// Writes answers into the working copy.
    pub async fn put_answers(
        &mut self,
        key: &ReturnKey,
        answers: &Answers,
    ) -> Result<(), StoreError> {
        let rows = answers
            .iter()
            .map(|(rule, answer)| answer_fields(key, rule, answer))
            .collect();
        self.reading
            .link
            .insert(
                "insert into answer (org_unit, programme, period, rule, why, note, said_of) ",
                " on conflict (org_unit, programme, period, rule) do update set
                 why = excluded.why, note = excluded.note, said_of = excluded.said_of",
                rows,
            )
            .await
            .doing("writing answers")
    }

    /// Freezes a version's answers, and what it was signed with.
    pub async fn put_submission(
        &mut self,
        key: &ReturnKey,
        version: i64,
        answers: &Answers,
        signed: &SubmissionRow,
    ) -> Result<(), StoreError> {
        let rows = answers
            .iter()
            .map(|(rule, answer)| {
                let mut fields = answer_fields(key, rule, answer);
                fields.push(Field::Int(version));
                fields
            })
            .collect();
        self.reading
            .link
            .insert(
                "insert into version_answer (org_unit, programme, period, rule, why, note, said_of, version) ",
                "",
                rows,
            )
            .await
            .doing("freezing answers")?;
        let row = vec![
            Field::Text(key.org_unit.to_string()),
            Field::Text(key.programme.clone()),
            Field::Text(key.period.to_string()),
            Field::Int(version),
            Field::Int(signed.change),
            Field::Text(signed.fingerprint.clone()),
            Field::Text(signed.head.clone()),
            Field::Text(signed.phone.clone()),
        ];
        self.reading
            .link
            .insert(
                "insert into submission (org_unit, programme, period, version, change, fingerprint, head, phone) ",
                "",
                vec![row],
            )
            .await
            .doing("writing a submission")
    }
}
