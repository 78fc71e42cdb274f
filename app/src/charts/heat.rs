//! The heat map: a row a unit, a column an indicator, in each cell the shape of its status. Colour
//! stands behind the shape and says nothing that the shape does not.

use super::fixed_text::{FixedText, ems};
use kpi::score::Status;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const INK: RGBColor = RGBColor(0x1b, 0x1f, 0x24);
const SECOND_INK: RGBColor = RGBColor(0x4b, 0x55, 0x63);
const HAIR: RGBColor = RGBColor(0xd7, 0xdb, 0xe0);
const FONT: (&str, i32) = ("sans-serif", 15);
const EM: f64 = 15.0 / 1.24;
/// A cell's width and height.
const CELL: (i32, i32) = (30, 22);
const HEAD: i32 = 26;
/// Longer names are cut: the table beside has them whole.
const MOST_EMS: f64 = 14.0;

/// What the map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatChart {
    /// The heads of the columns: numbers, which a list beside the chart explains.
    pub columns: Vec<String>,
    /// The rows: a unit's name, and the status of each indicator.
    pub rows: Vec<(String, Vec<Option<Status>>)>,
    /// What the shapes mean.
    pub legend: Vec<(Option<Status>, String)>,
    /// Said wherever the chart goes: that the data are invented.
    pub note: Option<String>,
}

type Pixels<'a> = DrawingArea<FixedText<'a>, Shift>;
type Failed = Box<dyn std::error::Error>;

/// The shape of a status.
fn shape(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Met) => "●",
        Some(Status::NotMet) => "✕",
        Some(Status::NoData) => "○",
        Some(Status::Invalid) => "!",
        Some(Status::NotApplicable) => "–",
        Some(Status::Undetermined) => "?",
        Some(Status::Suppressed) => "▪",
        None => "·",
    }
}

/// The colour of a cell and of the shape on it.
fn colours(status: Option<Status>) -> (RGBColor, RGBColor) {
    let met = RGBColor(0x0b, 0x6e, 0x4f);
    let not_met = RGBColor(0xb3, 0x26, 0x1e);
    match status {
        Some(Status::Met) => (RGBColor(0xdd, 0xf0, 0xe8), met),
        Some(Status::NotMet) => (RGBColor(0xfb, 0xe3, 0xe1), not_met),
        Some(Status::Invalid) => (RGBColor(0xfd, 0xf6, 0xe6), RGBColor(0x8a, 0x5a, 0x00)),
        Some(Status::Undetermined | Status::Suppressed) => (RGBColor(0xf4, 0xf6, 0xf8), SECOND_INK),
        Some(Status::NoData | Status::NotApplicable) | None => (WHITE, SECOND_INK),
    }
}

/// A name as far as it has room.
fn cut(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        let mut longer = text.clone();
        longer.push(letter);
        if ems(&longer) > MOST_EMS {
            text.push('…');
            return text;
        }
        text = longer;
    }
    text
}

/// The legend in lines of at most so many pixels.
fn legend_lines(chart: &HeatChart, width: i32) -> Vec<Vec<(Option<Status>, String, i32)>> {
    let mut lines: Vec<Vec<_>> = Vec::new();
    let mut x = 0;
    for (status, word) in &chart.legend {
        let room = 20 + (ems(word) * EM).ceil() as i32 + 16;
        if lines.is_empty() || x + room > width {
            lines.push(Vec::new());
            x = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push((*status, word.clone(), x));
        }
        x += room;
    }
    lines
}

/// Draws the map, as large as it has to be. Nothing that can be passed in makes it fail.
pub fn draw_heat(chart: &HeatChart) -> String {
    let names: Vec<String> = chart.rows.iter().map(|(name, _)| cut(name)).collect();
    let longest = names.iter().map(|name| ems(name)).fold(4.0, f64::max);
    let left = (longest * EM).ceil() as i32 + 12;
    let width = (left + CELL.0 * chart.columns.len() as i32 + 8).max(320);
    let legend = legend_lines(chart, width - 8);
    let bottom = 22 * legend.len() as i32 + 12 + 22 * i32::from(chart.note.is_some());
    let height = HEAD + CELL.1 * chart.rows.len() as i32 + bottom;
    let mut svg = String::new();
    {
        let size = (width as u32, height.max(40) as u32);
        let root = FixedText::new(&mut svg, size).into_drawing_area();
        let drawn = lay_out(&root, chart, &names, left, (width, height), &legend)
            .and_then(|()| Ok(root.present()?));
        drawn.expect("an SVG in memory takes every stroke");
    }
    svg
}

