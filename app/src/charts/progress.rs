//! The progress chart: months, target line, required pace, due date. Gaps stay gaps.

use super::fixed_text::{FixedText, ems};
use kpi::Period;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const INK: RGBColor = RGBColor(0x1b, 0x1f, 0x24);
const SECOND_INK: RGBColor = RGBColor(0x4b, 0x55, 0x63);
const HAIR: RGBColor = RGBColor(0xd7, 0xdb, 0xe0);
const ACCENT: RGBColor = RGBColor(0x1f, 0x4e, 0x8c);
const TARGET: RGBColor = RGBColor(0x0b, 0x6e, 0x4f);
const FONT: (&str, i32) = ("sans-serif", 15);
const EM: f64 = 15.0 / 1.24;

/// What the chart shows. Values are in the unit of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressChart {
    /// The months, one after the other.
    pub months: Vec<Period>,
    /// A value for each month; `None` where nothing was reported.
    pub values: Vec<Option<f64>>,
    /// The target line.
    pub target: Option<Line>,
    /// The straight path to the target.
    pub pace: Option<Path>,
    /// The due month and its label.
    pub due: Option<(Period, String)>,
    /// What stands behind a number on the axis: `%`, `‰` or nothing.
    pub suffix: &'static str,
    /// What the last value is called at the line's end.
    pub last: String,
    /// Said on the axis when it does not start at zero.
    pub cut: String,
    /// Said in the chart's corner wherever it goes: that the data are invented.
    pub note: Option<String>,
    /// Where the axis starts.
    pub axis: Axis,
}

/// A horizontal line with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its height.
    pub at: f64,
    /// Its label.
    pub label: String,
}

/// A straight path with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it begins.
    pub from: (Period, f64),
    /// Where it ends.
    pub to: (Period, f64),
    /// Its label.
    pub label: String,
}

/// Where the vertical axis starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// At zero, unless that hides every movement.
    Fitting,
    /// At zero.
    FromZero,
}

/// For which room the chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Beside a table, or on paper.
    Wide,
    /// On a phone.
    Narrow,
}

impl Size {
    fn pixels(self) -> (u32, u32) {
        match self {
            Size::Wide => (720, 340),
            Size::Narrow => (356, 300),
        }
    }
}

type Pixels<'a> = DrawingArea<FixedText<'a>, Shift>;
type Failed = Box<dyn std::error::Error>;

/// Draws the chart. Nothing that can be passed in makes it fail.
pub fn draw(chart: &ProgressChart, size: Size) -> String {
    let mut svg = String::new();
    {
        let root = FixedText::new(&mut svg, size.pixels()).into_drawing_area();
        let drawn = lay_out(&root, chart, size).and_then(|()| Ok(root.present()?));
        drawn.expect("an SVG in memory takes every stroke");
    }
    svg
}

/// The heights at both ends of the axis, and whether it starts above zero.
fn heights(chart: &ProgressChart) -> (f64, f64, bool) {
    let lines = chart.target.iter().map(|line| line.at);
    let paths = chart.pace.iter().flat_map(|path| [path.from.1, path.to.1]);
    let all: Vec<f64> = chart
        .values
        .iter()
        .flatten()
        .copied()
        .chain(lines)
        .chain(paths)
        .collect();
    let top = all.iter().copied().fold(0.0, f64::max);
    let bottom = all.iter().copied().fold(f64::INFINITY, f64::min);
    let flat = top - bottom < 0.25 * top;
    let cut = chart.axis == Axis::Fitting && flat && bottom > 0.0 && top > bottom;
    let low = if cut {
        bottom - (top - bottom) * 0.5
    } else {
        0.0
    };
    let high = if top > low {
        top + (top - low) * 0.12
    } else {
        1.0
    };
    (low.max(0.0), high, cut && low > 0.0)
}

