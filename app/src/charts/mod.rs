//! Charts: data in, SVG out. The only code that names plotters.
//!
//! Server and browser draw the same bytes, because text is measured by [`fixed_text`] and not by
//! whatever fonts are at hand. Title, finding and table are HTML around the chart: they
//! translate, wrap and are read aloud.

mod change;
mod compact;
mod distribution;
mod fixed_text;
mod funnel;
mod heat;
mod marks;
mod paper;
mod progress;
mod spine;

pub use change::{ChangeChart, ChangeUnit, change};
pub use distribution::{Column, DistributionChart, distribution};
pub use fixed_text::ems;
pub use funnel::{FunnelChart, FunnelUnit, funnel};
pub use heat::{HeatChart, draw_heat};
pub use marks::{Look, Shape, Tone};
pub use progress::{Axis, Line, Path, ProgressChart, Size, draw};
pub use spine::{Spine, SpineChart, SpineRow, spark, spine, spines};
