//! `import`: a file, a progress bar, and every bad line by name.

use super::Failure;
use super::import_words::why;
use crate::office::Office;
use crate::office::import::{BadLine, ImportStop, Watcher};
use app::ask::identity::Holding;
use app::text::Words;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kpi::catalogue::Lang;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The file: org_unit,period,data_element,value; UTF-8
    file: PathBuf,
}

/// So many bad lines are printed; all of them go to a file.
const PRINTED: u64 = 1_000;

pub async fn run(office: Office, command: ImportArguments, words: Words) -> Result<(), Failure> {
    let path = &command.file;
    let unusable = |error| Failure::File(path.clone(), error);
    let file = File::open(path).map_err(unusable)?;
    let size = file.metadata().map_err(unusable)?.len();
    let source = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let office = office.hold(Holding::Real).await.map_err(ImportStop::from);
    let office = office.map_err(Failure::Import)?;
    let mut screen = Screen::new(path, size, words);
    let done = office
        .import_csv(file, &source, Holding::Real, &mut screen)
        .await;
    screen.close()?;
    let done = done.map_err(Failure::Import)?;
    let (lines, changed) = (done.lines, done.changed);
    eprintln!(
        "{}",
        match (words.lang(), done.change) {
            (Lang::Zh, Some(_)) => format!("读入{lines}行，{changed}个数据新增或更正。"),
            (Lang::En, Some(_)) =>
                format!("{lines} lines read, {changed} figures new or corrected."),
            (Lang::Zh, None) => format!("读入{lines}行，都与库中相同，没有改动。"),
            (Lang::En, None) =>
                format!("{lines} lines read, all in force already: nothing changed."),
        }
    );
    Ok(())
}

/// The terminal, and the file of bad lines, made when there is the first one.
struct Screen {
    bar: ProgressBar,
    words: Words,
    errors_at: PathBuf,
    errors: Option<BufWriter<File>>,
    failed: Option<std::io::Error>,
    bad: u64,
}

impl Screen {
    fn new(path: &Path, size: u64, words: Words) -> Screen {
        let bar = ProgressBar::new(size);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {percent:>3}% {eta}") {
            bar.set_style(style);
        }
        bar.set_message(words.pick("读入", "reading"));
        let mut errors_at = path.as_os_str().to_owned();
        errors_at.push(".errors.csv");
        let errors_at = PathBuf::from(errors_at);
        // What an earlier try left would be taken for this one's.
        let _ = std::fs::remove_file(&errors_at);
        Screen {
            bar,
            words,
            errors_at,
            errors: None,
            failed: None,
            bad: 0,
        }
    }

    fn record(&mut self, line: &BadLine, why: &str) -> std::io::Result<()> {
        let errors = match &mut self.errors {
            Some(errors) => errors,
            none => {
                let mut file = BufWriter::new(File::create(&self.errors_at)?);
                writeln!(file, "line,reason,text")?;
                none.insert(file)
            }
        };
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        writeln!(
            errors,
            "{},{},{}",
            line.line,
            quoted(why),
            quoted(&line.text)
        )
    }

    fn close(mut self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        let flushed = self.errors.as_mut().map_or(Ok(()), Write::flush);
        if self.bad > PRINTED {
            let more = self.bad - PRINTED;
            let at = self.errors_at.display();
            eprintln!(
                "{}",
                match self.words.lang() {
                    Lang::Zh => format!("……还有{more}行，全部写在 {at}"),
                    Lang::En => format!("… and {more} more; all of them are in {at}"),
                }
            );
        } else if self.bad > 0 {
            let at = self.errors_at.display();
            eprintln!(
                "{}{at}",
                self.words.pick("全部写在 ", "all of them are in ")
            );
        }
        match self.failed.take().map_or(flushed, Err) {
            Ok(()) => Ok(()),
            Err(error) => Err(Failure::File(self.errors_at, error)),
        }
    }
}

impl Watcher for Screen {
    fn read(&mut self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    fn published(&mut self, units: usize, of: usize) {
        if units == 1 {
            self.bar.reset();
            self.bar.set_length(of as u64);
            self.bar.set_message(self.words.pick("入库", "publishing"));
        }
        self.bar.set_position(units as u64);
    }

    fn bad(&mut self, line: &BadLine) {
        let why = why(line, self.words);
        self.bad += 1;
        if self.bad <= PRINTED {
            let (number, text) = (line.line, &line.text);
            let told = match self.words.lang() {
                Lang::Zh => format!("第{number}行：{why}（{text}）"),
                Lang::En => format!("line {number}: {why} ({text})"),
            };
            self.bar.suspend(|| eprintln!("{told}"));
        }
        if self.failed.is_none() {
            self.failed = self.record(line, &why).err();
        }
    }
}
