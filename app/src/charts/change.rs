//! Two months compared: each unit by its value then and now. On the diagonal nothing moved.

use super::Size;
use super::marks::{Look, marks, name};
use super::paper::{
    Failed, HAIR, MET, Pixels, Room, SECOND_INK, corner, pixels, plain, plane, round_steps, sheet,
    steady, text,
};
use super::progress::Line;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// What the chart shows. Values are in the unit of both axes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeChart {
    /// The units.
    pub units: Vec<ChangeUnit>,
    /// The target of the later month.
    pub target: Option<Line>,
    /// What runs along the axis below: the earlier month.
    pub across: String,
    /// What runs along the axis at the left: the later month.
    pub up: String,
    /// What the diagonal is called.
    pub same: String,
    /// What stands behind a number on the axes.
    pub suffix: &'static str,
    /// Said in the chart's corner wherever it goes.
    pub note: Option<String>,
}

/// A unit in two months.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeUnit {
    /// Its value then.
    pub then: f64,
    /// Its value now.
    pub now: f64,
    /// How it is drawn: by its status now.
    pub look: Look,
    /// Its name, where it is to be found at once.
    pub label: Option<String>,
}

/// Draws both months.
pub fn change(chart: &ChangeChart, size: Size) -> String {
    let pixels = match size {
        Size::Wide => (620, 520),
        Size::Narrow => (356, 356),
    };
    sheet(pixels, |root| lay_out(root, chart, size))
}

fn lay_out(root: &Pixels, chart: &ChangeChart, size: Size) -> Result<(), Failed> {
    let values = || {
        let both = chart.units.iter().flat_map(|unit| [unit.then, unit.now]);
        both.chain(chart.target.iter().map(|line| line.at))
    };
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = match low <= high {
        true => (low, high),
        false => (0.0, 1.0),
    };
    let margin = ((high - low) * 0.08).max(high.abs() * 0.02).max(0.05);
    let (low, high) = (steady((low - margin).max(0.0)), steady(high + margin));
    let target = chart.target.as_ref();
    let right = target.map_or(0, |line| pixels(&line.label)) + 14;
    let room = Room {
        top: 24,
        right: right.max(24),
        below: 56,
        left: 56,
    };
    let suffix = chart.suffix;
    let number = |value: f64| format!("{}{suffix}", plain(value));
    let canvas = plane(root, (low..high, low..high), &room, &number)?;
    let area = canvas.plotting_area().clone();
    let at = |x: f64, y: f64| area.map_coordinate(&(x, y));
    let floor = at(low, low).1;

    let most = match size {
        Size::Wide => 7,
        Size::Narrow => 4,
    };
    let below = text(&SECOND_INK, HPos::Center, VPos::Top);
    for value in round_steps(low, high, most) {
        let x = at(value, low).0;
        root.draw(&PathElement::new(vec![(x, floor), (x, floor + 4)], HAIR))?;
        root.draw_text(&number(value), &below, (x, floor + 6))?;
    }
    let middle = at((low + high) / 2.0, low).0;
    root.draw_text(&chart.across, &below, (middle, floor + 26))?;
    root.draw_text(&chart.up, &text(&SECOND_INK, HPos::Left, VPos::Top), (4, 2))?;

    let (from, to) = (at(low, low), at(high, high));
    for step in (0..48).step_by(2) {
        let point = |step: i32| {
            let part = |a: i32, b: i32| a + (b - a) * step / 48;
            (part(from.0, to.0), part(from.1, to.1))
        };
        let dash = vec![point(step), point(step + 1)];
        root.draw(&PathElement::new(dash, SECOND_INK.stroke_width(1)))?;
    }
    let style = text(&SECOND_INK, HPos::Right, VPos::Bottom);
    root.draw_text(&chart.same, &style, (to.0 - 12, to.1 - 2))?;
    if let Some(line) = target {
        let (left, end) = (at(low, line.at), at(high, line.at));
        root.draw(&PathElement::new(vec![left, end], MET.stroke_width(2)))?;
        let style = text(&MET, HPos::Left, VPos::Center);
        root.draw_text(&line.label, &style, (end.0 + 6, end.1))?;
    }

    let units: Vec<((i32, i32), Look)> = chart
        .units
        .iter()
        .map(|unit| (at(unit.then, unit.now), unit.look))
        .collect();
    marks(root, &units)?;
    let (width, _) = root.dim_in_pixel();
    for unit in &chart.units {
        if let Some(label) = &unit.label {
            name(root, at(unit.then, unit.now), label, width as i32)?;
        }
    }
    corner(root, chart.note.as_ref())
}

#[cfg(test)]
mod tests {
    use super::super::marks::{Shape, Tone};
    use super::*;

    #[test]
    fn each_unit_stands_by_its_two_months() {
        let unit = |then, now, label: Option<&str>| ChangeUnit {
            then,
            now,
            look: Look {
                tone: Tone::Status,
                shape: Shape::Met,
            },
            label: label.map(str::to_owned),
        };
        let chart = ChangeChart {
            units: vec![unit(60.0, 70.0, None), unit(80.0, 75.0, Some("蓬江区"))],
            target: Some(Line {
                at: 65.0,
                label: "目标 65%".to_owned(),
            }),
            across: "2020年9月".to_owned(),
            up: "2020年10月".to_owned(),
            same: "未变".to_owned(),
            suffix: "%",
            note: None,
        };
        for size in [Size::Wide, Size::Narrow] {
            let svg = change(&chart, size);
            assert_eq!(svg.matches("h0").count(), 2);
            for label in ["蓬江区", "目标 65%", "2020年9月", "2020年10月", "未变"] {
                assert!(svg.contains(label), "{label}");
            }
            let none = ChangeChart {
                units: vec![],
                target: None,
                ..chart.clone()
            };
            assert!(change(&none, size).starts_with("<svg"));
        }
    }
}
