//! The office on both databases.

/// Writes each test twice: once on SQLite, once on PostgreSQL.
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block)*) => {
        mod sqlite {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(World::new(Engine::Sqlite).await).await;
            })*
        }
        mod postgres {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(World::new(Engine::Postgres).await).await;
            })*
        }
        $(async fn $name($world: World) $body)*
    };
}

mod accounts;
mod bench;
mod charts;
mod command_line;
mod demo;
mod entering;
mod files;
mod golden;
mod imports;
mod league;
mod office;
mod quality;
mod questions;
mod reporting;
mod returns;
mod review;
mod rows;
mod scores;
mod sheets;
mod sums;
mod talk;
mod veil;
mod visits;
mod world;
