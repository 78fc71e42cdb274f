//! The funnel plot: units by size and share, with limits of chance around a common value.

use super::Size;
use super::marks::{Look, marks, name};
use super::paper::{
    Failed, HAIR, MET, Pixels, Room, SECOND_INK, apart, corner, pixels, plain, plane, sheet,
    steady, text,
};
use super::progress::Line;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// What the chart shows. Values are in the unit of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelChart {
    /// The units.
    pub units: Vec<FunnelUnit>,
    /// The common value.
    pub centre: Line,
    /// The limits by size: `n`, then 99.8% below, 95% below, 95% above, 99.8% above.
    pub rims: Vec<(f64, [f64; 4])>,
    /// What the limits are called: the inner and the outer.
    pub depths: [String; 2],
    /// What stands behind a number on the axis: `%`, `‰` or nothing.
    pub suffix: &'static str,
    /// What runs along the axis below.
    pub across: String,
    /// Said in the chart's corner wherever it goes.
    pub note: Option<String>,
}

/// A unit in a funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelUnit {
    /// Its size.
    pub n: f64,
    /// Its value.
    pub value: f64,
    /// How it is drawn.
    pub look: Look,
    /// Its name, where it is to be found at once.
    pub label: Option<String>,
}

/// Draws the funnel.
pub fn funnel(chart: &FunnelChart, size: Size) -> String {
    let pixels = match size {
        Size::Wide => (720, 420),
        Size::Narrow => (356, 340),
    };
    sheet(pixels, |root| lay_out(root, chart, size))
}

/// Where a size lies on a scale of tens.
fn place(n: f64) -> f64 {
    steady(n.max(1.0).log10())
}

/// What the axis spans: every unit, and the limits as far as units reach and some more.
fn heights(chart: &FunnelChart) -> (f64, f64) {
    let values = || chart.units.iter().map(|unit| unit.value);
    let low = values().fold(chart.centre.at, f64::min);
    let high = values().fold(chart.centre.at, f64::max);
    let (narrow_low, narrow_high) = chart
        .rims
        .last()
        .map_or((low, high), |(_, rim)| (rim[0], rim[3]));
    let (low, high) = (low.min(narrow_low), high.max(narrow_high));
    let room = ((high - low) * 0.12).max(high.abs() * 0.02).max(1e-6);
    let top = match chart.suffix {
        "%" => (high + room).min(102.0),
        _ => high + room,
    };
    (steady((low - room).max(0.0)), steady(top))
}

fn lay_out(root: &Pixels, chart: &FunnelChart, size: Size) -> Result<(), Failed> {
    let (low, high) = heights(chart);
    let ns = || {
        let of_units = chart.units.iter().map(|unit| unit.n);
        of_units.chain(chart.rims.iter().map(|(n, _)| *n))
    };
    let from = place(ns().fold(f64::INFINITY, f64::min).clamp(1.0, 1e15));
    let to = place(ns().fold(1.0, f64::max)).max(from + 0.3);
    let labels = [&chart.centre.label, &chart.depths[0], &chart.depths[1]];
    let right = labels.iter().map(|label| pixels(label)).max().unwrap_or(0) + 14;
    let room = Room {
        top: 16,
        right,
        below: 58,
        left: 52,
    };
    let suffix = chart.suffix;
    let canvas = plane(root, (from..to, low..high), &room, &|height| {
        format!("{}{suffix}", plain(height))
    })?;
    let area = canvas.plotting_area().clone();
    let at = |n: f64, value: f64| area.map_coordinate(&(place(n), steady(value).clamp(low, high)));
    let floor = area.map_coordinate(&(from, low)).1;

    ticks(root, size, (from, to), &|n| at(n, low).0, floor)?;
    let middle = (at(10f64.powf(from), low).0 + at(10f64.powf(to), low).0) / 2;
    let style = text(&SECOND_INK, HPos::Center, VPos::Top);
    root.draw_text(&chart.across, &style, (middle, floor + 26))?;

    for (which, width, ink) in [(0, 1, 0.9), (3, 1, 0.9), (1, 1, 0.6), (2, 1, 0.6)] {
        let points: Vec<(i32, i32)> = chart
            .rims
            .iter()
            .map(|(n, rim)| at(*n, rim[which]))
            .collect();
        let outer = which == 0 || which == 3;
        let style = SECOND_INK.mix(ink).stroke_width(width);
        match outer {
            true => root.draw(&PathElement::new(points, style))?,
            false => dashes(root, &points, style)?,
        }
    }
    let end = 10f64.powf(to);
    let line = vec![
        at(10f64.powf(from), chart.centre.at),
        at(end, chart.centre.at),
    ];
    root.draw(&PathElement::new(line, MET.stroke_width(2)))?;

    let units: Vec<((i32, i32), Look)> = chart
        .units
        .iter()
        .map(|unit| (at(unit.n, unit.value), unit.look))
        .collect();
    marks(root, &units)?;
    let (width, _) = root.dim_in_pixel();
    for unit in &chart.units {
        if let Some(label) = &unit.label {
            name(root, at(unit.n, unit.value), label, width as i32)?;
        }
    }

    let rim = chart.rims.last().map(|(_, rim)| *rim);
    if let Some(rim) = rim {
        let x = at(end, low).0 + 6;
        let heights = [rim[3], rim[2], chart.centre.at].map(|value| at(end, value).1);
        let names = [&chart.depths[1], &chart.depths[0], &chart.centre.label];
        for ((y, label), ink) in apart(heights.to_vec(), 15)
            .into_iter()
            .zip(names)
            .zip([SECOND_INK, SECOND_INK, MET])
        {
            root.draw_text(label, &text(&ink, HPos::Left, VPos::Center), (x, y))?;
        }
    }
    corner(root, chart.note.as_ref())
}

