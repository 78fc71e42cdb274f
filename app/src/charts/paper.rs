//! What the charts share: colours, letters, axes, and the sheet they are drawn on.

use super::fixed_text::{FixedText, ems};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

pub(super) const INK: RGBColor = RGBColor(0x1b, 0x1f, 0x24);
pub(super) const SECOND_INK: RGBColor = RGBColor(0x4b, 0x55, 0x63);
pub(super) const HAIR: RGBColor = RGBColor(0xd7, 0xdb, 0xe0);
pub(super) const SHADE: RGBColor = RGBColor(0xe6, 0xea, 0xef);
pub(super) const DARK_SHADE: RGBColor = RGBColor(0xb4, 0xbe, 0xc9);
pub(super) const ACCENT: RGBColor = RGBColor(0x1f, 0x4e, 0x8c);
pub(super) const MET: RGBColor = RGBColor(0x0b, 0x6e, 0x4f);
pub(super) const NOT_MET: RGBColor = RGBColor(0xb3, 0x26, 0x1e);
pub(super) const FEW: RGBColor = RGBColor(0x8b, 0x94, 0xa0);

const FONT: (&str, i32) = ("sans-serif", 15);

/// How wide a letter of the charts is, at one em.
pub(super) const EM: f64 = 15.0 / 1.24;

pub(super) type Pixels<'a> = DrawingArea<FixedText<'a>, Shift>;
pub(super) type Failed = Box<dyn std::error::Error>;
pub(super) type Plane<'a, 'b> =
    ChartContext<'a, FixedText<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Draws on a sheet of so many pixels. Nothing that can be passed in makes it fail.
pub(super) fn sheet(
    size: (u32, u32),
    lay_out: impl FnOnce(&Pixels) -> Result<(), Failed>,
) -> String {
    let mut svg = String::new();
    {
        let root = FixedText::new(&mut svg, size).into_drawing_area();
        let drawn = lay_out(&root).and_then(|()| Ok(root.present()?));
        drawn.expect("an SVG in memory takes every stroke");
    }
    super::compact::compact(&svg)
}

/// The style of a text.
pub(super) fn text(color: &RGBColor, h: HPos, v: VPos) -> TextStyle<'static> {
    FONT.into_font().color(color).pos(Pos::new(h, v))
}

/// How many pixels a text takes.
pub(super) fn pixels(text: &str) -> u32 {
    (ems(text) * EM).ceil() as u32
}

/// A number on an axis, without trailing zeros.
pub(super) fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// A number to six decimals. Logarithms and powers differ in their last digit from machine to
/// machine, and a chart must not.
pub(super) fn steady(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// Round numbers between two ends, at most so many: 1, 2 or 5 times a power of ten apart.
pub(super) fn round_steps(low: f64, high: f64, most: u32) -> Vec<f64> {
    let span = steady(high - low);
    let Some(step) = (-3..16)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(power)))
        .find(|step| span / step <= f64::from(most))
    else {
        return Vec::new();
    };
    let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (first..=last).map(|k| steady(k as f64 * step)).collect()
}

/// The room around a plane, in pixels.
pub(super) struct Room {
    /// Above.
    pub top: u32,
    /// Right of it.
    pub right: u32,
    /// Below, for the labels.
    pub below: u32,
    /// Left of it, for the labels.
    pub left: u32,
}

/// A plane with labels at its left; those below are the chart's own.
pub(super) fn plane<'a, 'b: 'a>(
    root: &'a Pixels<'b>,
    (x, y): (Range<f64>, Range<f64>),
    room: &Room,
    label: &dyn Fn(f64) -> String,
) -> Result<Plane<'a, 'b>, Failed> {
    let mut canvas = ChartBuilder::on(root)
        .margin_top(room.top)
        .margin_right(room.right)
        .margin_left(4)
        .x_label_area_size(room.below)
        .y_label_area_size(room.left)
        .build_cartesian_2d(x, y)?;
    canvas
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(HAIR)
        .axis_style(HAIR)
        .label_style(FONT.into_font().color(&SECOND_INK))
        .x_labels(0)
        .y_labels(5)
        .y_label_formatter(&|height| label(*height))
        .draw()?;
    Ok(canvas)
}

/// What is said in a chart's corner wherever it goes: that the data are invented.
pub(super) fn corner(root: &Pixels, note: Option<&String>) -> Result<(), Failed> {
    if let Some(note) = note {
        let (width, height) = root.dim_in_pixel();
        let style = text(&SECOND_INK, HPos::Right, VPos::Bottom);
        root.draw_text(note, &style, (width as i32 - 4, height as i32 - 2))?;
    }
    Ok(())
}

/// Heights of labels, moved apart so that each can be read; the order stays.
pub(super) fn apart(mut heights: Vec<i32>, room: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by_key(|at| heights[*at]);
    for pair in 1..order.len() {
        let (above, below) = (order[pair - 1], order[pair]);
        heights[below] = heights[below].max(heights[above] + room);
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_keep_their_order() {
        assert_eq!(apart(vec![100, 40, 42], 14), vec![100, 40, 54]);
        assert_eq!(apart(vec![10, 10, 10], 14), vec![10, 24, 38]);
    }

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(
            round_steps(64.04, 94.42, 7),
            [65.0, 70.0, 75.0, 80.0, 85.0, 90.0]
        );
        assert_eq!(round_steps(3.1, 4.9, 4), [3.5, 4.0, 4.5]);
        assert_eq!(round_steps(5.0, 5.0, 4), [5.0]);
    }

    #[test]
    fn numbers_on_axes_have_no_zeros_behind_them() {
        assert_eq!(
            (plain(50.0), plain(4.5), plain(-0.001)),
            ("50".into(), "4.5".into(), "0".into())
        );
    }
}
