//! Files that a change must not change unseen. `XINHENG_BLESS=1` writes them anew.

use crate::world::*;
use server::cli::score_csv;
use std::path::PathBuf;

fn hold(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("XINHENG_BLESS").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    let golden = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        text, golden,
        "{name} is out of date: look at the difference, then XINHENG_BLESS=1"
    );
}

#[test]
fn the_law_is_what_the_docs_show() {
    hold("../docs/permissions.txt", &kpi::role::law());
}

both! {
    async fn score_prints_what_it_printed_before(world: World) {
        let published: Vec<&str> = kpi::catalogue::published_import().lines().skip(1).filter(|line| !line.contains("2021")).collect();
        world.import(&published).await;
        world.import(&[
            "440703,2020-11,smd_registered,1000", "440703,2020-11,smd_managed,900", "440703,2020-11,smd_standard_managed,799",
            "440703,2020-11,villages_with_room,100", "440703,2020-11,popularisation_events,3", "440703,2020-11,smd_offence_disposal,1",
            "440700,2020-11,universities_total,3", "440700,2020-11,universities_ratio_met,3", "440700,2020-11,university_students,24001",
            "440700,2020-11,university_counsellors,6", "440700,2020-11,crisis_team,1", "440704,2020-11,smd_registered,500",
        ]).await;
        for (code, month) in [("000000", "2018-12"), ("000000", "2020-11"), ("440700", "2020-11"), ("440703", "2020-11")] {
            let text = score_csv(&world.office, unit(code), period(month)).await.unwrap();
            hold(&format!("tests/it/golden/score-{code}-{month}.csv"), &text);
        }
    }
}
