//! An SVG backend that measures text by fixed metrics.
//!
//! plotters asks the DOM for the width of a text in the browser and guesses by bytes on the
//! server, so the same chart would come out in two layouts. Here a Chinese character is one em
//! wide and any other 0.55, on both sides.

use plotters::prelude::SVGBackend;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// plotters sets the size of a font's box; the letters are this much smaller.
const BOX_TO_EM: f64 = 1.24;

/// The backend.
pub struct FixedText<'a>(SVGBackend<'a>);

impl<'a> FixedText<'a> {
    /// Draws into `into`, `size` pixels wide and high.
    pub fn new(into: &'a mut String, size: (u32, u32)) -> FixedText<'a> {
        FixedText(SVGBackend::with_string(into, size))
    }
}

/// How many ems wide a text is.
pub fn ems(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' => 1.0,
            _ => 0.55,
        })
        .sum()
}

type Drawn<'a> = Result<(), DrawingErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for FixedText<'a> {
    type ErrorType = <SVGBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<'a> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<'a> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<'a> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn<'a> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<'a> {
        self.0.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<'a> {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<'a> {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn<'a> {
        self.0.fill_polygon(vertices, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Drawn<'a> {
        self.0.draw_text(text, style, at)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let em = style.size() / BOX_TO_EM;
        Ok(((ems(text) * em).ceil() as u32, em.ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::ems;

    #[test]
    fn a_chinese_character_is_as_wide_as_two_letters() {
        assert_eq!(ems("目标"), 2.0);
        assert!((ems("target") - 3.3).abs() < 1e-9);
    }
}
