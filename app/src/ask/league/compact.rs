//! Rows as one text: a line a unit, fields between bars. As objects three thousand rows would be
//! several megabytes of field names; so they are a few hundred kilobytes, and a fourth of that on
//! the wire. What is the same in many rows (targets, units above) is written once, in the first
//! lines.

use super::{LeagueRow, Rows};
use kpi::Period;
use kpi::catalogue::Bilingual;
use kpi::fraction::Fraction;
use kpi::league::RankSpan;
use kpi::score::{Measure, Score, Status};
use kpi::target::Target;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use std::fmt::{Display, Write};
use std::str::FromStr;

const STATUSES: [(Option<Status>, &str); 8] = [
    (None, "."),
    (Some(Status::Met), "m"),
    (Some(Status::NotMet), "n"),
    (Some(Status::NoData), "o"),
    (Some(Status::Invalid), "i"),
    (Some(Status::NotApplicable), "a"),
    (Some(Status::Undetermined), "u"),
    (Some(Status::Suppressed), "s"),
];

/// What the rows have in common.
#[derive(Serialize, Deserialize)]
struct Common {
    measure: Measure,
    decimals: u32,
    targets: Vec<Target>,
    above: Vec<Bilingual>,
}

/// How many fields a line has.
const FIELDS: usize = 24;

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut common = Common {
            measure: Measure::Percent,
            decimals: 0,
            targets: Vec::new(),
            above: Vec::new(),
        };
        if let Some(first) = self.0.first() {
            common.measure = first.score.measure;
            common.decimals = first.score.decimals;
        }
        let mut lines = String::with_capacity(self.0.len() * 160);
        for row in &self.0 {
            line(row, &mut common, &mut lines);
        }
        let head = serde_json::to_string(&common).map_err(ser::Error::custom)?;
        to.serialize_str(&format!("{head}\n{lines}"))
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Rows, D::Error> {
        let text = String::deserialize(from)?;
        let (head, lines) = text.split_once('\n').unwrap_or((&text, ""));
        let common: Common = serde_json::from_str(head).map_err(de::Error::custom)?;
        lines
            .lines()
            .map(|line| row(line, &common).ok_or_else(|| de::Error::custom("a row of a league")))
            .collect::<Result<_, _>>()
            .map(Rows)
    }
}

/// Where `one` stands in `all`, added where it is new.
fn place<T: Clone + PartialEq>(all: &mut Vec<T>, one: &T) -> usize {
    all.iter()
        .rposition(|known| known == one)
        .unwrap_or_else(|| {
            all.push(one.clone());
            all.len() - 1
        })
}

fn line(row: &LeagueRow, common: &mut Common, out: &mut String) {
    let score = &row.score;
    let status = STATUSES
        .iter()
        .find(|(status, _)| *status == score.status)
        .map_or(".", |(_, code)| code);
    let above: Vec<String> = row
        .above
        .iter()
        .map(|unit| place(&mut common.above, unit).to_string())
        .collect();
    let target = score
        .target
        .as_ref()
        .map(|target| place(&mut common.targets, target));
    let course: Vec<String> = row.course.iter().map(|value| some(*value)).collect();
    let (counted, units) = score.units.unzip();
    let rank = row.rank.map(|rank| {
        format!(
            "{},{},{},{}",
            rank.median, rank.lower, rank.upper, rank.band
        )
    });
    let bound = |bound: Option<Fraction>| match bound == score.value {
        // Mostly it is the value itself.
        true => "=".to_owned(),
        false => share(bound),
    };
    let fields = [
        row.code.to_string(),
        row.name.zh.clone(),
        row.name.en.clone(),
        above.join(","),
        status.to_owned(),
        some(score.numerator),
        some(score.denominator),
        share(score.value),
        some(target),
        some(score.shortfall),
        share(score.coverage),
        bound(score.lower),
        bound(score.upper),
        some(counted),
        some(units),
        u8::from(score.official).to_string(),
        some(score.since),
        some(score.n_since),
        share(row.before),
        share(row.first),
        course.join(","),
        rank.unwrap_or_default(),
        some(row.size),
        some(score.below),
    ];
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            out.push('|');
        }
        out.push_str(&field.replace(['|', '\n'], " "));
    }
    out.push('\n');
}

