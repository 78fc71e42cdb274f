//! `signals-check`: the rules of what is worth verifying, held against figures whose truth is
//! known: those of the demo with other seeds, or a file of figures with a file of what was planted.
//! No database is touched.

use super::{Failure, period};
use crate::demo;
use crate::office::Tree;
use crate::office::import::parse_line;
use app::text::Words;
use chrono::NaiveDate;
use clap::Args;
use kpi::catalogue::{Lang, divisions};
use kpi::facts::{Facts, Value};
use kpi::signals::{Finding, Observed, Panel, RULES, RuleCode, Survey, survey};
use kpi::{OrgUnits, Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// How many years are made up, each with the next seed
    #[arg(long, default_value_t = 20)]
    seeds: u64,
    /// The first seed. Seeds 1 to 10 were used to set the thresholds: they test nothing
    #[arg(long, default_value_t = 1001)]
    from_seed: u64,
    /// The month up to which figures are looked at [2020-11, or the newest of the file]
    #[arg(long, value_parser = period)]
    period: Option<Period>,
    /// Figures in the import format instead of the demo's: org_unit,period,data_element,value
    #[arg(long, value_name = "FILE", requires = "truth")]
    figures: Option<PathBuf>,
    /// What was planted in them, as CSV with a header: org_unit, and if known kind, data_element,
    /// from (YYYY-MM)
    #[arg(long, value_name = "FILE", requires = "figures")]
    truth: Option<PathBuf>,
    /// Name every case that was not found, and every innocent one that was listed
    #[arg(long)]
    each: bool,
}

/// One thing that was planted.
struct Case {
    unit: UnitCode,
    kind: String,
    /// Where known; else any figure of the unit counts.
    elements: Vec<String>,
    from: Option<Period>,
}

/// Figures, and what was planted in them.
struct Set {
    name: String,
    facts: BTreeMap<UnitCode, Facts>,
    cases: Vec<Case>,
    to: Period,
}

/// What came of all sets.
#[derive(Default)]
struct Totals {
    sets: usize,
    /// By kind: planted, found.
    kinds: BTreeMap<String, (usize, usize)>,
    listed: usize,
    innocent: usize,
    expected: f64,
    /// By rule: tests, signs, those expected by chance, and those in innocent entries.
    rules: BTreeMap<RuleCode, (usize, usize, f64, usize)>,
    told: Vec<String>,
}

/// The last month of the demo that is filed.
const DEMO_MONTH: Period = Period::literal(2020, 11);

pub fn run(command: &CheckArguments, words: Words) -> Result<(), Failure> {
    let units = OrgUnits::new(divisions());
    let mut totals = Totals::default();
    match (&command.figures, &command.truth) {
        (Some(figures), Some(truth)) => {
            let set = from_files(figures, truth, command.period, words)?;
            check(&units, &set, &mut totals);
        }
        _ => {
            let to = command.period.unwrap_or(DEMO_MONTH);
            for seed in command.from_seed..command.from_seed.saturating_add(command.seeds) {
                check(&units, &of_seed(seed, &units, to), &mut totals);
            }
        }
    }
    let text = told(&totals, command.each, words);
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Pipe(error)),
        _ => Ok(()),
    }
}

/// A year of the demo as it was accepted in the end.
fn of_seed(seed: u64, units: &OrgUnits, to: Period) -> Set {
    let demo = demo::generate(seed, units);
    let mut facts: BTreeMap<UnitCode, Facts> = BTreeMap::new();
    for story in &demo.stories {
        let of_unit = facts.entry(story.key.org_unit).or_default();
        for (element, value) in story.accepted().into_iter().flatten() {
            of_unit.put(element, story.key.period, value.clone());
        }
    }
    let cases = demo.planted.iter().map(|planted| Case {
        unit: planted.unit,
        kind: planted.flaw.name().to_owned(),
        elements: planted
            .flaw
            .elements()
            .iter()
            .map(|code| (*code).to_owned())
            .collect(),
        from: Some(Period::literal(2020, 1).plus(i32::try_from(planted.from).unwrap_or(0))),
    });
    Set {
        name: format!("seed {seed}"),
        cases: cases.collect(),
        facts,
        to,
    }
}

