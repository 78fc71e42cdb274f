//! Whether the server is up.

/// Answers as long as the server takes requests.
pub async fn health() -> &'static str {
    "ok"
}