fn some(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn share(value: Option<Fraction>) -> String {
    let mut text = String::new();
    if let Some(value) = value {
        let (top, bottom) = value.parts();
        let _ = write!(text, "{top}");
        if bottom != 1 {
            let _ = write!(text, "/{bottom}");
        }
    }
    text
}

fn row(line: &str, common: &Common) -> Option<LeagueRow> {
    let fields: Vec<&str> = line.split('|').collect();
    if fields.len() != FIELDS {
        return None;
    }
    let status = STATUSES.iter().find(|(_, code)| *code == fields[4])?.0;
    let value = read_share(fields[7])?;
    let bound = |text: &str| match text {
        "=" => Some(value),
        other => read_share(other),
    };
    let above = list(fields[3])
        .map(|at| common.above.get(at.parse::<usize>().ok()?).cloned())
        .collect::<Option<_>>()?;
    let target = read::<usize>(fields[8])?;
    let course = fields[20]
        .split(',')
        .map(read::<i64>)
        .collect::<Option<Vec<_>>>()?;
    Some(LeagueRow {
        code: fields[0].parse().ok()?,
        name: Bilingual {
            zh: fields[1].to_owned(),
            en: fields[2].to_owned(),
        },
        above,
        score: Score {
            status,
            numerator: read(fields[5])?,
            denominator: read(fields[6])?,
            value,
            measure: common.measure,
            decimals: common.decimals,
            target: match target {
                Some(at) => Some(*common.targets.get(at)?),
                None => None,
            },
            shortfall: read(fields[9])?,
            coverage: read_share(fields[10])?,
            lower: bound(fields[11])?,
            upper: bound(fields[12])?,
            units: read(fields[13])?.zip(read(fields[14])?),
            official: fields[15] == "1",
            since: read::<Period>(fields[16])?,
            n_since: read::<Period>(fields[17])?,
            below: read(fields[23])?,
        },
        before: read_share(fields[18])?,
        first: read_share(fields[19])?,
        course,
        rank: match fields[21] {
            "" => None,
            text => Some(rank(text)?),
        },
        size: read(fields[22])?,
    })
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|one| !one.is_empty())
}

/// Nothing where the field is empty; none at all where it cannot be read.
fn read<T: FromStr>(text: &str) -> Option<Option<T>> {
    match text {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

fn read_share(text: &str) -> Option<Option<Fraction>> {
    if text.is_empty() {
        return Some(None);
    }
    let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
    Fraction::new(top.parse().ok()?, bottom.parse().ok()?).map(Some)
}

fn rank(text: &str) -> Option<RankSpan> {
    let mut fields = text.split(',');
    Some(RankSpan {
        median: fields.next()?.parse().ok()?,
        lower: fields.next()?.parse().ok()?,
        upper: fields.next()?.parse().ok()?,
        band: fields.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kpi::catalogue::catalogue;
    use kpi::score::Part;

    fn one(code: &str, x: Option<i64>, n: Option<i64>) -> LeagueRow {
        let indicator = catalogue().indicator("smd-standard-mgmt").unwrap();
        let part = Part::of_counts(indicator.kind, x, n);
        let standard = indicator.standard(Period::literal(2020, 11), []);
        let score = Score::of(indicator, &part, standard);
        LeagueRow {
            code: code.parse().unwrap(),
            name: Bilingual {
                zh: "蓬江区".to_owned(),
                en: "Pengjiang \"District\"".to_owned(),
            },
            above: vec![Bilingual {
                zh: "江门市".to_owned(),
                en: "Jiangmen City".to_owned(),
            }],
            before: score.value,
            first: None,
            course: vec![None, Some(-5), Some(8_123)],
            rank: x.map(|_| RankSpan {
                median: 3.5,
                lower: 1.0,
                upper: 12.0,
                band: -1,
            }),
            size: n,
            score,
        }
    }

    #[test]
    fn rows_come_back_as_they_went() {
        let rows = Rows(vec![
            one("440703", Some(81), Some(100)),
            one("440704", None, Some(7)),
            one("440705", Some(9), Some(7)),
            one("440783", Some(0), Some(0)),
            one("440784", None, None),
        ]);
        let text = serde_json::to_string(&rows).unwrap();
        assert_eq!(serde_json::from_str::<Rows>(&text).unwrap(), rows);
        assert!(text.len() < 1_200, "{}", text.len());
        let none = Rows(Vec::new());
        let text = serde_json::to_string(&none).unwrap();
        assert_eq!(serde_json::from_str::<Rows>(&text).unwrap(), none);
        assert!(serde_json::from_str::<Rows>("\"{}\"").is_err());
    }
}
