//! The distribution: how many units lie where around a target. Few units are drawn one by one,
//! many as columns.

use super::Size;
use super::marks::{Look, Shape, Tone, marks};
use super::paper::{
    Failed, HAIR, INK, MET, NOT_MET, Pixels, Room, SECOND_INK, corner, pixels, plain, plane, sheet,
    steady, text,
};
use super::progress::Line;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// What the chart shows. Values are in the unit of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct DistributionChart {
    /// The columns, from low to high, side by side.
    pub columns: Vec<Column>,
    /// The target line.
    pub target: Option<Line>,
    /// What is said left and right of it.
    pub sides: [String; 2],
    /// What stands behind a number on the axis: `%`, `‰` or nothing.
    pub suffix: &'static str,
    /// What the columns are called, one by one, where their numbers say nothing: no and yes.
    pub names: Vec<String>,
    /// What runs along the axis at the left.
    pub up: String,
    /// Said in the chart's corner wherever it goes.
    pub note: Option<String>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Units that have met what is asked.
    pub met: usize,
    /// Units that have not.
    pub not_met: usize,
    /// Units without a verdict.
    pub open: usize,
}

impl Column {
    fn units(&self) -> usize {
        self.met + self.not_met + self.open
    }
}

/// Up to so many units each has a mark of its own.
const ONE_BY_ONE: usize = 60;

/// So many marks fit above each other.
const HIGHEST: usize = 20;

/// Draws the distribution.
pub fn distribution(chart: &DistributionChart, size: Size) -> String {
    let pixels = match size {
        Size::Wide => (720, 340),
        Size::Narrow => (356, 300),
    };
    sheet(pixels, |root| lay_out(root, chart, size))
}

fn lay_out(root: &Pixels, chart: &DistributionChart, size: Size) -> Result<(), Failed> {
    let tallest = chart.columns.iter().map(Column::units).max().unwrap_or(0);
    let all: usize = chart.columns.iter().map(Column::units).sum();
    let single = all <= ONE_BY_ONE && tallest <= HIGHEST;
    let from = chart.columns.first().map_or(0.0, |column| column.from);
    let to = chart.columns.last().map_or(1.0, |column| column.to);
    let margin = ((to - from) * 0.02).max(1e-6);
    let (from, to) = (steady(from - margin), steady(to + margin));
    let high = steady((tallest.max(1) as f64 * 1.1).max(match single {
        true => 10.0,
        false => 1.0,
    }));
    let room = Room {
        top: 44,
        right: 14,
        below: 52,
        left: 46,
    };
    let canvas = plane(
        root,
        (from..to, 0.0..high),
        &room,
        &|height| match height.fract().abs() < 1e-9 {
            true => plain(height),
            false => String::new(),
        },
    )?;
    let area = canvas.plotting_area().clone();
    let at = |x: f64, y: f64| area.map_coordinate(&(x, y));
    let floor = at(from, 0.0).1;
    root.draw_text(&chart.up, &text(&SECOND_INK, HPos::Left, VPos::Top), (4, 2))?;

    match single {
        true => one_by_one(root, chart, &at)?,
        false => columns(root, chart, &at)?,
    }
    edges(root, chart, size, &|x| at(x, 0.0).0, floor)?;

    if let Some(line) = &chart.target {
        let (bottom, top) = (at(line.at, 0.0), at(line.at, high));
        root.draw(&PathElement::new(
            vec![bottom, (top.0, top.1 - 6)],
            INK.stroke_width(2),
        ))?;
        let (width, _) = root.dim_in_pixel();
        let half = pixels(&line.label) as i32 / 2;
        let x = top
            .0
            .clamp(half + 4, (width as i32 - half - 4).max(half + 4));
        root.draw_text(
            &line.label,
            &text(&INK, HPos::Center, VPos::Bottom),
            (x, top.1 - 22),
        )?;
        let [left, right] = &chart.sides;
        let y = top.1 - 6;
        if top.0 - 8 - pixels(left) as i32 > 0 {
            root.draw_text(
                left,
                &text(&SECOND_INK, HPos::Right, VPos::Bottom),
                (top.0 - 8, y),
            )?;
        }
        if top.0 + 8 + (pixels(right) as i32) < width as i32 {
            root.draw_text(
                right,
                &text(&SECOND_INK, HPos::Left, VPos::Bottom),
                (top.0 + 8, y),
            )?;
        }
    }
    corner(root, chart.note.as_ref())
}

/// The shapes of a column from the ground up, with how many of each.
fn shapes(column: &Column) -> [(Shape, usize); 3] {
    [
        (Shape::NotMet, column.not_met),
        (Shape::Met, column.met),
        (Shape::Open, column.open),
    ]
}

