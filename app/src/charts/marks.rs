//! Units as marks: the shape says the status, the colour says it again.

use super::paper::{ACCENT, FEW, Failed, INK, MET, NOT_MET, Pixels, SECOND_INK, pixels, text};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// What a unit looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// ●: met.
    Met,
    /// ✕: not met.
    NotMet,
    /// ○: undetermined.
    Open,
    /// ■: only watched.
    Watched,
}

/// Whether a unit is marked by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Grey: too few persons for a colour to mean anything.
    Few,
    /// By its status.
    Status,
}

/// How a unit is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// In colour or not.
    pub tone: Tone,
    /// Its shape.
    pub shape: Shape,
}

fn color(look: Look) -> RGBColor {
    match (look.tone, look.shape) {
        (Tone::Few, _) => FEW,
        (_, Shape::Met) => MET,
        (_, Shape::NotMet) => NOT_MET,
        (_, Shape::Open) => SECOND_INK,
        (_, Shape::Watched) => ACCENT,
    }
}

/// Draws marks, those of one look together.
pub(super) fn marks(root: &Pixels, units: &[((i32, i32), Look)]) -> Result<(), Failed> {
    let mut order: Vec<&((i32, i32), Look)> = units.iter().collect();
    order.sort_by_key(|(_, look)| *look);
    for ((x, y), look) in order {
        let color = color(*look);
        match look.shape {
            Shape::Met => root.draw(&Circle::new((*x, *y), 3, color.filled()))?,
            Shape::Open => root.draw(&Circle::new((*x, *y), 3, color.stroke_width(1)))?,
            Shape::NotMet => {
                for (from, to) in [((-3, -3), (3, 3)), ((-3, 3), (3, -3))] {
                    let ends = vec![(x + from.0, y + from.1), (x + to.0, y + to.1)];
                    root.draw(&PathElement::new(ends, color.stroke_width(2)))?;
                }
            }
            Shape::Watched => {
                let ends = vec![(x - 3, *y), (x + 3, *y)];
                root.draw(&PathElement::new(ends, color.stroke_width(5)))?;
            }
        }
    }
    Ok(())
}

/// Names a unit beside its mark, inside `width`, with a ring so that the eye finds it.
pub(super) fn name(root: &Pixels, at: (i32, i32), label: &str, width: i32) -> Result<(), Failed> {
    root.draw(&Circle::new(at, 7, INK.stroke_width(2)))?;
    let (h, x) = match at.0 > width * 3 / 5 {
        true => (HPos::Right, at.0 - 11),
        false => (HPos::Left, at.0 + 11),
    };
    let above = at.1 > 40;
    let y = if above { at.1 - 8 } else { at.1 + 8 };
    let v = if above { VPos::Bottom } else { VPos::Top };
    // White behind it: a name is read among a thousand marks.
    let (wide, high) = (pixels(label) as i32, 18);
    let left = match h {
        HPos::Right => x - wide,
        HPos::Left | HPos::Center => x,
    };
    let top = if above { y - high + 2 } else { y - 2 };
    let corners = [(left - 2, top), (left + wide + 2, top + high)];
    root.draw(&Rectangle::new(corners, WHITE.mix(0.85).filled()))?;
    root.draw_text(label, &text(&INK, h, v), (x, y))?;
    Ok(())
}
