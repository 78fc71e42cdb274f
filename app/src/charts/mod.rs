//! Charts: data in, SVG out. The only code that names plotters.
//!
//! Server and browser draw the same bytes, because text is measured by [`fixed_text`] and not by
//! whatever fonts are at hand. Title, finding and table are HTML around the chart: they
//! translate, wrap and are read aloud.

mod fixed_text;
mod heat;
mod progress;

pub use fixed_text::ems;
pub use heat::{HeatChart, draw_heat};
pub use progress::{Axis, Line, Path, ProgressChart, Size, draw};
