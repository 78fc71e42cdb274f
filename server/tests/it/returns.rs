//! Returns: from the first figure to the one that counts.

use crate::world::*;
use app::ask::scores::Scores;
use kpi::score::Status;

const NOVEMBER: [(&str, &str); 7] = [
    ("townships_with_group", "6"),
    ("townships_group_complete", "6"),
    ("smd_ever_registered", "1000"),
    ("smd_registered", "1000"),
    ("smd_managed", "900"),
    ("smd_standard_managed", "830"),
    ("smd_medicated", "700"),
];

both! {
    async fn a_return_travels_from_the_county_to_the_leader(world: World) {
        let county = world.reporter("440703");
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        let leader = world.leader("440700");
        let before = world.office.summary(&leader.actor, unit("440700"), Some(period("2020-11"))).await.unwrap();
        assert_eq!(before.reported.0, 0);
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        let own = world.office.summary(&county.actor, unit("440703"), Some(period("2020-11"))).await.unwrap();
        let tile = own.tiles.iter().find(|tile| tile.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!(tile.score.status, Some(Status::Met));
        assert_eq!((tile.score.numerator, tile.score.denominator), (Some(830), Some(1000)));
        let after = world.office.summary(&leader.actor, unit("440700"), Some(period("2020-11"))).await.unwrap();
        assert_eq!(after.reported.0, 1);
        let tile = after.tiles.iter().find(|tile| tile.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!((tile.score.numerator, tile.score.denominator), (Some(830), Some(1000)));
        assert_eq!(tile.score.units.unwrap().0, 1);
        let progress = world.office.progress(&leader.actor, "smd-standard-mgmt", unit("440700"), None).await.unwrap();
        assert_eq!(progress.points.last().unwrap().1.numerator, Some(830));
        let compare = world.office.compare(&leader.actor, "smd-standard-mgmt", unit("440700"), None, None).await.unwrap();
        assert_eq!(compare.rows.iter().filter(|row| row.score.numerator.is_some()).count(), 1);
    }
}