/// 1, 2 and 5 times powers of ten, as many as there is room for.
fn ticks(
    root: &Pixels,
    size: Size,
    (from, to): (f64, f64),
    x: &dyn Fn(f64) -> i32,
    floor: i32,
) -> Result<(), Failed> {
    let least = match size {
        Size::Wide => 44,
        Size::Narrow => 52,
    };
    let mut last = i32::MIN / 2;
    for power in 0..16 {
        for step in [1.0, 2.0, 5.0] {
            let n = step * 10f64.powi(power);
            let here = place(n);
            if here < from || here > to {
                continue;
            }
            let at = x(n);
            root.draw(&PathElement::new(vec![(at, floor), (at, floor + 4)], HAIR))?;
            if at - last >= least {
                let style = text(&SECOND_INK, HPos::Center, VPos::Top);
                root.draw_text(&thousands(n), &style, (at, floor + 6))?;
                last = at;
            }
        }
    }
    Ok(())
}

/// 20,000
fn thousands(n: f64) -> String {
    crate::text::count(n as i64)
}

/// A curve as dashes: every other piece of it.
fn dashes(root: &Pixels, points: &[(i32, i32)], style: ShapeStyle) -> Result<(), Failed> {
    for pair in points.windows(2).step_by(2) {
        root.draw(&PathElement::new(pair.to_vec(), style))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::marks::{Shape, Tone};
    use super::*;

    fn unit(n: f64, value: f64, shape: Shape) -> FunnelUnit {
        FunnelUnit {
            n,
            value,
            look: Look {
                tone: if n < 20.0 { Tone::Few } else { Tone::Status },
                shape,
            },
            label: None,
        }
    }

    fn chart(units: Vec<FunnelUnit>) -> FunnelChart {
        FunnelChart {
            units,
            centre: Line {
                at: 80.0,
                label: "目标 80%".to_owned(),
            },
            rims: [10.0, 100.0, 1_000.0]
                .into_iter()
                .map(|n: f64| {
                    let half = 40.0 / n.sqrt();
                    (
                        n,
                        [
                            80.0 - 3.09 * half,
                            80.0 - 1.96 * half,
                            80.0 + 1.96 * half,
                            80.0 + 3.09 * half,
                        ],
                    )
                })
                .collect(),
            depths: ["95%".to_owned(), "99.8%".to_owned()],
            suffix: "%",
            across: "分母".to_owned(),
            note: None,
        }
    }

    #[test]
    fn every_unit_is_drawn_by_its_shape() {
        let svg = funnel(
            &chart(vec![
                unit(15.0, 60.0, Shape::NotMet),
                unit(100.0, 85.0, Shape::Met),
                unit(120.0, 86.0, Shape::Met),
                unit(900.0, 70.0, Shape::Open),
            ]),
            Size::Wide,
        );
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert_eq!(svg.matches("h0").count(), 2, "two discs in one path");
        assert!(svg.contains("#8B94A0"), "fifteen persons carry no colour");
        for label in ["目标 80%", "99.8%", "95%", "分母", "1,000"] {
            assert!(svg.contains(label), "{label}");
        }
    }

    #[test]
    fn nobody_and_a_single_unit_draw_too() {
        for units in [
            vec![],
            vec![unit(1.0, 0.0, Shape::NotMet)],
            vec![unit(1e9, 100.0, Shape::Met)],
        ] {
            for size in [Size::Wide, Size::Narrow] {
                let mut chart = chart(units.clone());
                assert!(funnel(&chart, size).starts_with("<svg"));
                chart.rims.clear();
                assert!(funnel(&chart, size).starts_with("<svg"));
            }
        }
    }

    #[test]
    fn three_thousand_units_weigh_little() {
        let units = (0..3_000)
            .map(|k| {
                unit(
                    30.0 + f64::from(k * 7 % 900),
                    60.0 + f64::from(k % 40),
                    match k % 3 {
                        0 => Shape::NotMet,
                        _ => Shape::Met,
                    },
                )
            })
            .collect();
        let svg = funnel(&chart(units), Size::Wide);
        assert_eq!(svg.matches("h0").count(), 2_000, "nobody is left out");
        assert!(svg.len() < 80_000, "{} bytes", svg.len());
    }
}