fn from_files(
    figures: &Path,
    truth: &Path,
    to: Option<Period>,
    words: Words,
) -> Result<Set, Failure> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| Failure::File(path.to_owned(), error))
    };
    let tree = Tree::new(OrgUnits::new(divisions()));
    let bad = |path: &Path, line: usize| {
        Failure::Wrong(match words.lang() {
            Lang::Zh => format!("{} 第 {line} 行无法读取。", path.display()),
            Lang::En => format!("{}, line {line} cannot be read.", path.display()),
        })
    };
    let mut facts: BTreeMap<UnitCode, Facts> = BTreeMap::new();
    let mut newest: Option<Period> = None;
    let text = read(figures)?;
    for (at, line) in text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .skip(1)
    {
        if line.trim().is_empty() {
            continue;
        }
        let row = parse_line(at as u64 + 1, line, &tree, NaiveDate::MAX)
            .map_err(|_| bad(figures, at + 1))?;
        let value = match row.figure {
            Some(figure) => Value::Figure(figure),
            None => Value::NotApplicable(String::new()),
        };
        facts
            .entry(row.org_unit)
            .or_default()
            .put(&row.element, row.period, value);
        newest = newest.max(Some(row.period));
    }
    let text = read(truth)?;
    let cases = cases(&text).map_err(|line| bad(truth, line))?;
    Ok(Set {
        name: figures.display().to_string(),
        facts,
        cases,
        to: to.or(newest).unwrap_or(DEMO_MONTH),
    })
}

/// What was planted, by the names of the columns; the number of a line that cannot be read.
fn cases(text: &str) -> Result<Vec<Case>, usize> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let (_, header) = lines.next().ok_or(1usize)?;
    let split = |line: &str| -> Vec<String> {
        line.split(',')
            .map(|field| field.trim().trim_matches('"').to_owned())
            .collect()
    };
    let columns = split(header);
    let place = |name: &str| columns.iter().position(|column| column == name);
    let unit_at = place("org_unit").ok_or(1usize)?;
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let fields = split(line);
            let field = |name: &str| {
                let place = place(name)?;
                fields.get(place).filter(|text| !text.is_empty()).cloned()
            };
            let unit = fields.get(unit_at).and_then(|code| code.parse().ok());
            let elements = field("data_element").unwrap_or_default();
            let elements = elements
                .split([';', '|', ' '])
                .filter(|code| !code.is_empty());
            Ok(Case {
                unit: unit.ok_or(at + 1)?,
                kind: field("kind").unwrap_or_else(|| "planted".to_owned()),
                elements: elements.map(str::to_owned).collect(),
                from: field("from").and_then(|from| from.parse().ok()),
            })
        })
        .collect()
}

/// Asks the rules, as the office does.
fn look(units: &OrgUnits, set: &Set) -> Survey {
    let observed: Vec<Observed> = set
        .facts
        .iter()
        .filter(|(code, _)| units.files_returns(**code))
        .filter_map(|(code, facts)| {
            let unit = units.get(*code)?;
            Some(Observed { unit, facts })
        })
        .collect();
    let panel = Panel::of(units, &observed, set.to, |indicator, _, period| {
        indicator.standard(period, [])
    });
    survey(&panel)
}

impl Case {
    /// Whether an entry is about what was planted: the unit, a figure, and not before it.
    fn is_found_by(&self, finding: &Finding) -> bool {
        finding.unit == self.unit
            && (self.elements.is_empty()
                || finding
                    .elements()
                    .iter()
                    .any(|element| self.elements.iter().any(|one| one == element)))
            && self
                .from
                .is_none_or(|from| finding.to().is_some_and(|to| to >= from))
    }
}

