//! `demo` and `published`: an installation to look at, with its accounts printed at each start.

use super::Failure;
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::load::{self, NotLoaded};
use crate::demo::people::{self, PASSWORD};
use crate::demo::{SEED, TODAY};
use crate::http;
use crate::office::import::Watcher;
use crate::office::{Office, Stop, Told};
use crate::store::Store;
use app::ask::accounts::NewAccount;
use app::ask::identity::Holding;
use app::refusal::Refusal;
use app::text::Words;
use kpi::catalogue::published_import;
use kpi::org_unit::NATION;
use kpi::role::Role;

/// The account that looks at the published figures.
const VISITOR: &str = "leader-000000";

/// Serves the demo, which is brought into an empty database first.
pub async fn demo(config: &Config, words: Words) -> Result<(), Failure> {
    only_here(config, words)?;
    let url = url(config, "demo.db")?;
    eprintln!(
        "{}",
        words.pick("正在准备演示数据……", "bringing in the demo data…")
    );
    let store = Store::open(&url).await?;
    let office = load::open(store).await.map_err(|error| match error {
        NotLoaded::Stop(stop) => Failure::Office(stop),
        other => Failure::Wrong(other.to_string()),
    })?;
    println!("{}", words.demo_band());
    println!("http://{}", config.address);
    println!("{}: {PASSWORD}", words.password());
    for person in people::tour(SEED) {
        let unit = office.units().get(person.org_unit);
        let place = unit.map_or("", |unit| words.pick(&unit.name_zh, &unit.name_en));
        println!(
            "  {:<20} {} · {place}",
            person.account,
            words.role_name(person.role)
        );
    }
    println!(
        "{} {TODAY}",
        words.pick("演示的今天是", "the demo's day is")
    );
    let office = super::as_configured(config, office)?;
    http::serve(config, office).await.map_err(Failure::Pipe)
}

/// Serves the published figures, which are imported first; importing them again changes nothing.
pub async fn published(config: &Config, words: Words) -> Result<(), Failure> {
    only_here(config, words)?;
    let url = url(config, "published.db")?;
    let store = Store::open(&url).await?;
    let clock = config.today.map_or(Clock::System, Clock::Fixed);
    let office = Office::open(store, clock)
        .await?
        .hold(Holding::Published)
        .await?;
    let source = "published_figures.csv";
    office
        .import_csv(
            published_import().as_bytes(),
            source,
            Holding::Published,
            &mut Silent,
        )
        .await
        .map_err(Failure::Import)?;
    let visitor = NewAccount {
        account: VISITOR.to_owned(),
        name: words.pick("访客", "Visitor").to_owned(),
        role: Role::Leader,
        org_unit: NATION,
    };
    match office.operator_adds(&visitor, Told::new(PASSWORD)).await {
        Ok(_) | Err(Stop::Refused(Refusal::Taken)) => {}
        Err(stop) => return Err(Failure::Office(stop)),
    }
    println!("{}", words.published_band());
    println!("http://{}", config.address);
    println!("  {VISITOR}  {}: {PASSWORD}", words.password());
    let office = super::as_configured(config, office)?;
    http::serve(config, office).await.map_err(Failure::Pipe)
}

/// Accounts whose password everybody knows answer on this machine only.
pub fn only_here(config: &Config, words: Words) -> Result<(), Failure> {
    match config.address.ip().is_loopback() {
        true => Ok(()),
        false => Err(Failure::Wrong(
            words
                .pick(
                    "演示账号的密码是公开的：只能监听本机地址，如 XINHENG_ADDRESS=127.0.0.1:3000。",
                    "The password of these accounts is public: listen on this machine only, such as XINHENG_ADDRESS=127.0.0.1:3000.",
                )
                .to_owned(),
        )),
    }
}

/// The database that is set, or one of its own beside the default one.
fn url(config: &Config, file: &str) -> Result<String, Failure> {
    match &config.database_url {
        Some(url) => Ok(url.clone()),
        None => {
            std::fs::create_dir_all(&config.data)
                .map_err(|error| Failure::File(config.data.clone(), error))?;
            Ok(format!("sqlite:{}", config.data.join(file).display()))
        }
    }
}

/// Nobody watches the import of twenty lines.
struct Silent;

impl Watcher for Silent {
    fn read(&mut self, _bytes: u64) {}

    fn published(&mut self, _units: usize, _of: usize) {}

    fn bad(&mut self, line: &crate::office::import::BadLine) {
        tracing::error!(?line, "a published figure was refused");
    }
}
