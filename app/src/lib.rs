//! Xinheng's pages, their parts and charts, and the questions they ask.
//!
//! The crate compiles twice: with `ssr` into the server, which renders every page, and with
//! `hydrate` into the browser, which brings it to life. It asks through the traits of
//! [`backend`] and holds no rule of its own: rules are in `kpi`, figures behind the backend.

#![allow(
    missing_docs,
    reason = "leptos' macros make public fields that cannot carry docs; what we write does"
)]
#![recursion_limit = "256"]

pub mod ask;
pub mod backend;
pub mod charts;
pub mod pages;
pub mod parts;
pub mod refusal;
pub mod tables;
pub mod text;

use crate::ask::identity::here;
use crate::parts::Header;
use crate::text::use_words;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let words = use_words();
    view! {
        <!DOCTYPE html>
        <html lang=words.lang().tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/main.css"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The route table, and what every page has around it.
///
/// Every route waits for its data before the first byte goes out: with scripts off a page that
/// streams its parts in templates would stay half empty.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let words = use_words();
    let known = Resource::new_blocking(|| (), |()| here());
    provide_context(known);
    view! {
        <Title text=words.brand()/>
        <Router>
            <a class="skip" href="#content">{words.skip()}</a>
            {parts::answered(known, |here| view! { <Header here/> })}
            <main id="content" tabindex="-1">
                <Routes fallback=|| view! { <pages::Nowhere/> }>
                    <Route path=path!("/sign-in") view=pages::SignIn ssr=SsrMode::Async/>
                    <Route path=path!("/returns") view=pages::Desk ssr=SsrMode::Async/>
                    <Route
                        path=path!("/returns/:unit/:programme/:period")
                        view=pages::ReturnPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/returns/:unit/:programme/:period/check")
                        view=pages::CheckPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/returns/:unit/:programme/:period/receipt/:version")
                        view=pages::ReceiptPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/returns/:unit/:programme/:period/upload")
                        view=pages::Upload
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/returns/workbook/:unit/:programme/:period/upload")
                        view=pages::WorkbookPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/returns/:unit/:programme/:period/versions")
                        view=pages::VersionsPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/programmes") view=pages::Programmes ssr=SsrMode::Async/>
                    <Route
                        path=path!("/returns/:unit/:programme/:period/rows/:list")
                        view=pages::RowsPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/returns/:unit/:programme/:period/talk")
                        view=pages::Talk
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/summary/:unit") view=pages::Summary ssr=SsrMode::Async/>
                    <Route path=path!("/summary/:unit/:period") view=pages::Summary ssr=SsrMode::Async/>
                    <Route
                        path=path!("/indicators/:indicator/:unit")
                        view=pages::Progress
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/indicators/:indicator/:unit/:period")
                        view=pages::Progress
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/compare/:indicator/:unit") view=pages::Compare ssr=SsrMode::Async/>
                    <Route
                        path=path!("/compare/:indicator/:unit/:period")
                        view=pages::Compare
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/board/:unit") view=pages::Board ssr=SsrMode::Async/>
                    <Route path=path!("/board/:unit/:period") view=pages::Board ssr=SsrMode::Async/>
                    <Route path=path!("/heat/:unit") view=pages::Heat ssr=SsrMode::Async/>
                    <Route path=path!("/heat/:unit/:period") view=pages::Heat ssr=SsrMode::Async/>
                    <Route path=path!("/quality/:unit") view=pages::Quality ssr=SsrMode::Async/>
                    <Route path=path!("/quality/:unit/:period") view=pages::Quality ssr=SsrMode::Async/>
                    <Route path=path!("/funnel/:indicator/:unit") view=pages::Funnel ssr=SsrMode::Async/>
                    <Route
                        path=path!("/funnel/:indicator/:unit/:period")
                        view=pages::Funnel
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/distribution/:indicator/:unit") view=pages::Distribution ssr=SsrMode::Async/>
                    <Route
                        path=path!("/distribution/:indicator/:unit/:period")
                        view=pages::Distribution
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/change/:indicator/:unit") view=pages::Change ssr=SsrMode::Async/>
                    <Route
                        path=path!("/change/:indicator/:unit/:period")
                        view=pages::Change
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/profile/:unit") view=pages::Profile ssr=SsrMode::Async/>
                    <Route path=path!("/profile/:unit/:period") view=pages::Profile ssr=SsrMode::Async/>
                    <Route path=path!("/signals/:unit") view=pages::Signals ssr=SsrMode::Async/>
                    <Route path=path!("/signals/:unit/:period") view=pages::Signals ssr=SsrMode::Async/>
                    <Route path=path!("/questions") view=pages::Questions ssr=SsrMode::Async/>
                    <Route path=path!("/questions/new") view=pages::NewQuestion ssr=SsrMode::Async/>
                    <Route path=path!("/questions/:id") view=pages::Question ssr=SsrMode::Async/>
                    <Route path=path!("/units") view=pages::Units ssr=SsrMode::Async/>
                    <Route path=path!("/definitions") view=pages::Definitions ssr=SsrMode::Async/>
                    <Route path=path!("/definitions/:indicator") view=pages::Definition ssr=SsrMode::Async/>
                    <Route path=path!("/targets/:unit") view=pages::Targets ssr=SsrMode::Async/>
                    <Route path=path!("/visits/:unit") view=pages::Visits ssr=SsrMode::Async/>
                    <Route path=path!("/visits/:unit/:id") view=pages::Visit ssr=SsrMode::Async/>
                    <Route path=path!("/evaluations/:unit") view=pages::EvaluationsPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts") view=pages::Accounts ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=pages::Account ssr=SsrMode::Async/>
                </Routes>
            </main>
            <footer class="foot">
                <p>{words.data_credit()}</p>
            </footer>
        </Router>
    }
}

/// Brings the server's page to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // What somebody typed while this was on its way.
    parts::notice();
    leptos::mount::hydrate_body(App);
    if let Some(html) = document().document_element() {
        // Parts that need a script are shown from now on.
        let _ = html.set_attribute("data-live", "");
    }
    // Only a secure page has one; what it keeps is told in public/sw.js.
    if window().is_secure_context() {
        let _ = window().navigator().service_worker().register("/sw.js");
    }
}
