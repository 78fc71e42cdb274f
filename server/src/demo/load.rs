//! Brings the demo into a database: the past laid in at once, and what is still under way done
//! by the office, as people do it.

use super::people::{self, PASSWORD};
use super::{Figures, Outcome, SEED, Story, TODAY, generate};
use crate::clock::Clock;
use crate::office::{End, Hand, Office, Past, PastReturn, Stop, Submission};
use crate::store::{Store, StoreError};
use app::ask::accounts::NewAccount;
use app::ask::identity::Holding;
use app::ask::returns::{Filing, Returns};
use app::refusal::Refusal;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use kpi::catalogue::catalogue;
use kpi::draft::{Answer, Cell, Draft, Known, Why};
use kpi::facts::Value;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::{Actor, Role};
use std::collections::BTreeMap;
use std::fmt;

/// Why the demo could not be brought in.
#[derive(Debug)]
pub enum NotLoaded {
    /// The office stopped.
    Stop(Stop),
    /// The office refused what somebody of the demo did.
    Refused(ReturnKey, Refusal),
    /// An account that the demo's own list does not have.
    Nobody(String),
}

impl fmt::Display for NotLoaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotLoaded::Stop(stop) => write!(f, "{stop}"),
            NotLoaded::Refused(key, refusal) => {
                let ReturnKey {
                    org_unit,
                    programme,
                    period,
                } = key;
                write!(
                    f,
                    "the demo's return {org_unit} {programme} {period}: {refusal}"
                )
            }
            NotLoaded::Nobody(account) => write!(f, "the demo has no account {account}"),
        }
    }
}

impl std::error::Error for NotLoaded {}

impl From<Stop> for NotLoaded {
    fn from(stop: Stop) -> NotLoaded {
        NotLoaded::Stop(stop)
    }
}

impl From<StoreError> for NotLoaded {
    fn from(error: StoreError) -> NotLoaded {
        NotLoaded::Stop(error.into())
    }
}

/// Opens a database as the demo, on the demo's day; brings the figures in where there are none.
/// A database that holds anything else is refused.
pub async fn open(store: Store) -> Result<Office, NotLoaded> {
    let office = Office::open(store, Clock::Fixed(TODAY))
        .await?
        .hold(Holding::Demo)
        .await?;
    let is_empty = office
        .store()
        .read()
        .await?
        .newest_period()
        .await?
        .is_none();
    let demo = match is_empty || !is_complete(&office).await? {
        true => generate(SEED, office.units()),
        false => return Ok(office),
    };
    if is_empty {
        office.lay_in_past(past(&office, &demo.stories)?).await?;
    }
    let mut open: Vec<&Story> = demo
        .stories
        .iter()
        .filter(|story| !is_past(story))
        .collect();
    open.sort_by_key(|story| story.key == last_of_all());
    for story in open {
        play(&office, story).await?;
    }
    super::field::go_out(&office).await?;
    Ok(office)
}

/// The return that is played last: where it is, the demo is complete.
fn last_of_all() -> ReturnKey {
    ReturnKey {
        org_unit: super::showcase::LAST
            .parse()
            .unwrap_or(kpi::org_unit::NATION),
        programme: kpi::catalogue::PILOT.to_owned(),
        period: kpi::Period::of(TODAY).previous(),
    }
}

async fn is_complete(office: &Office) -> Result<bool, StoreError> {
    let mut reading = office.store().read().await?;
    Ok(reading.filing(&last_of_all()).await?.is_some())
}

fn is_past(story: &Story) -> bool {
    story.stage() == Stage::Accepted
}

/// The stories that are over, as the office lays them in.
fn past(office: &Office, stories: &[Story]) -> Result<Past, NotLoaded> {
    let people = people::everybody(SEED, office.units());
    let roles: BTreeMap<&str, Role> = people
        .iter()
        .map(|person| (person.account.as_str(), person.role))
        .collect();
    let hand = |moment: &super::Moment| match roles.get(moment.account.as_str()) {
        Some(role) => Ok(Hand {
            account: moment.account.clone(),
            role: *role,
            at: moment.at.timestamp_millis(),
        }),
        None => Err(NotLoaded::Nobody(moment.account.clone())),
    };
    let mut returns = Vec::new();
    for story in stories.iter().filter(|story| is_past(story)) {
        let mut submissions = Vec::new();
        for version in &story.versions {
            let end = match &version.outcome {
                Outcome::Accepted(moment) => End::Accepted(hand(moment)?),
                Outcome::SentBack(moment, words) => End::SentBack(hand(moment)?, words.clone()),
                Outcome::Imported(file) => End::Imported(file.clone()),
                Outcome::Waiting => continue,
            };
            submissions.push(Submission {
                values: values(&version.figures),
                reason: version.reason.clone(),
                by: hand(&version.submitted)?,
                end,
            });
        }
        returns.push(PastReturn {
            key: story.key.clone(),
            submissions,
        });
    }
    Ok(Past {
        source: format!("demo, seed {SEED}"),
        people: people
            .iter()
            .map(|person| NewAccount {
                account: person.account.clone(),
                name: person.name.clone(),
                role: person.role,
                org_unit: person.org_unit,
            })
            .collect(),
        password: PASSWORD.to_owned(),
        returns,
    })
}

