//! A spine: where a unit lies among its peers, from the worst to the best; and a sparkline: how
//! it went. Both stand in the rows of a table, and together they make the picture of a profile.

use super::Size;
use super::marks::{Look, Shape, marks};
use super::paper::{
    ACCENT, DARK_SHADE, Failed, INK, Pixels, SECOND_INK, SHADE, corner, pixels, sheet, text,
};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// A unit among its peers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spine {
    /// Least, lower quartile, median, upper quartile and most of the peers.
    pub five: [f64; 5],
    /// The unit's own value.
    pub own: Option<f64>,
    /// The target.
    pub target: Option<f64>,
    /// How the unit is drawn.
    pub look: Look,
    /// Whether less is better: the spine is then turned round, so that right is always better.
    pub turned: bool,
}

/// A row of a profile's picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SpineRow {
    /// What it is about.
    pub name: String,
    /// The value, as printed.
    pub value: String,
    /// The spine, where there are peers.
    pub spine: Option<Spine>,
}

/// A profile's picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SpineChart {
    /// The rows.
    pub rows: Vec<SpineRow>,
    /// What the ends are called: worse and better.
    pub ends: [String; 2],
    /// Said in the chart's corner wherever it goes.
    pub note: Option<String>,
}

/// Draws one spine for a row of a table.
pub fn spine(spine: &Spine) -> String {
    sheet((220, 28), |root| bar(root, spine, (8, 212), 14))
}

/// Draws twelve months for a row of a table. A missing month is a gap.
pub fn spark(values: &[Option<f64>]) -> String {
    sheet((108, 28), |root| line(root, values, (4, 104), (5, 23)))
}

/// Draws the picture of a profile.
pub fn spines(chart: &SpineChart, size: Size) -> String {
    let many = chart.rows.len() as u32;
    let pixels = match size {
        Size::Wide => (720, 54 + 28 * many),
        Size::Narrow => (356, 54 + 50 * many),
    };
    sheet(pixels, |root| picture(root, chart, size))
}

/// The ends of a spine: those of the peers, or the unit itself where it lies beyond them.
fn ends(spine: &Spine) -> (f64, f64) {
    let [least, .., most] = spine.five;
    let own = spine.own.unwrap_or(least);
    (least.min(own), most.max(own))
}

/// Where a value lies between two pixels.
fn scaled(value: f64, spine: &Spine, (from, to): (i32, i32)) -> i32 {
    let (low, high) = ends(spine);
    let part = match high > low {
        true => ((value - low) / (high - low)).clamp(0.0, 1.0),
        false => 0.5,
    };
    let part = match spine.turned {
        true => 1.0 - part,
        false => part,
    };
    from + (part * f64::from(to - from)).round() as i32
}

fn bar(root: &Pixels, spine: &Spine, room: (i32, i32), y: i32) -> Result<(), Failed> {
    let at = |value: f64| scaled(value, spine, room);
    let span = |from: f64, to: f64, half: i32| {
        let (a, b) = (at(from), at(to));
        [(a.min(b), y - half), (a.max(b).max(a.min(b) + 1), y + half)]
    };
    let [least, lower, middle, upper, most] = spine.five;
    root.draw(&Rectangle::new(span(least, most, 4), SHADE.filled()))?;
    root.draw(&Rectangle::new(span(lower, upper, 4), DARK_SHADE.filled()))?;
    let tick = |x: i32, half: i32| vec![(x, y - half), (x, y + half)];
    root.draw(&PathElement::new(
        tick(at(middle), 6),
        SECOND_INK.stroke_width(2),
    ))?;
    let (low, high) = ends(spine);
    let within = |target: &f64| (low..=high).contains(target);
    if let Some(target) = spine.target.filter(within) {
        let x = at(target);
        for piece in [(-9, -5), (5, 9)] {
            let ends = vec![(x, y + piece.0), (x, y + piece.1)];
            root.draw(&PathElement::new(ends, INK.stroke_width(2)))?;
        }
    }
    if let Some(own) = spine.own {
        marks(root, &[((at(own), y), spine.look)])?;
    }
    Ok(())
}

