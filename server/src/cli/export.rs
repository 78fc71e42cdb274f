//! `export`: the accepted figures, in the import format.

use super::{Failure, period, unit_code};
use crate::office::Office;
use crate::office::export::ExportStop;
use crate::store::Span;
use clap::Args;
use kpi::org_unit::NATION;
use kpi::{Period, UnitCode};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The file to write; without one, standard output
    file: Option<PathBuf>,
    /// Only this unit and those below it
    #[arg(long, value_parser = unit_code, default_value_t = NATION)]
    org_unit: UnitCode,
    /// From this period on
    #[arg(long, value_parser = period, default_value_t = Span::EVER.from)]
    from: Period,
    /// Up to this period
    #[arg(long, value_parser = period, default_value_t = Span::EVER.to)]
    to: Period,
}

pub async fn run(office: &Office, command: ExportArguments) -> Result<(), Failure> {
    let span = Span {
        from: command.from,
        to: command.to,
    };
    let mut to: Box<dyn Write + Send> = match &command.file {
        Some(path) => Box::new(BufWriter::new(
            File::create(path).map_err(|error| Failure::File(path.clone(), error))?,
        )),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    match office.export_csv(command.org_unit, span, &mut to).await {
        Ok(_) => Ok(()),
        Err(ExportStop::Stop(stop)) => Err(Failure::Office(stop)),
        // Whoever reads has seen enough: `export | head`.
        Err(ExportStop::File(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(ExportStop::File(error)) => Err(Failure::Pipe(error)),
    }
}
