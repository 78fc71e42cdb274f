//! `bench-data`: an invented set of any size, with its truth beside it.

use super::Failure;
use crate::bench::{self, Extent, Truth};
use crate::config::redacted;
use crate::office::{NotLaid, Office, Onlooker};
use crate::store::Store;
use app::text::Words;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kpi::OrgUnits;
use kpi::catalogue::{Lang, divisions};
use std::fs::File;
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, Args)]
pub struct BenchArguments {
    /// How many counties become pilots, with their prefectures
    #[arg(long)]
    counties: usize,
    /// How many months, from 2020-01 on
    #[arg(long)]
    months: u32,
    /// The seed of the dice
    #[arg(long)]
    seed: u64,
    /// The database, which must be empty; without it, the one that is set
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Where the truth is written: county, kind, month, element, detail; without it, beside the
    /// database file, or bench-truth.csv
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

/// The most months that a set may have.
const MOST_MONTHS: u32 = 120;

pub async fn run(command: BenchArguments, url: String, words: Words) -> Result<(), Failure> {
    let most = bench::most(&OrgUnits::new(divisions()));
    if !(1..=most).contains(&command.counties) || !(1..=MOST_MONTHS).contains(&command.months) {
        return Err(Failure::Wrong(match words.lang() {
            Lang::Zh => format!("县区数须在1到{most}之间，月数须在1到{MOST_MONTHS}之间。"),
            Lang::En => format!(
                "There are 1 to {most} counties to choose from, and 1 to {MOST_MONTHS} months."
            ),
        }));
    }
    let extent = Extent {
        counties: command.counties,
        months: command.months,
        seed: command.seed,
    };
    let truth_at = command.truth.unwrap_or_else(|| beside(&url));
    let began = Instant::now();
    let store = Store::open(&url).await?;
    let unusable = |error| Failure::File(truth_at.clone(), error);
    // Not before it is known that the database is empty: an older truth may lie there.
    let mut screen = Screen::new(words);
    let (office, laid) = Office::lay_in_set(store, extent, &mut screen)
        .await
        .map_err(|stop| told(stop, words))?;
    screen.bar.finish_and_clear();
    let mut file = csv::Writer::from_writer(File::create(&truth_at).map_err(unusable)?);
    let mut wrote = file.write_record(["county", "kind", "month", "element", "detail"]);
    screen.truth.sort();
    for truth in &screen.truth {
        wrote = wrote.and_then(|()| file.write_record(truth.columns()));
    }
    wrote.map_err(|error| unusable(error.into()))?;
    file.flush().map_err(unusable)?;
    office.store().close().await;
    let seconds = began.elapsed().as_secs_f64();
    let megabytes = laid.bytes as f64 / 1e6;
    println!(
        "{}",
        match words.lang() {
            Lang::Zh => format!(
                "{}个单位、{}份报表、{}个数据、{}个分项；{seconds:.1}秒，数据库{megabytes:.0} MB。",
                laid.units, laid.returns, laid.figures, laid.parts
            ),
            Lang::En => format!(
                "{} units, {} returns, {} figures, {} parts; {seconds:.1} s, database {megabytes:.0} MB.",
                laid.units, laid.returns, laid.figures, laid.parts
            ),
        }
    );
    println!(
        "{} {}",
        words.pick("已知的真相：", "the truth:"),
        truth_at.display()
    );
    println!(
        "XINHENG_TODAY={} DATABASE_URL={} xinheng serve --invented",
        extent.today(),
        redacted(&url)
    );
    Ok(())
}

fn told(stop: NotLaid, words: Words) -> Failure {
    match stop {
        NotLaid::Occupied => Failure::Wrong(
            words
                .pick(
                    "数据库不是空的：bench-data 只写入空数据库。",
                    "The database is not empty: bench-data writes into an empty one only.",
                )
                .to_owned(),
        ),
        NotLaid::Stop(stop) => Failure::Office(stop),
        broke @ NotLaid::BrokeOff => Failure::Wrong(broke.to_string()),
    }
}

/// Where the truth lies: beside a database file, under its name.
fn beside(url: &str) -> PathBuf {
    match url.strip_prefix("sqlite:") {
        Some(file) => {
            let file = file.trim_start_matches("//");
            let file = file.split('?').next().unwrap_or(file);
            PathBuf::from(format!("{file}.truth.csv"))
        }
        None => PathBuf::from("bench-truth.csv"),
    }
}

/// The terminal, and what is known so far.
struct Screen {
    bar: ProgressBar,
    words: Words,
    truth: Vec<Truth>,
}

impl Screen {
    fn new(words: Words) -> Screen {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(words.pick("写入单位", "laying in units"));
        Screen {
            bar,
            words,
            truth: Vec::new(),
        }
    }
}

impl Onlooker for Screen {
    fn units(&mut self, done: usize, of: usize) {
        self.bar.set_length(of as u64);
        self.bar.set_position(done as u64);
    }

    fn indexing(&mut self) {
        self.bar
            .set_message(self.words.pick("建立索引", "building indexes"));
        self.bar.tick();
    }

    fn truth(&mut self, truth: &[Truth]) {
        self.truth.extend_from_slice(truth);
    }
}
