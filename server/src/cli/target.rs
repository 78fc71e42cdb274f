//! `target set|list`: local targets from the command line.

use super::{Failure, unit_code};
use crate::office::Office;
use app::text::Words;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use kpi::UnitCode;
use kpi::target::LocalTarget;
use rust_decimal::Decimal;

#[derive(Debug, Subcommand)]
pub enum TargetCommand {
    /// Set a stricter target or an earlier day for a unit and all below it; lift it with neither
    Set(SetArguments),
    /// List the local targets: unit, indicator, year, value, due
    List,
}

#[derive(Debug, Args)]
pub struct SetArguments {
    /// The unit's code
    #[arg(long, value_parser = unit_code)]
    org_unit: UnitCode,
    /// The indicator's code
    #[arg(long)]
    indicator: String,
    /// The year of the national target
    #[arg(long)]
    year: i32,
    /// The stricter target, in the indicator's unit: 90 is 90%
    #[arg(long)]
    value: Option<Decimal>,
    /// The earlier day, YYYY-MM-DD
    #[arg(long)]
    due: Option<NaiveDate>,
}

pub async fn run(office: &Office, command: TargetCommand, words: Words) -> Result<(), Failure> {
    match command {
        TargetCommand::Set(set) => {
            let local = LocalTarget {
                year: set.year,
                value: set.value,
                due: set.due,
            };
            office
                .operator_sets_target(set.org_unit, &set.indicator, &local)
                .await?;
            eprintln!("{}", words.pick("已保存", "saved"));
        }
        TargetCommand::List => {
            for row in office.operator_lists_targets().await? {
                let or_empty = |text: Option<String>| text.unwrap_or_default();
                println!(
                    "{}\t{}\t{}\t{}\t{}",
                    row.org_unit,
                    row.indicator,
                    row.local.year,
                    or_empty(row.local.value.map(|value| value.to_string())),
                    or_empty(row.local.due.map(|due| due.to_string())),
                );
            }
        }
    }
    Ok(())
}
