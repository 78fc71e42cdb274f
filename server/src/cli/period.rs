//! `period close|reopen`: closed months from the command line.

use super::{Failure, period, unit_code};
use crate::office::Office;
use app::ask::programmes::{Month, Turn};
use app::text::Words;
use clap::{Args, Subcommand};
use kpi::org_unit::NATION;
use kpi::{Period, UnitCode};

#[derive(Debug, Subcommand)]
pub enum PeriodCommand {
    /// Close a month of a programme for a unit and all below it
    Close(TurnArguments),
    /// Open it again
    Reopen(TurnArguments),
}

#[derive(Debug, Args)]
pub struct TurnArguments {
    /// The unit's code; 000000 is the nation
    #[arg(long, value_parser = unit_code, default_value_t = NATION)]
    org_unit: UnitCode,
    /// The programme's code
    #[arg(long)]
    programme: String,
    /// The month, YYYY-MM
    #[arg(long, value_parser = period)]
    period: Period,
    /// Why; it goes into the log
    #[arg(long)]
    reason: String,
}

pub async fn run(office: &Office, command: PeriodCommand, words: Words) -> Result<(), Failure> {
    let (turn, asked) = match command {
        PeriodCommand::Close(asked) => (Turn::Close, asked),
        PeriodCommand::Reopen(asked) => (Turn::Reopen, asked),
    };
    let month = Month {
        org_unit: asked.org_unit,
        programme: asked.programme,
        period: asked.period,
    };
    office
        .operator_turns_period(&month, turn, &asked.reason)
        .await?;
    let told = match turn {
        Turn::Close => words.period_closed(),
        Turn::Reopen => words.period_reopened(),
    };
    eprintln!("{told}");
    Ok(())
}