fn lay_out(
    root: &Pixels,
    chart: &HeatChart,
    names: &[String],
    left: i32,
    (width, height): (i32, i32),
    legend: &[Vec<(Option<Status>, String, i32)>],
) -> Result<(), Failed> {
    let text =
        |color: &RGBColor, h: HPos, v: VPos| FONT.into_font().color(color).pos(Pos::new(h, v));
    for (at, head) in chart.columns.iter().enumerate() {
        let x = left + CELL.0 * at as i32 + CELL.0 / 2;
        let style = text(&SECOND_INK, HPos::Center, VPos::Center);
        root.draw_text(head, &style, (x, HEAD / 2))?;
    }
    for (at, ((_, cells), name)) in chart.rows.iter().zip(names).enumerate() {
        let top = HEAD + CELL.1 * at as i32;
        let middle = top + CELL.1 / 2;
        let style = text(&INK, HPos::Left, VPos::Center);
        root.draw_text(name, &style, (4, middle))?;
        for (column, status) in cells.iter().enumerate() {
            let x = left + CELL.0 * column as i32;
            cell(root, *status, (x, top), CELL)?;
        }
    }
    let mut y = HEAD + CELL.1 * chart.rows.len() as i32 + 10;
    for line in legend {
        for (status, word, x) in line {
            cell(root, *status, (4 + x, y), (18, 18))?;
            let style = text(&INK, HPos::Left, VPos::Center);
            root.draw_text(word, &style, (4 + x + 22, y + 9))?;
        }
        y += 22;
    }
    if let Some(note) = &chart.note {
        let style = text(&SECOND_INK, HPos::Right, VPos::Bottom);
        root.draw_text(note, &style, (width - 4, height - 2))?;
    }
    Ok(())
}

fn cell(
    root: &Pixels,
    status: Option<Status>,
    (x, y): (i32, i32),
    (width, height): (i32, i32),
) -> Result<(), Failed> {
    let (ground, ink) = colours(status);
    let corners = [(x, y), (x + width - 2, y + height - 2)];
    root.draw(&Rectangle::new(corners, ground.filled()))?;
    root.draw(&Rectangle::new(corners, HAIR))?;
    let style = FONT
        .into_font()
        .color(&ink)
        .pos(Pos::new(HPos::Center, VPos::Center));
    root.draw_text(
        shape(status),
        &style,
        (x + width / 2 - 1, y + height / 2 - 1),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(rows: usize, columns: usize) -> HeatChart {
        HeatChart {
            columns: (1..=columns).map(|number| number.to_string()).collect(),
            rows: (0..rows)
                .map(|row| (format!("县{row}"), vec![Some(Status::NotMet); columns]))
                .collect(),
            legend: vec![(Some(Status::NotMet), "未达标".to_owned())],
            note: Some("演示数据".to_owned()),
        }
    }

    #[test]
    fn every_cell_has_a_shape_and_not_only_a_colour() {
        let svg = draw_heat(&chart(3, 4));
        assert_eq!(svg.matches('✕').count(), 3 * 4 + 1);
    }

    #[test]
    fn nothing_and_very_much_are_drawn_too() {
        for (rows, columns) in [(0, 0), (1, 0), (0, 3), (100, 43)] {
            assert!(draw_heat(&chart(rows, columns)).starts_with("<svg"));
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let long = "Mianning Yi and Tibetan and Hui and Miao Autonomous County";
        assert!(ems(&cut(long)) <= MOST_EMS + 0.6);
        assert!(cut(long).ends_with('…'));
        assert_eq!(cut("蓬江区"), "蓬江区");
    }
}
