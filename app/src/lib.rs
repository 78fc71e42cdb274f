//! Xinheng's pages, their parts and charts, and the questions they ask.
//!
//! The crate compiles twice: with `ssr` into the server, which renders every page, and with
//! `hydrate` into the browser, which brings it to life. It asks through the traits of
//! [`backend`] and holds no rule of its own: rules are in `kpi`, figures behind the backend.

#![allow(
    missing_docs,
    reason = "leptos' macros make public fields that cannot carry docs; what we write does"
)]

pub mod ask;
pub mod backend;
pub mod refusal;
