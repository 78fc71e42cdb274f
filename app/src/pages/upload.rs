//! `/returns/UNIT/PROGRAMME/MONTH/upload`: a filled-in form is uploaded here.

use super::address::return_of_path;
use crate::ask::refuse;
use crate::ask::returns;
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, answered, upload_form};
use crate::text::use_words;
use leptos::prelude::*;

/// The field for a file; what it would change is the answer.
#[component]
pub fn Upload() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| return_of_path());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period)) => {
                    returns::open_return(unit, programme, period).await
                }
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |open| {
        let key = open.key.clone();
        let back = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
        let unit = open
            .path
            .last()
            .map_or_else(String::new, |unit| words.of(&unit.name));
        let title = format!(
            "{} · {unit} · {}",
            words.upload_title(),
            words.month(key.period)
        );
        let to =
            Callback::new(move |above: UnitRef| format!("/summary/{}/{}", above.code, key.period));
        view! {
            <Crumbs path=open.path.clone() to/>
            <Frame title lead=words.upload_lead()>
                <p class="tools">
                    <a href=format!("{back}/form.xlsx") rel="external" download="">{words.download_form()}</a>
                    <a href=back.clone()>{words.back_to_return()}</a>
                </p>
                {match open.may_edit {
                    true => upload_form(words, &format!("{back}/upload")).into_any(),
                    false => view! { <p class="callout" role="note">{words.upload_locked()}</p> }.into_any(),
                }}
            </Frame>
        }
    })
}