fn values(figures: &Figures) -> BTreeMap<String, Value> {
    figures
        .iter()
        .map(|(element, value)| ((*element).to_owned(), value.clone()))
        .collect()
}

/// Does what the people of a story did, each on their day.
async fn play(office: &Office, story: &Story) -> Result<(), NotLoaded> {
    let key = &story.key;
    if office.store().read().await?.filing(key).await?.is_some() {
        return Ok(());
    }
    let refused = |refusal| NotLoaded::Refused(key.clone(), refusal);
    for version in &story.versions {
        let reporter = actor(office, &version.submitted.account).await?;
        let filing = filing(office, key, &version.figures, version.reason.as_deref()).await?;
        let filing = answered(office, &reporter, filing).await.map_err(refused)?;
        let then = office.on(day_of(version.submitted.at));
        then.submit(&reporter, &filing).await.map_err(refused)?;
        let revision = revision(office, key).await?;
        match &version.outcome {
            Outcome::Waiting | Outcome::Imported(_) => {}
            Outcome::Accepted(by) => {
                let reviewer = actor(office, &by.account).await?;
                let then = office.on(day_of(by.at));
                then.accept(&reviewer, key, revision)
                    .await
                    .map_err(refused)?;
            }
            Outcome::SentBack(by, words) => {
                let reviewer = actor(office, &by.account).await?;
                let then = office.on(day_of(by.at));
                let sent = then
                    .send_back(&reviewer, key, revision, words, &BTreeMap::new())
                    .await;
                sent.map_err(refused)?;
            }
        }
    }
    if let Some(typed) = &story.typed {
        let reporter = actor(office, &typed.saved.account).await?;
        let filing = filing(office, key, &typed.figures, None).await?;
        let then = office.on(day_of(typed.saved.at));
        then.save_draft(&reporter, &filing).await.map_err(refused)?;
    }
    Ok(())
}

/// The day of a moment, in China.
fn day_of(at: DateTime<Utc>) -> NaiveDate {
    (at + Duration::hours(8)).date_naive()
}

pub(super) async fn actor(office: &Office, account: &str) -> Result<Actor, NotLoaded> {
    let known = office.store().read().await?.account(account).await?;
    let known = known.ok_or_else(|| NotLoaded::Nobody(account.to_owned()))?;
    Ok(Actor {
        account: known.account,
        role: known.role,
        org_unit: known.org_unit,
    })
}

async fn revision(office: &Office, key: &ReturnKey) -> Result<i64, StoreError> {
    let filing = office.store().read().await?.filing(key).await?;
    Ok(filing.map_or(0, |filing| filing.revision))
}

/// What the people of the demo say to whatever is asked about: it is so.
async fn answered(office: &Office, who: &Actor, mut filing: Filing) -> Result<Filing, Refusal> {
    let key = filing.draft.key.clone();
    let open = office.open_return(who, &key).await?;
    let mut cells = open.cells.clone();
    cells.extend(filing.draft.cells.clone());
    let known = Known {
        tiers: &open.tiers,
        facts: &open.facts,
        official: &open.official,
    };
    for broken in (Draft { key, cells }).read(catalogue(), known).warnings {
        let answer = Answer {
            why: Some(Why::RealChange),
            note: super::words::EXPLAINED.to_owned(),
            said_of: broken.said_of(),
        };
        filing.answers.insert(broken.rule, answer);
    }
    Ok(filing)
}

/// The form as somebody fills it.
async fn filing(
    office: &Office,
    key: &ReturnKey,
    figures: &Figures,
    reason: Option<&str>,
) -> Result<Filing, StoreError> {
    let cells = figures
        .iter()
        .filter_map(|(code, value)| {
            let element = catalogue().element(code)?;
            Some(((*code).to_owned(), Cell::saying(element, value)))
        })
        .collect();
    let draft = Draft {
        key: key.clone(),
        cells,
    };
    Ok(Filing {
        reason: reason.unwrap_or_default().to_owned(),
        ..Filing::of(draft, revision(office, key).await?)
    })
}
