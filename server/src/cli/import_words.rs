//! What an import tells the person at the terminal, in both languages.

use crate::office::import::{BadLine, HEADER, ImportStop, LineFault};
use app::ask::identity::Holding;
use app::text::Words;
use kpi::catalogue::{Lang, catalogue};
use kpi::fault::Fault;
use kpi::org_unit::Tier;

/// What is wrong with a line, in words.
pub fn why(line: &BadLine, words: Words) -> String {
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
