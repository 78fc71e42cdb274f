//! Strokes of one look become one path: a chart of three thousand units then weighs tens of
//! kilobytes, not hundreds, and looks the same to the pixel.

/// Joins neighbouring circles and lines of the same look. Nothing is left out.
pub fn compact(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut run: Option<Run> = None;
    for line in svg.lines() {
        match stroke(line) {
            Some((look, path)) => match &mut run {
                Some(known) if known.look == look => {
                    known.path.push_str(&path);
                    known.strokes += 1;
                }
                _ => {
                    write(&mut out, run.take());
                    run = Some(Run {
                        look,
                        path,
                        strokes: 1,
                        line: line.to_owned(),
                    });
                }
            },
            None => {
                write(&mut out, run.take());
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    write(&mut out, run.take());
    out
}

struct Run {
    look: String,
    path: String,
    strokes: usize,
    line: String,
}

fn write(out: &mut String, run: Option<Run>) {
    let Some(run) = run else { return };
    match run.strokes {
        1 => out.push_str(&run.line),
        _ => {
            out.push_str("<path fill=\"none\" ");
            out.push_str(&run.look);
            out.push_str(" d=\"");
            out.push_str(&run.path);
            out.push_str("\"/>");
        }
    }
    out.push('\n');
}

/// What a circle or a line looks like, and the path it goes. A disc is the shortest of strokes
/// with round ends.
fn stroke(line: &str) -> Option<(String, String)> {
    let opacity = value(line, "opacity")?;
    if line.starts_with("<circle ") {
        let (x, y) = (value(line, "cx")?, value(line, "cy")?);
        let (fill, r) = (value(line, "fill")?, value(line, "r")?);
        let radius: i32 = r.parse().ok()?;
        if fill != "none" {
            let width = 2 * radius;
            let look = format!(
                "opacity=\"{opacity}\" stroke=\"{fill}\" stroke-width=\"{width}\" stroke-linecap=\"round\""
            );
            return Some((look, format!("M{x} {y}h0")));
        }
        let (stroke, width) = (value(line, "stroke")?, value(line, "stroke-width")?);
        let left: i32 = x.parse::<i32>().ok()? - radius;
        let across = 2 * radius;
        let look = format!("opacity=\"{opacity}\" stroke=\"{stroke}\" stroke-width=\"{width}\"");
        let path = format!("M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0");
        return Some((look, path));
    }
    if line.starts_with("<polyline ") {
        let (stroke, width) = (value(line, "stroke")?, value(line, "stroke-width")?);
        let look = format!("opacity=\"{opacity}\" stroke=\"{stroke}\" stroke-width=\"{width}\"");
        let mut path = String::new();
        for (at, point) in value(line, "points")?.split_whitespace().enumerate() {
            let (x, y) = point.split_once(',')?;
            path.push(if at == 0 { 'M' } else { 'L' });
            path.push_str(x);
            path.push(' ');
            path.push_str(y);
        }
        return Some((look, path));
    }
    None
}

/// The value of an attribute.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let at = line.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &line[at..];
    rest.find('"').map(|end| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: &str = "<circle cx=\"5\" cy=\"7\" r=\"3\" opacity=\"1\" fill=\"#0B6E4F\" stroke=\"none\" stroke-width=\"1\"/>";
    const RING: &str = "<circle cx=\"9\" cy=\"7\" r=\"3\" opacity=\"1\" fill=\"none\" stroke=\"#4B5563\" stroke-width=\"1\"/>";

    #[test]
    fn equal_strokes_become_one_and_none_is_lost() {
        let svg = format!("<svg>\n{DOT}\n{DOT}\n{RING}\n{RING}\n<text>\n{{x}}\n</text>\n</svg>\n");
        let told = compact(&svg);
        assert_eq!(told.matches("<path").count(), 2);
        assert_eq!(told.matches("h0").count(), 2, "both dots");
        assert!(told.contains("stroke=\"#0B6E4F\" stroke-width=\"6\" stroke-linecap=\"round\""));
        assert!(told.contains("M6 7a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"));
        assert!(told.contains("<text>\n{x}\n</text>\n</svg>\n"));
    }

    #[test]
    fn a_single_stroke_stays_as_it_is() {
        let svg = format!("<svg>\n{DOT}\n{RING}\n</svg>\n");
        assert_eq!(compact(&svg), svg);
    }

    #[test]
    fn lines_are_joined_without_being_bridged() {
        let line = |points: &str| {
            format!(
                "<polyline fill=\"none\" opacity=\"1\" stroke=\"#B3261E\" stroke-width=\"2\" points=\"{points} \"/>"
            )
        };
        let svg = format!("{}\n{}\n", line("1,2 3,4"), line("5,6 7,8"));
        assert!(compact(&svg).contains("d=\"M1 2L3 4M5 6L7 8\""));
    }
}
