//! The doors of the web: pages, forms, files. A door reads what came in, calls the office, and
//! says what it was told; it holds no rule.

mod assets;
mod chart_file;
mod charts;
mod downloads;
mod evaluation;
mod fields;
mod files;
mod forms;
mod guard;
mod health;
mod identify;
mod quality;
mod questions;
mod refuse;
mod returns;
mod review_forms;
mod router;
mod rows;
mod sheets;
mod table_file;
mod talk;
mod visits;

pub use router::Doors;

use refuse::{came_from, escape, incident, local, refused};

use crate::config::Config;
use crate::office::Office;
use crate::store::Sessions;
use leptos::config::LeptosOptions;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration as CookieTime;
use tower_sessions::{Expiry, SessionManagerLayer};

/// Whoever does nothing for this long signs in again.
const IDLE_HOURS: i64 = 8;

/// How often ended sessions are cleared away.
const CLEARING: Duration = Duration::from_secs(600);

/// How browsers reach the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// Directly, without encryption: on this machine.
    Plainly,
    /// Through a proxy that speaks HTTPS: cookies travel encrypted only.
    Securely,
}

/// Serves the web until the program is told to stop; requests under way are answered first.
pub async fn serve(config: &Config, office: Office) -> std::io::Result<()> {
    let listener = TcpListener::bind(config.address).await?;
    tracing::info!(address = %listener.local_addr()?, holding = ?office.holding(), "serving");
    let reached = match config.behind_https {
        true => Reached::Securely,
        false => Reached::Plainly,
    };
    let store = office.store().clone();
    let sessions = Sessions(office.store().clone());
    let layer = SessionManagerLayer::new(sessions.clone())
        .with_name("xinheng")
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(reached == Reached::Securely)
        .with_expiry(Expiry::OnInactivity(CookieTime::hours(IDLE_HOURS)));
    let doors = Doors {
        options: options(listener.local_addr()?),
        backend: Arc::new(office.clone()),
        office,
    };
    let clearing = tokio::spawn(clear(sessions));
    let router = router::router(doors, layer);
    let served = axum::serve(listener, router)
        .with_graceful_shutdown(told_to_stop())
        .await;
    clearing.abort();
    store.close().await;
    served
}

/// Where the pages find the front end. The names are those of the bundle step.
fn options(address: SocketAddr) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("xinheng")
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build()
}

/// Clears ended sessions away, now and then.
async fn clear(sessions: Sessions) {
    use tower_sessions::ExpiredDeletion;
    loop {
        tokio::time::sleep(CLEARING).await;
        if let Err(error) = sessions.delete_expired().await {
            tracing::warn!(%error, "clearing ended sessions");
        }
    }
}

/// Resolves when the program is asked to stop: by the terminal or by the service manager.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::warn!(%error, "only Ctrl-C will stop the server");
                let _ = interrupt.await;
                return;
            }
        };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
