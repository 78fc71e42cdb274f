//! Who comes in, and who does not.

use crate::world::*;
use app::ask::accounts::{Accounts, NewAccount};
use app::ask::identity::Identity;
use app::ask::units::{Scope, Units};
use app::refusal::Refusal;
use kpi::role::Role;
use server::store::Sessions;
use std::collections::HashMap;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::{ExpiredDeletion, SessionStore};

fn new(account: &str, role: Role, code: &str) -> NewAccount {
    NewAccount {
        account: account.to_owned(),
        name: "李晓燕".to_owned(),
        role,
        org_unit: unit(code),
    }
}

both! {
    async fn an_account_opens_the_door_until_it_is_closed(world: World) {
        let boss = world.administrator("440700");
        let password = world.office.add_account(&boss.actor, &new("li", Role::Reporter, "440703")).await.unwrap();
        let actor = world.office.sign_in("li", &password).await.unwrap();
        assert_eq!((actor.role, actor.org_unit), (Role::Reporter, unit("440703")));
        assert_eq!(world.office.actor("li").await.unwrap(), Some(actor.clone()));
        let here = world.office.here(Some(&actor)).await.unwrap();
        assert_eq!(here.who.unwrap().name, "李晓燕");
        assert_eq!(world.office.sign_in("li", "wrong").await, Err(Refusal::WrongPassword));
        assert_eq!(world.office.sign_in("nobody", &password).await, Err(Refusal::WrongPassword));
        let taken = world.office.add_account(&boss.actor, &new("li", Role::Leader, "440703")).await;
        assert_eq!(taken, Err(Refusal::Taken));
        world.office.change_password(&actor, &password, "a much better one").await.unwrap();
        assert!(world.office.sign_in("li", "a much better one").await.is_ok());
        let renewed = world.office.reset_password(&boss.actor, "li").await.unwrap();
        assert!(world.office.sign_in("li", &renewed).await.is_ok());
        world.office.close_account(&boss.actor, "li").await.unwrap();
        assert_eq!(world.office.sign_in("li", &renewed).await, Err(Refusal::WrongPassword));
        assert_eq!(world.office.actor("li").await.unwrap(), None, "a session is worth nothing any more");
        let listed = world.office.accounts(&boss.actor).await.unwrap();
        assert_eq!(listed.iter().map(|line| (line.account.as_str(), line.active)).collect::<Vec<_>>(), [("li", false)]);
    }

    async fn administrators_act_at_their_unit_and_below(world: World) {
        let boss = world.administrator("440700");
        let outside = world.office.add_account(&boss.actor, &new("wang", Role::Leader, "440000")).await;
        assert_eq!(outside, Err(Refusal::Forbidden));
        let clerk = world.reporter("440703");
        assert_eq!(world.office.accounts(&clerk.actor).await, Err(Refusal::Forbidden));
        let odd = world.office.add_account(&boss.actor, &new("li xiao", Role::Leader, "440703")).await;
        assert!(matches!(odd, Err(Refusal::Unreadable(_))));
        let province = world.administrator("440000");
        world.office.add_account(&province.actor, &new("wang", Role::Leader, "440000")).await.unwrap();
        assert_eq!(world.office.reset_password(&boss.actor, "wang").await, Err(Refusal::Missing), "names above cannot be tried out");
    }

    async fn whoever_guesses_has_to_wait(world: World) {
        let boss = world.administrator("440700");
        let password = world.office.add_account(&boss.actor, &new("li", Role::Reporter, "440703")).await.unwrap();
        for _ in 0..5 {
            assert_eq!(world.office.sign_in("li", "guess").await, Err(Refusal::WrongPassword));
        }
        let guessed = world.office.sign_in("li", &password).await;
        assert!(matches!(guessed, Err(Refusal::Wait { .. })), "{guessed:?}");
    }

    async fn a_session_lives_until_it_ends(world: World) {
        let sessions = Sessions(world.office.store().clone());
        let data = HashMap::from([("account".to_owned(), serde_json::json!("li"))]);
        let mut record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::now_utc() + Duration::hours(1) };
        sessions.create(&mut record).await.unwrap();
        let loaded = sessions.load(&record.id).await.unwrap().unwrap();
        assert_eq!(loaded.data, record.data);
        record.expiry_date = OffsetDateTime::now_utc() - Duration::hours(1);
        sessions.save(&record).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_none());
        sessions.delete_expired().await.unwrap();
        sessions.delete(&record.id).await.unwrap();
    }

    async fn units_are_found_by_code_and_name(world: World) {
        let leader = world.leader("440700");
        let find = |text: &'static str, scope| {
            let (office, actor) = (world.office.clone(), leader.actor.clone());
            async move { office.find_units(&actor, text, scope, 100).await.unwrap() }
        };
        let found = find("蓬江", Scope::Pilots).await;
        assert_eq!((found.total, found.units[0].unit.code, found.units[0].readable), (1, unit("440703"), true));
        assert_eq!(found.units[0].above.len(), 2);
        assert_eq!(find("pengjiang", Scope::Pilots).await.total, 1);
        assert_eq!(find("44070", Scope::Pilots).await.total, 4);
        let all = find("", Scope::Pilots).await;
        assert_eq!((all.total, all.units.len(), all.without_code.len()), (585, 100, 2));
        assert!(find("广州", Scope::Pilots).await.total == 0 && find("广州", Scope::All).await.total > 0);
    }

    async fn opening_again_does_no_harm(world: World) {
        world.import(&["440703,2020-11,smd_registered,1000"]).await;
        let before = world.export().await;
        let again = world.reopened(day()).await;
        assert_eq!(again.units().iter().count(), 3356);
        assert_eq!(world.export().await, before);
    }
}
