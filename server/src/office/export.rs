//! Export: the accepted figures as an import file. Two equal databases give equal files.

use super::import::HEADER;
use super::{Office, Stop};
use crate::store::Span;
use kpi::UnitCode;
use kpi::catalogue::catalogue;
use kpi::draft::written;
use kpi::facts::Value;
use std::io::Write;

/// What kept an export from its end.
#[derive(Debug)]
pub enum ExportStop {
    /// The question itself.
    Stop(Stop),
    /// The file cannot be written.
    File(std::io::Error),
}

impl<E: Into<Stop>> From<E> for ExportStop {
    fn from(error: E) -> ExportStop {
        ExportStop::Stop(error.into())
    }
}

impl Office {
    /// Writes the accepted figures of a unit and all below it, by unit, period and element, in
    /// the order of their codes, sorted here: engines sort text each in its own way. Figures and
    /// "not applicable" only; what is not there yet is nothing to import. Returns the lines.
    pub async fn export_csv(
        &self,
        org_unit: UnitCode,
        span: Span,
        to: &mut (dyn Write + Send),
    ) -> Result<u64, ExportStop> {
        self.unit(org_unit)?;
        let mut reading = self.store.read().await?;
        writeln!(to, "{HEADER}").map_err(ExportStop::File)?;
        let mut lines = 0;
        for unit in self.units().iter() {
            if unit.code != org_unit && !self.units().is_below(unit.code, org_unit) {
                continue;
            }
            let mut facts = reading.figures(unit.code, span.from, span.to).await?;
            facts.sort_by(|a, b| (a.period, &a.element).cmp(&(b.period, &b.element)));
            for fact in facts {
                let value = match (&fact.value, catalogue().element(&fact.element)) {
                    (Value::Figure(figure), Some(element)) => written(element, *figure),
                    (Value::Figure(figure), None) => figure.to_string(),
                    (Value::NotApplicable(_), _) => "NA".to_owned(),
                    (Value::NotYet | Value::NotCollected, _) => continue,
                };
                writeln!(to, "{},{},{},{value}", unit.code, fact.period, fact.element)
                    .map_err(ExportStop::File)?;
                lines += 1;
            }
        }
        to.flush().map_err(ExportStop::File)?;
        Ok(lines)
    }
}
