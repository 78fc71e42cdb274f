//! The binary itself: what it prints and how it ends.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of one's own, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("xinheng-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xinheng"))
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("XINHENG_CONFIG")
            .env("DATABASE_URL", "sqlite:test.db")
            .env("XINHENG_TODAY", "2020-12-03")
            .output()
            .unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_bad_file_is_named_line_by_line_and_ends_in_failure() {
    let folder = Folder::new("bad");
    let file = folder.file(
        "bad.csv",
        "org_unit,period,data_element,value\n440703,2020-11,smd_new,3\n440703,2020-11,smd_deaths,-1\n".as_bytes(),
    );
    let done = folder.run(&["import", "bad.csv"]);
    assert!(!done.status.success());
    let told = text(&done.stderr);
    assert!(told.contains("第3行"), "{told}");
    assert!(told.contains("1行有误，没有导入任何数据"), "{told}");
    let english = text(&folder.run(&["--lang", "en", "import", "bad.csv"]).stderr);
    assert!(
        english.contains("line 3:") && english.contains("1 bad lines"),
        "{english}"
    );
    let errors = read(&folder.0.join("bad.csv.errors.csv"));
    assert_eq!(errors.lines().count(), 2);
    assert!(errors.lines().nth(1).unwrap().starts_with("3,"));
    assert_eq!(text(&folder.run(&["export"]).stdout).lines().count(), 1);
    std::fs::write(
        &file,
        b"org_unit,period,data_element,value\n440703,2020-11,smd_new,\xce\xb3\xa3\xac\n",
    )
    .unwrap();
    let gbk = folder.run(&["import", "bad.csv"]);
    assert!(!gbk.status.success());
    assert!(text(&gbk.stderr).contains("CSV UTF-8"));
    assert!(
        !folder.0.join("bad.csv.errors.csv").exists(),
        "no bad lines, no file of them"
    );
}

#[test]
fn the_columns_of_score_are_those_that_were_promised() {
    let folder = Folder::new("score");
    folder.file(
        "good.csv",
        b"org_unit,period,data_element,value\n000000,2018-12,smd_registered,5994054\n000000,2018-12,smd_regular_medicated,2504323\n",
    );
    assert!(folder.run(&["import", "good.csv"]).status.success());
    let csv = text(
        &folder
            .run(&["score", "--org-unit", "000000", "--period", "2018-12"])
            .stdout,
    );
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "indicator,org_unit,period,numerator,denominator,value,unit,target,direction,due,status,shortfall,coverage,lower_bound,upper_bound"
    );
    assert_eq!(csv.lines().count(), 81);
    assert_eq!(
        lines
            .find(|line| line.starts_with("smd-regular-medication,"))
            .unwrap(),
        "smd-regular-medication,000000,2018-12,2504323,5994054,41.7801,percent,60,at_least,2020-12-31,not_met,1092110,1.0000,41.7801,41.7801"
    );
    let json = folder.run(&[
        "score",
        "--org-unit",
        "000000",
        "--period",
        "2018-12",
        "--format",
        "json",
    ]);
    let rows: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 80);
    let row = rows
        .iter()
        .find(|row| row["indicator"] == "smd-regular-medication")
        .unwrap();
    assert_eq!(
        (row["status"].as_str(), row["shortfall"].as_i64()),
        (Some("not_met"), Some(1_092_110))
    );
    assert!(
        !folder
            .run(&["score", "--org-unit", "999999", "--period", "2018-12"])
            .status
            .success()
    );
    assert!(
        !folder
            .run(&["score", "--org-unit", "000000", "--period", "2018-13"])
            .status
            .success()
    );
}

#[test]
fn a_password_is_printed_once() {
    let folder = Folder::new("user");
    let made = folder.run(&[
        "user",
        "add",
        "li",
        "--role",
        "reporter",
        "--org-unit",
        "440703",
        "--name",
        "李晓燕",
    ]);
    assert!(made.status.success());
    let line = text(&made.stdout);
    let (account, password) = line.trim().split_once('\t').unwrap();
    assert_eq!((account, password.len()), ("li", 19));
    assert!(
        !folder
            .run(&["user", "add", "li", "--role", "leader"])
            .status
            .success()
    );
    assert!(folder.run(&["user", "passwd", "li"]).status.success());
    let listed = text(&folder.run(&["user", "list"]).stdout);
    assert_eq!(listed, "li\treporter\t440703\topen\t李晓燕\n");
}
