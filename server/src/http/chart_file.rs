//! A chart as the bytes of a file: the SVG that the page shows, or that very SVG as PNG.
//!
//! A PNG is rendered with one font, which the program carries, and with none of the system's: so
//! every machine makes the same bytes of the same chart.

use super::downloads::Door;
use super::refused;
use super::router::Doors;
use app::ask::identity::Holding;
use app::refusal::Refusal;
use app::text::Words;
use axum::Router;
use axum::handler::Handler;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kpi::role::Actor;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::{Arc, OnceLock};

const FONT: &[u8] = include_bytes!("../../fonts/NotoSansCJKsc-Subset.otf");

/// The font's family, which stands for every family that a chart names.
const FAMILY: &str = "Noto Sans CJK SC";

/// A PNG has so many pixels to each of the chart's, so that it prints well.
const SCALE: u32 = 2;

/// A door for a chart under both its files: `path` is its address without the ending.
pub fn chart<H, T>(router: Router<Doors>, path: &str, handler: H) -> Router<Doors>
where
    H: Handler<T, Doors>,
    T: 'static,
{
    router
        .route(&format!("{path}.svg"), get(handler.clone()))
        .route(&format!("{path}.png"), get(handler))
}

/// Who asks for a chart, in which language, and over what figures.
pub struct Around<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The language.
    pub words: Words,
    /// What kind of figures are held: a chart of invented ones says so.
    pub holding: Holding,
}

/// Answers with a chart as the file that its address asks for. `draw` makes the SVG.
pub async fn file(
    (axum::extract::State(doors), axum::Extension(identified), asked): Door,
    name: &str,
    draw: impl AsyncFnOnce(&Doors, Around<'_>) -> Result<String, Refusal>,
) -> Response {
    let path = asked.address.split('?').next().unwrap_or_default();
    let as_png = path.ends_with(".png");
    let made = async {
        let actor = identified.actor.as_ref().ok_or(Refusal::SignIn)?;
        let here = doors.backend.here(Some(actor)).await?;
        let around = Around {
            actor,
            words: Words(identified.lang),
            holding: here.holding,
        };
        let svg = draw(&doors, around).await?;
        match as_png {
            false => Ok(svg.into_bytes()),
            true => rendered(svg).await,
        }
    };
    match made.await {
        Ok(bytes) => {
            let (ending, media_type) = match as_png {
                true => ("png", "image/png"),
                false => ("svg", "image/svg+xml"),
            };
            let name = format!("attachment; filename=\"{name}.{ending}\"");
            let head = [
                (header::CONTENT_TYPE, media_type.to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (head, bytes).into_response()
        }
        Err(refusal) => refused(identified.lang, &refusal, "/"),
    }
}

/// Rendering takes the processor for a while: apart from the threads that answer.
async fn rendered(svg: String) -> Result<Vec<u8>, Refusal> {
    let told = |error: &dyn std::fmt::Display| {
        let incident = super::incident();
        tracing::error!(incident, %error, "rendering a chart");
        Refusal::Broken { incident }
    };
    match tokio::task::spawn_blocking(move || png(&svg)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(told(&error)),
        Err(error) => Err(told(&error)),
    }
}

/// The fonts: ours, under every family's name.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut fonts = fontdb::Database::new();
            fonts.load_font_data(FONT.to_vec());
            fonts.set_sans_serif_family(FAMILY);
            fonts.set_serif_family(FAMILY);
            fonts.set_monospace_family(FAMILY);
            Arc::new(fonts)
        })
        .clone()
}

/// An SVG as PNG on white paper.
fn png(svg: &str) -> Result<Vec<u8>, String> {
    let options = Options {
        fontdb: fonts(),
        font_family: FAMILY.to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let pixels = |length: f32| length.ceil() as u32 * SCALE;
    let size = (pixels(tree.size().width()), pixels(tree.size().height()));
    let mut paper = Pixmap::new(size.0, size.1).ok_or("a chart without a size")?;
    paper.fill(Color::WHITE);
    let scale = Transform::from_scale(SCALE as f32, SCALE as f32);
    resvg::render(&tree, scale, &mut paper.as_mut());
    paper.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::MetadataProvider;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files(&path, ending));
            } else if path.extension().is_some_and(|end| end == ending) {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn the_font_has_every_letter_of_the_texts_and_of_the_names() {
        let font = skrifa::FontRef::new(FONT).unwrap();
        let letters = font.charmap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let texts = [
            files(&root.join("app/src/text"), "rs"),
            files(&root.join("src/catalogue/data"), "csv"),
        ];
        let mut lacking = std::collections::BTreeSet::new();
        for file in texts.iter().flatten() {
            let text = fs::read_to_string(file).unwrap();
            // Marks beside words that Noto has not, such as ✕, are drawn in charts, not written.
            let written = text
                .chars()
                .filter(|c| ('\u{3400}'..='\u{9fff}').contains(c));
            lacking.extend(written.filter(|c| letters.map(*c).is_none()));
        }
        assert!(
            lacking.is_empty(),
            "cut the font again (.ci/font-subset.py); it lacks {lacking:?}"
        );
    }

    #[test]
    fn a_png_is_twice_as_wide_white_and_written_upon_and_always_the_same() {
        let svg = "<svg width=\"60\" height=\"20\" viewBox=\"0 0 60 20\" xmlns=\"http://www.w3.org/2000/svg\">\
            <text x=\"2\" y=\"15\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#1B1F24\">目标 50%</text></svg>";
        let bytes = png(svg).unwrap();
        assert_eq!(bytes, png(svg).unwrap());
        let picture = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (120, 40));
        let dark = |pixel: &&resvg::tiny_skia::PremultipliedColorU8| pixel.red() < 128;
        let ink = picture.pixels().iter().filter(dark).count();
        assert!((100..2_000).contains(&ink), "{ink} dark pixels");
        assert_eq!(picture.pixel(0, 0).unwrap().red(), 255, "paper is white");
    }

    #[test]
    fn dots_of_no_length_with_round_ends_are_drawn() {
        // Charts of thousands of units write a dot as the shortest of strokes.
        let svg = "<svg width=\"20\" height=\"20\" viewBox=\"0 0 20 20\" xmlns=\"http://www.w3.org/2000/svg\">\
            <path d=\"M10 10h0\" fill=\"none\" stroke=\"#0B6E4F\" stroke-width=\"6\" stroke-linecap=\"round\"/></svg>";
        let picture = Pixmap::decode_png(&png(svg).unwrap()).unwrap();
        assert!(picture.pixel(20, 20).unwrap().red() < 50);
        assert_eq!(picture.pixel(2, 2).unwrap().red(), 255);
    }
}
