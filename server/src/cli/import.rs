//! `import`: a file, a progress bar, and every bad line by name.

use super::Failure;
use crate::office::Office;
use crate::office::import::{BadLine, HEADER, ImportStop, LineFault, Watcher};
use app::ask::identity::Holding;
use app::text::Words;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kpi::catalogue::{Lang, catalogue};
use kpi::fault::Fault;
use kpi::org_unit::Tier;
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

/// What is wrong with a line, in words.
fn why(line: &BadLine, words: Words) -> String {
    let element = line.element.as_deref();
    let name = element
        .and_then(|code| catalogue().element(code))
        .map_or_else(String::new, |element| words.of(&element.name));
    match (&line.fault, words.lang()) {
        (LineFault::Fields(found), Lang::Zh) => format!("应有4栏，这行有{found}栏"),
        (LineFault::Fields(found), Lang::En) => format!("4 fields are due, this line has {found}"),
        (LineFault::TooLong, Lang::Zh) => "这行太长".to_owned(),
        (LineFault::TooLong, Lang::En) => "the line is too long".to_owned(),
        (LineFault::UnknownUnit(code), Lang::Zh) => format!("没有代码为“{code}”的单位"),
        (LineFault::UnknownUnit(code), Lang::En) => format!("no unit has the code \"{code}\""),
        (LineFault::UnknownElement(code), Lang::Zh) => format!("没有代码为“{code}”的数据项"),
        (LineFault::UnknownElement(code), Lang::En) => {
            format!("no data element has the code \"{code}\"")
        }
        (LineFault::NotAPeriod(text), Lang::Zh) => format!("“{text}”不是 YYYY-MM 格式的月份"),
        (LineFault::NotAPeriod(text), Lang::En) => format!("\"{text}\" is not a month, YYYY-MM"),
        (LineFault::Future(period), Lang::Zh) => format!("{period}还没有到"),
        (LineFault::Future(period), Lang::En) => format!("{period} lies in the future"),
        (LineFault::TooEarly(period), Lang::Zh) => format!("{period}早于2010年"),
        (LineFault::TooEarly(period), Lang::En) => format!("{period} is before 2010"),
        (LineFault::BelowTier(tier), Lang::Zh) => {
            format!(
                "“{name}”由{}填报，这个单位在其下级",
                tier_word(*tier, words)
            )
        }
        (LineFault::BelowTier(tier), Lang::En) => format!(
            "\"{name}\" is answered for by {}, and this unit stands below",
            tier_word(*tier, words)
        ),
        (LineFault::NotOneOrZero(typed), Lang::Zh) => {
            format!("“{name}”只能是 1（是）或 0（否），不能是“{typed}”")
        }
        (LineFault::NotOneOrZero(typed), Lang::En) => {
            format!("\"{name}\" is 1 (yes) or 0 (no), not \"{typed}\"")
        }
        (LineFault::Value(reason), _) => words.fault(&Fault {
            element: element.unwrap_or_default().to_owned(),
            reason: reason.clone(),
        }),
        (LineFault::Contradicts { line }, Lang::Zh) => format!("与第{line}行矛盾"),
        (LineFault::Contradicts { line }, Lang::En) => format!("contradicts line {line}"),
    }
}

fn tier_word(tier: Tier, words: Words) -> &'static str {
    match tier {
        Tier::County => words.pick("区县", "counties"),
        Tier::Region => words.pick("试点地区", "pilot regions"),
        Tier::Province => words.pick("省级", "provinces"),
        Tier::Nation => words.pick("国家", "the nation"),
    }
}

/// Why nothing was imported, in words.
pub fn told(stop: &ImportStop, words: Words) -> String {
    match (stop, words.lang()) {
        (ImportStop::Header { found }, Lang::Zh) => {
            format!("第1行应当是 {HEADER}，现在是“{found}”。没有导入。")
        }
        (ImportStop::Header { found }, Lang::En) => {
            format!("line 1 must be {HEADER}, and is \"{found}\". Nothing was imported.")
        }
        (ImportStop::NotUtf8 { line }, Lang::Zh) => format!(
            "第{line}行不是 UTF-8 编码，可能是 GBK：请在表格软件里另存为“CSV UTF-8”再导入。没有导入。"
        ),
        (ImportStop::NotUtf8 { line }, Lang::En) => format!(
            "line {line} is not UTF-8 and may be GBK: save the file as \"CSV UTF-8\" and import it \
             again. Nothing was imported."
        ),
        (ImportStop::BadLines(count), Lang::Zh) => format!("{count}行有误，没有导入任何数据。"),
        (ImportStop::BadLines(count), Lang::En) => {
            format!("{count} bad lines: nothing was imported.")
        }
        (ImportStop::OtherHolding(held), _) => words
            .pick(
                match held {
                    Holding::Demo => "这个数据库是演示数据，不能导入真实数据。",
                    Holding::Published => "这个数据库是公开发表的数据，不能导入其他数据。",
                    Holding::Real => "这个数据库是真实数据，不能导入演示数据。",
                },
                match held {
                    Holding::Demo => {
                        "This database holds demo data: real figures never mix with it."
                    }
                    Holding::Published => {
                        "This database holds the published figures, and no others."
                    }
                    Holding::Real => {
                        "This database holds real figures: invented ones never mix with it."
                    }
                },
            )
            .to_owned(),
        (ImportStop::File(error), _) => {
            format!(
                "{}: {error}",
                words.pick("文件无法读取", "the file cannot be read")
            )
        }
        (ImportStop::Store(error), _) => {
            format!(
                "{}: {error}",
                words.pick("没有导入", "nothing was imported")
            )
        }
        (ImportStop::Broken(what), _) => {
            format!("{}: {what}", words.pick("没有导入", "nothing was imported"))
        }
    }
}
