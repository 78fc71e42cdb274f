//! The round trip: a form goes out, LibreOffice fills it in, and it comes in again: equal.
//!
//! It needs LibreOffice with its Python bridge (Debian: libreoffice-calc, python3-uno), and fails
//! without: `.ci/install.sh office` installs them.

use crate::world::*;
use app::ask::identity::Holding;
use app::ask::returns::{Filing, OpenReturn, Returns};
use app::ask::workbooks::Differences;
use kpi::draft::{Cell, Draft, Empty};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What somebody types into LibreOffice, and what that says in the return.
const TYPED: [(&str, &str, &str); 8] = [
    ("smd_ever_registered", "1250", "1250"),
    ("smd_registered", "1,240", "1240"),
    ("smd_managed", "=1100+20", "1120"),
    ("smd_new", "0", "0"),
    ("popularisation_events", "12.5", "12.5"),
    ("townships_with_group", "六", "六"),
    ("smd_offence_disposal", "是 Yes", "1"),
    ("smd_moved_in", "１２", "12"),
];

struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("xinheng-office-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// LibreOffice fills the form in and saves it in its three formats.
fn fill(form: &[u8], folder: &Path, figures: &[(String, String)]) {
    let template = folder.join("form.xlsx");
    std::fs::write(&template, form).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/fill.py");
    let mut command = Command::new("/usr/bin/python3");
    command.arg(script).arg(&template).arg(folder);
    for (code, typed) in figures {
        command.arg(format!("{code}={typed}"));
    }
    let done = command
        .output()
        .expect("missing: /usr/bin/python3 with python3-uno: run .ci/install.sh office");
    assert!(
        done.status.success(),
        "LibreOffice did not fill the form in (.ci/install.sh office installs it): {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

pub fn compare(bytes: &[u8], open: &OpenReturn) -> Differences {
    let filled = server::sheet::read(bytes).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    server::sheet::differences(&filled, open, Holding::Real)
        .unwrap_or_else(|trouble| panic!("{trouble:?}"))
}

/// Applies what differs, as the page's form does.
pub fn applied(told: &Differences) -> Filing {
    let draft = Draft {
        key: told.key.clone(),
        cells: told
            .changes
            .iter()
            .map(|change| (change.element.clone(), change.after.clone()))
            .collect(),
    };
    Filing::of(draft, told.revision)
}

both! {
    #[ignore = "needs LibreOffice: .ci/office-round-trip.sh"]
    async fn office_round_trip(world: World) {
        let county = world.reporter("440783");
        county.save("2020-11", &[("smd_deaths", "2"), ("smd_registered", "1")]).await.unwrap();
        let open = county.open("440783", "2020-11").await.unwrap();
        let form = server::sheet::workbook(std::slice::from_ref(&open), Holding::Real).unwrap();
        let untouched = compare(&form, &open);
        assert!(untouched.changes.is_empty() && untouched.troubles.is_empty(), "{untouched:?}");
        assert_eq!(untouched.same, 2);

        let folder = Folder::new();
        let mut figures: Vec<(String, String)> = TYPED.iter()
            .map(|(code, typed, _)| ((*code).to_owned(), (*typed).to_owned())).collect();
        figures.push(("smd_moved_out".to_owned(), "na:没有迁出".to_owned()));
        fill(&form, &folder.0, &figures);

        let read = |ending: &str| std::fs::read(folder.0.join(format!("filled.{ending}"))).unwrap();
        let told = compare(&read("xlsx"), &open);
        assert_eq!(told.troubles, [], "nothing is lost on the way");
        for ending in ["ods", "xls"] {
            let other = compare(&read(ending), &open);
            let said = |told: &Differences| -> Vec<(String, Cell)> {
                told.changes.iter().map(|change| (change.element.clone(), change.after.clone())).collect()
            };
            assert_eq!(said(&other), said(&told), "{ending} says what xlsx says");
            assert_eq!(other.troubles, [], "{ending}");
        }

        world.office.save_draft(&county.actor, &applied(&told)).await.unwrap();
        let after = county.open("440783", "2020-11").await.unwrap();
        for (code, _, says) in TYPED {
            let meant = kpi::draft::value(kpi::catalogue().element(code).unwrap(), &Cell::typed(says));
            let is = kpi::draft::value(kpi::catalogue().element(code).unwrap(), &after.cells[code]);
            assert_eq!(is, meant, "{code}");
        }
        assert_eq!(after.cells["smd_deaths"].text, "2", "what nobody touched stays");
        let moved = &after.cells["smd_moved_out"];
        assert_eq!((moved.empty, moved.reason.as_str()), (Some(Empty::NotApplicable), "没有迁出"));

        // Out again, and in again: equal.
        let form = server::sheet::workbook(std::slice::from_ref(&after), Holding::Real).unwrap();
        let again = compare(&form, &after);
        assert!(again.changes.is_empty() && again.troubles.is_empty(), "{again:?}");
        let first = compare(&read("xlsx"), &after);
        assert!(first.changes.is_empty(), "the same file again changes nothing: {first:?}");
    }
}
