//! Questions: the forms that ask, answer, ask on and close; and the tables of signs and questions
//! as files.

use super::downloads::{Door as FileDoor, file};
use super::fields::Fields;
use super::forms::{Door, signed_in};
use super::refused;
use super::router::Doors;
use app::ask::questions::{Because, Came, NewQuestion};
use app::refusal::{Refusal, Unreadable};
use app::tables::questions::{QuestionView, questions_table};
use app::tables::signals::{SignalView, outcomes_table, signals_table};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kpi::role::Actor;
use kpi::signals::RuleCode;

const UNREADABLE: Refusal = Refusal::Unreadable(Unreadable::NotTheForm);

/// Codes, comma by comma.
fn codes(text: &str) -> Vec<String> {
    let codes = text
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty());
    codes.map(str::to_owned).collect()
}

/// Asks.
pub async fn ask((State(doors), Extension(identified)): Door, fields: Fields) -> Response {
    let back = match fields.get("back") {
        "" => "/questions".to_owned(),
        back => super::local(back),
    };
    let deed = async {
        let actor = signed_in(&identified)?;
        let missing = || Refusal::Missing;
        let rules: Option<Vec<RuleCode>> = codes(fields.get("rules"))
            .iter()
            .map(|code| RuleCode::from_code(code))
            .collect();
        let question = NewQuestion {
            unit: fields.get("unit").parse().map_err(|_| missing())?,
            indicator: Some(fields.get("indicator").to_owned()).filter(|code| !code.is_empty()),
            elements: codes(fields.get("elements")),
            from: fields.get("from").parse().map_err(|_| missing())?,
            to: fields.get("to").parse().map_err(|_| missing())?,
            rules: rules.ok_or(Refusal::Missing)?,
            text: fields.get("text").to_owned(),
        };
        doors.backend.ask(actor, &question).await
    };
    match deed.await {
        Ok(id) => Redirect::to(&format!("/questions/{id}?done=asked")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &back),
    }
}

/// Answers, asks on, closes.
pub async fn deeds(
    (State(doors), Extension(identified)): Door,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    let page = format!("/questions/{}", super::escape(&id));
    let deed = async {
        let actor = signed_in(&identified)?;
        let id = id.parse().map_err(|_| Refusal::Missing)?;
        let revision = fields.get("revision").parse().map_err(|_| UNREADABLE)?;
        let (backend, text) = (&doors.backend, fields.get("text"));
        match fields.get("intent") {
            "answer" => {
                let because = Because::from_code(fields.get("why"));
                let evidence = fields.get("evidence");
                backend
                    .answer_question(actor, id, revision, because, text, evidence)
                    .await?;
                Ok("answered")
            }
            "follow_up" => {
                backend.follow_up(actor, id, revision, text).await?;
                Ok("followed_up")
            }
            "close" => {
                let came = Came::from_code(fields.get("outcome"));
                backend
                    .close_question(actor, id, revision, came, text)
                    .await?;
                Ok("question_closed")
            }
            _ => Err(UNREADABLE),
        }
    };
    match deed.await {
        Ok(done) => Redirect::to(&format!("{page}?done={done}")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// What is worth verifying, as filtered on the page.
pub async fn signals(
    door: FileDoor,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<SignalView>,
) -> Response {
    file(
        door,
        &format!("signals-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let told = told(doors, actor, &unit, &period).await?;
            Ok(signals_table(&told, &view, words))
        },
    )
    .await
}

/// What came of questions, rule by rule.
pub async fn outcomes(door: FileDoor, Path((unit, period)): Path<(String, String)>) -> Response {
    file(
        door,
        &format!("rules-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let told = told(doors, actor, &unit, &period).await?;
            Ok(outcomes_table(&told, words))
        },
    )
    .await
}

async fn told(
    doors: &Doors,
    actor: &Actor,
    unit: &str,
    period: &str,
) -> Result<app::ask::signals::WorthVerifying, Refusal> {
    let unit = unit.parse().map_err(|_| Refusal::Missing)?;
    let period = period.parse().map_err(|_| Refusal::Missing)?;
    doors
        .backend
        .worth_verifying(actor, unit, Some(period))
        .await
}

/// The questions, as filtered on the page.
pub async fn questions(door: FileDoor, Query(view): Query<QuestionView>) -> Response {
    file(
        door,
        "questions",
        async |doors: &Doors, actor: &Actor, words| {
            let list = doors.backend.questions(actor).await?;
            Ok(questions_table(&list, &view, words))
        },
    )
    .await
}
