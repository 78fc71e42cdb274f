//! A question on its way: what stands there while it is asked, and when it is refused.

use super::refusal::RefusalNote;
use crate::ask::identity::Here;
use crate::refusal::Refusal;
use crate::text::use_words;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Shows the answer when it is there, or why there is none.
pub fn answered<T, V>(
    question: Resource<Result<T, Refusal>>,
    show: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let words = use_words();
    view! {
        <Suspense fallback=move || view! { <p class="loading">{words.loading()}</p> }>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match question.await {
                        Ok(answer) => show(answer).into_any(),
                        Err(refusal) => view! { <RefusalNote refusal/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

/// What every page knows: asked once, by the frame.
pub fn use_here() -> Resource<Result<Here, Refusal>> {
    expect_context()
}
