//! The command line. Each command opens the office and asks it; it has no rules of its own.

mod bench;
mod export;
mod import;
mod import_words;
mod period;
mod score;
mod shows;
mod signals_check;
mod target;
mod user;

pub use score::score_csv;

use crate::config::{Config, redacted};
use crate::evidence::DepotError;
use crate::http;
use crate::office::import::ImportStop;
use crate::office::{Office, Stop};
use crate::store::{Store, StoreError};
use app::ask::identity::Holding;
use app::refusal::Refusal;
use app::text::Words;
use clap::{Parser, Subcommand, ValueEnum};
use kpi::catalogue::Lang;
use kpi::{Period, UnitCode};
use std::fmt;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// 心衡 Xinheng: collects, scores and shows how pilot regions meet the targets for social
/// psychological services.
#[derive(Debug, Parser)]
#[command(name = "xinheng", version, after_help = ENVIRONMENT)]
struct Arguments {
    /// A TOML file with settings; the environment wins over it
    #[arg(long, global = true, env = "XINHENG_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The language of messages
    #[arg(long, global = true, value_enum, default_value_t = Language::Zh)]
    lang: Language,
    #[command(subcommand)]
    command: Command,
}

const ENVIRONMENT: &str = "\
Environment:
  DATABASE_URL     sqlite:PATH (made when missing) or postgres://…; without it, data/xinheng.db
  XINHENG_DATA     where files are kept [data]
  XINHENG_EVIDENCE where files of evidence lie: a folder, or s3://BUCKET/PREFIX with
                   the AWS_… variables of its service [evidence in the data folder]
  XINHENG_ADDRESS  where serve listens [127.0.0.1:3000]
  XINHENG_TODAY    a fixed day, YYYY-MM-DD, instead of the clock's
  XINHENG_LOG      what is logged [info,sqlx=error]
  XINHENG_SMALL_NUMBERS_BELOW  below which number persons are not told apart [5]
  XINHENG_BEHIND_HTTPS  true behind a proxy that speaks HTTPS [false]
  XINHENG_CONFIG   a TOML file with the same settings: database_url, data,
                   evidence, address, today, log, small_numbers_below,
                   behind_https";

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages
    Serve {
        /// Serve a database of invented figures, as bench-data makes it; on this machine only
        #[arg(long)]
        invented: bool,
    },
    /// Serve the demo on this machine: a year of invented returns, with accounts to try
    Demo,
    /// Serve the published figures on this machine
    Published,
    /// Bring the database's schema up to date, and lay in the catalogue
    Migrate,
    /// Make accounts, give new passwords, list
    #[command(subcommand)]
    User(user::UserCommand),
    /// Import accepted figures from a CSV file: org_unit,period,data_element,value
    Import(import::ImportArguments),
    /// Export the accepted figures in the import format
    Export(export::ExportArguments),
    /// Print the scores of a unit in a month
    Score(score::ScoreArguments),
    /// Set and list local targets
    #[command(subcommand)]
    Target(target::TargetCommand),
    /// Hold the rules of what is worth verifying against figures whose truth is known
    SignalsCheck(signals_check::CheckArguments),
    /// Close months and open them again
    #[command(subcommand)]
    Period(period::PeriodCommand),
    /// Make an invented set of any size with known truth, in an empty database
    BenchData(bench::BenchArguments),
}

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The settings cannot be read.
    Config(Box<figment::Error>),
    /// A file or a folder.
    File(PathBuf, std::io::Error),
    /// The storage of evidence cannot be opened.
    Evidence(DepotError),
    /// Standard output or input.
    Pipe(std::io::Error),
    /// The office refused or broke.
    Office(Stop),
    /// Nothing was imported.
    Import(ImportStop),
    /// Something was asked for that does not exist or makes no sense.
    Wrong(String),
}

impl<E: Into<Stop>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Office(error.into())
    }
}