fn one_by_one(
    root: &Pixels,
    chart: &DistributionChart,
    at: &dyn Fn(f64, f64) -> (i32, i32),
) -> Result<(), Failed> {
    let mut units = Vec::new();
    for column in &chart.columns {
        let middle = (column.from + column.to) / 2.0;
        let mut height = 0.5;
        for (shape, many) in shapes(column) {
            for _ in 0..many {
                let look = Look {
                    tone: Tone::Status,
                    shape,
                };
                units.push((at(middle, height), look));
                height += 1.0;
            }
        }
    }
    marks(root, &units)
}

/// Columns: those not met are hollow, so that colour is not alone.
fn columns(
    root: &Pixels,
    chart: &DistributionChart,
    at: &dyn Fn(f64, f64) -> (i32, i32),
) -> Result<(), Failed> {
    for column in &chart.columns {
        let mut height = 0;
        for (shape, many) in shapes(column) {
            if many == 0 {
                continue;
            }
            let (left, bottom) = at(column.from, height as f64);
            let (right, top) = at(column.to, (height + many) as f64);
            height += many;
            let corners = [(left + 1, top), (right - 1, bottom)];
            match shape {
                Shape::Met => root.draw(&Rectangle::new(corners, MET.filled()))?,
                Shape::NotMet => {
                    root.draw(&Rectangle::new(corners, NOT_MET.mix(0.12).filled()))?;
                    root.draw(&Rectangle::new(corners, NOT_MET.stroke_width(1)))?;
                }
                Shape::Open | Shape::Watched => {
                    root.draw(&Rectangle::new(corners, SECOND_INK.stroke_width(1)))?;
                }
            }
        }
    }
    Ok(())
}

/// Names under the columns, or numbers under their edges, as many as there is room for; the
/// target's edge is one of them.
fn edges(
    root: &Pixels,
    chart: &DistributionChart,
    size: Size,
    x: &dyn Fn(f64) -> i32,
    floor: i32,
) -> Result<(), Failed> {
    let style = text(&SECOND_INK, HPos::Center, VPos::Top);
    if !chart.names.is_empty() {
        for (column, name) in chart.columns.iter().zip(&chart.names) {
            let middle = x((column.from + column.to) / 2.0);
            root.draw_text(name, &style, (middle, floor + 6))?;
        }
        return Ok(());
    }
    let mut all: Vec<f64> = chart.columns.iter().map(|column| column.from).collect();
    all.extend(chart.columns.last().map(|column| column.to));
    let most = match size {
        Size::Wide => 9,
        Size::Narrow => 5,
    };
    let every = all.len().div_ceil(most).max(1);
    let goal = chart.target.as_ref().and_then(|line| {
        let near = |edge: &f64| (edge - line.at).abs() < 1e-9;
        all.iter().position(near)
    });
    let first = goal.unwrap_or(0) % every;
    for edge in all.iter().skip(first).step_by(every) {
        let at = x(*edge);
        root.draw(&PathElement::new(vec![(at, floor), (at, floor + 4)], HAIR))?;
        let label = format!("{}{}", plain(*edge), chart.suffix);
        root.draw_text(&label, &style, (at, floor + 6))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(each: usize) -> DistributionChart {
        DistributionChart {
            columns: (0..20)
                .map(|k| Column {
                    from: 50.0 + f64::from(k),
                    to: 51.0 + f64::from(k),
                    met: if k >= 10 { each } else { 0 },
                    not_met: if k < 10 { each } else { 0 },
                    open: 0,
                })
                .collect(),
            target: Some(Line {
                at: 60.0,
                label: "目标 60%".to_owned(),
            }),
            sides: ["低于 10".to_owned(), "达到 10".to_owned()],
            suffix: "%",
            names: vec![],
            up: "区县数".to_owned(),
            note: None,
        }
    }

    #[test]
    fn few_are_drawn_one_by_one_and_many_as_columns() {
        let few = distribution(&chart(1), Size::Wide);
        assert_eq!(few.matches("h0").count(), 10, "ten discs");
        assert!(!few.contains("<rect"));
        let many = distribution(&chart(30), Size::Wide);
        assert_eq!(
            many.matches("<rect").count(),
            10 + 2 * 10,
            "hollow ones have a rim"
        );
        for svg in [few, many] {
            assert!(svg.contains("目标 60%") && svg.contains("低于 10") && svg.contains("60%"));
        }
    }

    #[test]
    fn nothing_draws_too() {
        let nothing = DistributionChart {
            columns: vec![],
            target: None,
            ..chart(0)
        };
        assert!(distribution(&nothing, Size::Narrow).starts_with("<svg"));
    }
}