fn check(units: &OrgUnits, set: &Set, totals: &mut Totals) {
    let found = look(units, set);
    totals.sets += 1;
    totals.listed += found.findings.len();
    totals.expected += found.expected;
    for case in &set.cases {
        let counts = totals.kinds.entry(case.kind.clone()).or_default();
        counts.0 += 1;
        if found
            .findings
            .iter()
            .any(|finding| case.is_found_by(finding))
        {
            counts.1 += 1;
        } else {
            let from = case.from.map_or_else(String::new, |from| from.to_string());
            totals.told.push(format!(
                "not found: {}, {} {} {from}",
                set.name, case.unit, case.kind
            ));
        }
    }
    let mut of_innocent: BTreeMap<RuleCode, BTreeSet<UnitCode>> = BTreeMap::new();
    for finding in &found.findings {
        if set.cases.iter().any(|case| case.is_found_by(finding)) {
            continue;
        }
        totals.innocent += 1;
        let rules: Vec<&str> = finding.signs.iter().map(|sign| sign.rule.code()).collect();
        let (elements, rules) = (finding.elements().join(" "), rules.join(" "));
        totals.told.push(format!(
            "innocent: {}, {} {rules} ({elements})",
            set.name, finding.unit
        ));
        for sign in &finding.signs {
            of_innocent
                .entry(sign.rule)
                .or_default()
                .insert(finding.unit);
        }
    }
    for tally in &found.rules {
        let counts = totals.rules.entry(tally.rule).or_default();
        counts.0 += tally.tests;
        counts.1 += tally.flagged;
        counts.2 += tally.expected;
        counts.3 += of_innocent.get(&tally.rule).map_or(0, BTreeSet::len);
    }
}

/// A share, in whole percent; a dash of nothing.
fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{:.1}%", 100.0 * part as f64 / whole as f64),
    }
}

fn told(totals: &Totals, each: bool, words: Words) -> String {
    let mut text = String::new();
    let mut line = |parts: &[String]| {
        let cells: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                if at == 0 {
                    format!("{part:<20}")
                } else {
                    format!("{part:>12}")
                }
            })
            .collect();
        text.push_str(cells.join(" ").trim_end());
        text.push('\n');
    };
    let pick = |zh: &str, en: &str| words.pick(zh, en).to_owned();
    line(&[
        pick("种类", "kind"),
        pick("植入", "planted"),
        pick("找到", "found"),
        pick("召回率", "recall"),
    ]);
    let (mut planted, mut found) = (0, 0);
    for (kind, (of, hit)) in &totals.kinds {
        planted += of;
        found += hit;
        line(&[
            kind.clone(),
            of.to_string(),
            hit.to_string(),
            share(*hit, *of),
        ]);
    }
    line(&[
        pick("合计", "all"),
        planted.to_string(),
        found.to_string(),
        share(found, planted),
    ]);
    line(&[]);
    let beside = totals.listed - totals.innocent;
    line(&[
        pick("名单条目", "entries listed"),
        totals.listed.to_string(),
    ]);
    line(&[
        pick("其中无事的", "of them innocent"),
        totals.innocent.to_string(),
    ]);
    line(&[
        pick("预计无事的", "innocent expected"),
        format!("{:.1}", totals.expected),
    ]);
    line(&[pick("精确率", "precision"), share(beside, totals.listed)]);
    line(&[pick("数据集", "sets"), totals.sets.to_string()]);
    line(&[]);
    line(&[
        pick("规则", "rule"),
        pick("检验", "tests"),
        pick("迹象", "signs"),
        pick("预计误报", "by chance"),
        pick("误列", "in innocent"),
    ]);
    for rule in RULES {
        let (tests, signs, expected, innocent) =
            totals.rules.get(&rule.code).copied().unwrap_or_default();
        line(&[
            rule.code.code().to_owned(),
            tests.to_string(),
            signs.to_string(),
            format!("{expected:.1}"),
            innocent.to_string(),
        ]);
    }
    if each {
        text.push('\n');
        for told in &totals.told {
            text.push_str(told);
            text.push('\n');
        }
    }
    text
}