fn lay_out(root: &Pixels, chart: &ProgressChart, size: Size) -> Result<(), Failed> {
    let (low, high, cut) = heights(chart);
    let months = chart.months.len().max(2);
    let label_room = [
        chart.target.as_ref().map(|line| ems(&line.label)),
        Some(ems(&chart.last)),
    ]
    .into_iter()
    .flatten()
    .fold(2.0, f64::max);
    let right = (label_room * EM).ceil() as u32 + 14;
    let mut canvas = ChartBuilder::on(root)
        .margin_top(24)
        .margin_right(right)
        .margin_left(4)
        .x_label_area_size(44)
        .y_label_area_size(50)
        .build_cartesian_2d(-0.3..(months as f64 - 0.7), low..high)?;
    let label = |position: &f64| month_label(chart, *position);
    let suffix = chart.suffix;
    canvas
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(HAIR)
        .axis_style(HAIR)
        .label_style(FONT.into_font().color(&SECOND_INK))
        .x_labels(0)
        .y_labels(5)
        .y_label_formatter(&|height| format!("{}{suffix}", plain(*height)))
        .draw()?;
    let area = canvas.plotting_area().clone();
    let at = |x: f64, y: f64| area.map_coordinate(&(x, y));
    let text =
        |color: &RGBColor, h: HPos, v: VPos| FONT.into_font().color(color).pos(Pos::new(h, v));
    let every = months.div_ceil(match size {
        Size::Wide => 12,
        Size::Narrow => 5,
    });
    for place in (0..chart.months.len()).rev().step_by(every) {
        let (x, y) = at(place as f64, low);
        let style = text(&SECOND_INK, HPos::Center, VPos::Top);
        root.draw_text(&label(&(place as f64)), &style, (x, y + 6))?;
    }
    let place_of = |period: Period| {
        chart
            .months
            .first()
            .map_or(0.0, |first| f64::from(period.months_since(*first)))
    };
    if let Some((due, name)) = &chart.due {
        let x = place_of(*due);
        let (from, to) = (at(x, low), at(x, high));
        root.draw(&PathElement::new(vec![from, to], SECOND_INK.mix(0.5)))?;
        let style = text(&SECOND_INK, HPos::Right, VPos::Bottom);
        root.draw_text(name, &style, (to.0, to.1 - 6))?;
    }
    if let Some(Path { from, to, label }) = &chart.pace {
        let (start, goal) = ((place_of(from.0), from.1), (place_of(to.0), to.1));
        let dashed = SECOND_INK.stroke_width(1);
        canvas.draw_series(DashedLineSeries::new([start, goal], 4, 4, dashed))?;
        let middle = at((start.0 + goal.0) / 2.0, (start.1 + goal.1) / 2.0);
        let style = text(&SECOND_INK, HPos::Center, VPos::Top);
        root.draw_text(label, &style, (middle.0, middle.1 + 8))?;
    }
    let end = months as f64 - 0.7;
    let mut target_at = None;
    if let Some(line) = &chart.target {
        let path = [(-0.3, line.at), (end, line.at)];
        canvas.draw_series(LineSeries::new(path, TARGET.stroke_width(2)))?;
        let (x, y) = at(end, line.at);
        target_at = Some(y);
        root.draw_text(
            &line.label,
            &text(&TARGET, HPos::Left, VPos::Center),
            (x + 6, y),
        )?;
    }
    for run in runs(&chart.values) {
        canvas.draw_series(LineSeries::new(run.iter().copied(), ACCENT.stroke_width(2)))?;
        canvas.draw_series(
            run.iter()
                .map(|point| Circle::new(*point, 3, ACCENT.filled())),
        )?;
    }
    let last = chart
        .values
        .iter()
        .enumerate()
        .rev()
        .find_map(|(x, value)| Some((x, (*value)?)));
    if let Some((x, value)) = last {
        let (x, y) = at(x as f64, value);
        let near = target_at.is_some_and(|target| (y - target).abs() < 16);
        let y = match near {
            true => y - 14,
            false => y,
        };
        root.draw_text(
            &chart.last,
            &text(&INK, HPos::Left, VPos::Center),
            (x + 8, y),
        )?;
    }
    if let Some(note) = &chart.note {
        let (width, height) = size.pixels();
        let style = text(&SECOND_INK, HPos::Right, VPos::Bottom);
        root.draw_text(note, &style, (width as i32 - 4, height as i32 - 2))?;
    }
    if cut {
        let style = text(&SECOND_INK, HPos::Left, VPos::Top);
        root.draw_text(&chart.cut, &style, (4, 2))?;
    }
    Ok(())
}

/// A number on the axis, without trailing zeros.
fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `2020-03`: the same in every language.
fn month_label(chart: &ProgressChart, position: f64) -> String {
    chart
        .months
        .get(position.round() as usize)
        .map_or_else(String::new, Period::to_string)
}

/// Neighbouring values as one run; a missing month ends it.
fn runs(values: &[Option<f64>]) -> Vec<Vec<(f64, f64)>> {
    let mut runs = Vec::new();
    let mut run = Vec::new();
    for (place, value) in values.iter().enumerate() {
        match value {
            Some(value) => run.push((place as f64, *value)),
            None => runs.push(std::mem::take(&mut run)),
        }
    }
    runs.push(run);
    runs.retain(|run: &Vec<_>| !run.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: Vec<Option<f64>>) -> ProgressChart {
        let first = Period::literal(2020, 1);
        ProgressChart {
            months: (0..values.len() as i32).map(|k| first.plus(k)).collect(),
            values,
            target: Some(Line {
                at: 50.0,
                label: "目标 50%".to_owned(),
            }),
            pace: None,
            due: Some((Period::literal(2020, 12), "期限".to_owned())),
            suffix: "%",
            last: "41.2%".to_owned(),
            cut: "纵轴不从零起".to_owned(),
            note: None,
            axis: Axis::Fitting,
        }
    }

    #[test]
    fn a_missing_month_is_never_bridged() {
        let values = vec![Some(1.0), Some(2.0), None, Some(4.0)];
        assert_eq!(
            runs(&values),
            vec![vec![(0.0, 1.0), (1.0, 2.0)], vec![(3.0, 4.0)]]
        );
    }

    #[test]
    fn nothing_reported_and_one_month_draw_too() {
        for values in [vec![], vec![None], vec![Some(0.0)], vec![Some(41.2); 36]] {
            for size in [Size::Wide, Size::Narrow] {
                assert!(draw(&chart(values.clone()), size).starts_with("<svg"));
            }
        }
    }

    #[test]
    fn the_axis_says_when_it_does_not_start_at_zero() {
        let flat = chart(vec![Some(48.0), Some(48.5), Some(49.0)]);
        assert!(draw(&flat, Size::Wide).contains("纵轴不从零起"));
        let from_zero = ProgressChart {
            axis: Axis::FromZero,
            ..flat
        };
        assert!(!draw(&from_zero, Size::Wide).contains("纵轴不从零起"));
    }
}
