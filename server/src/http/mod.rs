//! The doors of the web.

mod health;

use crate::config::Config;
use crate::office::Office;
use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;

/// Serves until the process is told to end.
pub async fn serve(config: &Config, office: Office) -> std::io::Result<()> {
    let listener = TcpListener::bind(config.address).await?;
    tracing::info!(address = %listener.local_addr()?, holding = ?office.holding(), "serving");
    let router = Router::new().route("/health", get(health::health));
    axum::serve(listener, router)
        .with_graceful_shutdown(told_to_end())
        .await?;
    office.store().close().await;
    Ok(())
}

/// Waits for Ctrl-C, or for the signal by which services are stopped.
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut stop) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = stop.recv() => {}
    }
}
