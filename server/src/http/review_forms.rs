//! The forms of review and of programmes: several returns accepted at once, settings, and months
//! closed and opened again.

use super::fields::Fields;
use super::forms::{Door, optional, signed_in};
use super::refused;
use app::ask::programmes::{Month, Turn};
use app::ask::review::Ticked;
use app::refusal::{NotNow, Refusal, Unreadable};
use axum::Extension;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use kpi::returns::ReturnKey;
use kpi::setting::{ProgrammeSetting, ReviewLevels};

fn unreadable() -> Refusal {
    Refusal::Unreadable(Unreadable::NotTheForm)
}

/// Accepts the ticked returns that say nothing new. The answering page tells of each what became
/// of it; sending the form again finds them done.
pub async fn accept((State(doors), Extension(identified)): Door, fields: Fields) -> Response {
    let deed = async {
        let actor = signed_in(&identified)?;
        let ticked = fields
            .iter()
            .filter(|(name, _)| *name == "ticked")
            .map(|(_, value)| ticked(value))
            .collect::<Result<Vec<Ticked>, Refusal>>()?;
        doors.backend.accept_unchanged(actor, &ticked).await
    };
    match deed.await {
        Ok(outcomes) => Html(app::parts::bulk_page(identified.lang, outcomes)).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, "/returns"),
    }
}

/// A ticked box: unit, programme, month and revision.
fn ticked(value: &str) -> Result<Ticked, Refusal> {
    let parts: Vec<&str> = value.split('/').collect();
    let [unit, programme, period, revision] = parts[..] else {
        return Err(unreadable());
    };
    Ok(Ticked {
        key: ReturnKey {
            org_unit: unit.parse().map_err(|_| unreadable())?,
            programme: programme.to_owned(),
            period: period.parse().map_err(|_| unreadable())?,
        },
        revision: revision.parse().map_err(|_| unreadable())?,
    })
}

/// Sets what applies to a programme; closes a month or opens it again.
pub async fn programmes((State(doors), Extension(identified)): Door, fields: Fields) -> Response {
    let deed = async {
        let actor = signed_in(&identified)?;
        let (programme, reason) = (fields.get("programme"), fields.get("reason"));
        let backend = &doors.backend;
        match fields.get("intent") {
            "set" => {
                let setting = setting(&fields)?;
                backend
                    .set_programme(actor, programme, &setting, reason)
                    .await?;
                Ok("setting")
            }
            "close" => {
                let month = month(&fields)?;
                backend
                    .turn_period(actor, &month, Turn::Close, reason)
                    .await?;
                Ok("period_closed")
            }
            "reopen" => {
                let month = month(&fields)?;
                backend
                    .turn_period(actor, &month, Turn::Reopen, reason)
                    .await?;
                Ok("period_reopened")
            }
            _ => Err(unreadable()),
        }
    };
    match deed.await {
        Ok(done) => Redirect::to(&format!("/programmes?done={done}")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, "/programmes"),
    }
}

/// A setting as the form sends it. What is no number cannot be set either.
fn setting(fields: &Fields) -> Result<ProgrammeSetting, Refusal> {
    let not_a_setting = || Refusal::NotNow(NotNow::NotASetting);
    let number = |name: &str| -> Result<u32, Refusal> {
        fields.get(name).trim().parse().map_err(|_| not_a_setting())
    };
    Ok(ProgrammeSetting {
        deadline_day: number("day")?,
        deadline_hour: number("hour")?,
        review_levels: ReviewLevels::of(number("levels")?).ok_or_else(not_a_setting)?,
        last_owed: optional(fields.get("last")).map_err(|()| not_a_setting())?,
    })
}

fn month(fields: &Fields) -> Result<Month, Refusal> {
    Ok(Month {
        org_unit: fields
            .get("org_unit")
            .trim()
            .parse()
            .map_err(|_| Refusal::Missing)?,
        programme: fields.get("programme").to_owned(),
        period: fields
            .get("period")
            .trim()
            .parse()
            .map_err(|_| unreadable())?,
    })
}