/// Reads the arguments and does what they say.
pub async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let words = Words(match arguments.lang {
        Language::Zh => Lang::Zh,
        Language::En => Lang::En,
    });
    match run(arguments, words).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", told(&failure, words));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments, words: Words) -> Result<(), Failure> {
    let config = Config::read(arguments.config.as_deref()).map_err(Failure::Config)?;
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match arguments.command {
        Command::Serve { invented } => {
            let holding = match invented {
                true => {
                    shows::only_here(&config, words)?;
                    Holding::Demo
                }
                false => Holding::Real,
            };
            let office = office(&config).await?.hold(holding).await?;
            let office = as_configured(&config, office)?;
            http::serve(&config, office).await.map_err(Failure::Pipe)
        }
        Command::SignalsCheck(command) => signals_check::run(&command, words),
        Command::Demo => shows::demo(&config, words).await,
        Command::Published => shows::published(&config, words).await,
        Command::Migrate => office(&config).await.map(drop),
        Command::User(command) => user::run(&office(&config).await?, command, words).await,
        Command::Import(command) => {
            let office = office(&config).await?;
            import::run(office, command, words).await
        }
        Command::Export(command) => export::run(&office(&config).await?, command).await,
        Command::Score(command) => score::run(&office(&config).await?, command).await,
        Command::Target(command) => target::run(&office(&config).await?, command, words).await,
        Command::Period(command) => period::run(&office(&config).await?, command, words).await,
        Command::BenchData(command) => {
            let url = match &command.database {
                Some(url) => url.clone(),
                None => config
                    .database()
                    .map_err(|error| Failure::File(config.data.clone(), error))?,
            };
            bench::run(command, url, words).await
        }
    }
}

/// Opens the office over the database that is set.
pub async fn office(config: &Config) -> Result<Office, Failure> {
    let url = config
        .database()
        .map_err(|error| Failure::File(config.data.clone(), error))?;
    let open = async {
        let store = Store::open(&url).await?;
        Office::open(store, config.clock()).await
    };
    open.await.map_err(|error: StoreError| {
        tracing::error!(database = redacted(&url), %error, "opening the database");
        Failure::from(error)
    })
}

/// The office as it serves: with the storage of evidence that is set for what it holds, and small
/// numbers of persons withheld.
fn as_configured(config: &Config, office: Office) -> Result<Office, Failure> {
    let depot = config.depot(office.holding()).map_err(Failure::Evidence)?;
    Ok(office
        .keeping_evidence_in(depot)
        .withholding_below(config.threshold()))
}

/// A unit's code on the command line.
fn unit_code(text: &str) -> Result<UnitCode, String> {
    text.parse()
        .map_err(|_| "a unit's code is six digits, such as 440703".to_owned())
}

/// A period on the command line.
fn period(text: &str) -> Result<Period, String> {
    text.parse()
        .map_err(|_| "a period is YYYY-MM, such as 2020-12".to_owned())
}

/// What the person at the terminal is told.
fn told(failure: &Failure, words: Words) -> String {
    match failure {
        Failure::Config(error) => said(words, "配置无法读取", "the settings cannot be read", error),
        Failure::File(path, error) => {
            let path = path.display();
            said(
                words,
                &format!("{path} 无法读写"),
                &format!("{path} cannot be used"),
                error,
            )
        }
        Failure::Evidence(error) => said(
            words,
            "佐证材料的存储无法使用",
            "the storage of evidence cannot be used",
            error,
        ),
        Failure::Pipe(error) => said(words, "无法继续", "cannot go on", error),
        Failure::Office(Stop::Refused(Refusal::Missing)) => words
            .pick(
                "没有这个代码的单位、指标或账户。",
                "There is no unit, indicator or account of this code.",
            )
            .to_owned(),
        Failure::Office(Stop::Refused(refusal)) => {
            let (what, then) = words.refusal(refusal);
            format!("{what} {then}").trim().to_owned()
        }
        Failure::Office(stop) => said(words, "没有成功", "it did not work", stop),
        Failure::Import(stop) => import_words::told(stop, words),
        Failure::Wrong(text) => text.clone(),
    }
}

fn said(words: Words, zh: &str, en: &str, cause: &dyn fmt::Display) -> String {
    format!("{}: {cause}", words.pick(zh, en))
}