fn line(
    root: &Pixels,
    values: &[Option<f64>],
    (left, right): (i32, i32),
    (top, bottom): (i32, i32),
) -> Result<(), Failed> {
    let seen = || values.iter().flatten().copied();
    let (low, high) = (
        seen().fold(f64::INFINITY, f64::min),
        seen().fold(f64::NEG_INFINITY, f64::max),
    );
    let steps = values.len().max(2) as i32 - 1;
    let at = |place: usize, value: f64| {
        let part = match high > low {
            true => (value - low) / (high - low),
            false => 0.5,
        };
        let x = left + (right - left) * place as i32 / steps;
        (x, bottom - (part * f64::from(bottom - top)).round() as i32)
    };
    let mut run: Vec<(i32, i32)> = Vec::new();
    for place in 0..=values.len() {
        match values.get(place).copied().flatten() {
            Some(value) => run.push(at(place, value)),
            None => {
                match run.as_slice() {
                    [] => {}
                    [one] => root.draw(&Circle::new(*one, 1, ACCENT.filled()))?,
                    _ => root.draw(&PathElement::new(run.clone(), ACCENT.stroke_width(2)))?,
                }
                run.clear();
            }
        }
    }
    if let Some((place, value)) = values
        .iter()
        .enumerate()
        .rev()
        .find_map(|(place, value)| Some((place, (*value)?)))
    {
        root.draw(&Circle::new(at(place, value), 3, ACCENT.filled()))?;
    }
    Ok(())
}

fn picture(root: &Pixels, chart: &SpineChart, size: Size) -> Result<(), Failed> {
    let ((left, right), each) = match size {
        Size::Wide => ((270, 580), 28),
        Size::Narrow => ((8, 264), 50),
    };
    let [worse, better] = &chart.ends;
    root.draw_text(worse, &text(&SECOND_INK, HPos::Left, VPos::Top), (left, 4))?;
    root.draw_text(
        better,
        &text(&SECOND_INK, HPos::Right, VPos::Top),
        (right, 4),
    )?;
    for (place, row) in chart.rows.iter().enumerate() {
        let top = 26 + each * place as i32;
        let (name_at, y) = match size {
            Size::Wide => ((4, top + 14), top + 14),
            Size::Narrow => ((8, top + 10), top + 34),
        };
        let most = match size {
            Size::Wide => 258,
            Size::Narrow => 340,
        };
        let style = text(&INK, HPos::Left, VPos::Center);
        root.draw_text(&shortened(&row.name, most), &style, name_at)?;
        root.draw_text(&row.value, &style, (right + 12, y))?;
        if let Some(spine) = &row.spine {
            bar(root, spine, (left, right), y)?;
        }
    }
    corner(root, chart.note.as_ref())
}

/// A name that fits.
fn shortened(name: &str, most: u32) -> String {
    if pixels(name) <= most {
        return name.to_owned();
    }
    let mut kept = String::new();
    for letter in name.chars() {
        if pixels(&kept) + 2 * 15 > most {
            break;
        }
        kept.push(letter);
    }
    format!("{kept}…")
}

/// How a unit is drawn that stands alone: by its status.
impl Default for Look {
    fn default() -> Look {
        Look {
            tone: super::marks::Tone::Status,
            shape: Shape::Watched,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(own: f64, turned: bool) -> Spine {
        Spine {
            five: [10.0, 40.0, 60.0, 80.0, 90.0],
            own: Some(own),
            target: Some(50.0),
            look: Look::default(),
            turned,
        }
    }

    #[test]
    fn right_is_better_whichever_way_the_target_points() {
        let room = (0, 100);
        assert_eq!(scaled(90.0, &told(60.0, false), room), 100);
        assert_eq!(scaled(90.0, &told(60.0, true), room), 0);
        assert_eq!(
            scaled(95.0, &told(95.0, false), room),
            100,
            "beyond all peers is the end"
        );
        let flat = Spine {
            five: [5.0; 5],
            own: Some(5.0),
            ..told(5.0, false)
        };
        assert_eq!(scaled(5.0, &flat, room), 50);
    }

    #[test]
    fn a_spine_a_sparkline_and_a_picture_are_drawn() {
        assert!(spine(&told(70.0, false)).contains("<rect"));
        let svg = spark(&[Some(1.0), Some(2.0), None, Some(3.0)]);
        assert_eq!(
            svg.matches("<polyline").count(),
            1,
            "the gap is not bridged"
        );
        assert!(spark(&[None; 12]).starts_with("<svg"));
        let chart = SpineChart {
            rows: vec![
                SpineRow {
                    name: "心理咨询室建成率".to_owned(),
                    value: "61.20%".to_owned(),
                    spine: Some(told(61.2, false)),
                },
                SpineRow {
                    name: "很".repeat(60),
                    value: "未报".to_owned(),
                    spine: None,
                },
            ],
            ends: ["较差".to_owned(), "较好".to_owned()],
            note: None,
        };
        for size in [Size::Wide, Size::Narrow] {
            let svg = spines(&chart, size);
            assert!(svg.contains("心理咨询室建成率") && svg.contains("…") && svg.contains("较好"));
        }
    }
}
