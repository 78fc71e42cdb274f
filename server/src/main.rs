//! x
use kpi::role::Role;
use server::{clock::Clock, http, office::Office, store::Store};
#[tokio::main]
async fn main() {
    tracing_subscriber::fmt().with_env_filter("info").init();
    let store = Store::open("sqlite:/tmp/try.db").await.unwrap();
    let office = Office::open(
        store,
        Clock::Fixed(chrono::NaiveDate::from_ymd_opt(2020, 12, 3).unwrap()),
    )
    .await
    .unwrap();
    for (a, r, u) in [
        ("reporter-440703", Role::Reporter, "440703"),
        ("reviewer-440700", Role::Reviewer, "440700"),
        ("leader-000000", Role::Leader, "000000"),
        ("evaluator-440000", Role::Evaluator, "440000"),
        ("admin-000000", Role::Administrator, "000000"),
    ] {
        let new = app::ask::accounts::NewAccount {
            account: a.into(),
            name: a.into(),
            role: r,
            org_unit: u.parse().unwrap(),
        };
        if let Ok(p) = office.operator_adds(&new, None).await {
            println!("{a} {p}");
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3111")
        .await
        .unwrap();
    http::serve(office, listener, http::Reached::Plainly)
        .await
        .unwrap();
}
