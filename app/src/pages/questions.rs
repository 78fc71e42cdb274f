//! `/questions`: what was asked of one's unit and of those below; how many wait, for the desk.

use super::address::query;
use crate::ask::questions::{self, QuestionHead, QuestionList, QuestionState};
use crate::parts::{Downloads, Frame, answered};
use crate::tables::questions::{QuestionView, about, months};
use crate::text::{Words, count, use_words};
use leptos::prelude::*;

/// The questions that one sees.
#[component]
pub fn Questions() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| questions::questions());
    let view = Memo::new(|_| QuestionView {
        q: query("q"),
        state: query("state"),
    });
    answered(question, move |list| page(words, list, view))
}

/// How many questions wait for the answer of one's own unit, as the link to them. Nothing when
/// none does.
#[component]
pub fn OpenQuestions() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| questions::open_questions());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let open = question.await.unwrap_or(0);
                (open > 0).then(|| view! {
                    <p class="questions-open">
                        <a href="/questions?state=open">
                            <span class="shape" aria-hidden="true">"▲ "</span>{words.questions_wait(open)}
                        </a>
                    </p>
                })
            })}
        </Suspense>
    }
}

fn page(words: Words, list: QuestionList, view: Memo<QuestionView>) -> impl IntoView {
    let title = format!("{} · {}", words.questions(), words.of(&list.unit.name));
    let shown = view.get_untracked();
    let rows = move || {
        let view = view.get();
        let heads: Vec<QuestionHead> = list
            .questions
            .iter()
            .filter(|head| view.fits(head))
            .cloned()
            .collect();
        table(words, heads)
    };
    let file = shown.query();
    view! {
        <Frame title lead=words.questions_lead()>
            <form class="filters" method="get" action="/questions" role="search">
                <label>
                    <span>{words.question_state()}</span>
                    <select name="state">
                        <option value="">{words.any_question_state()}</option>
                        {QuestionState::ALL.map(|state| view! {
                            <option value=state.code() selected=state.code() == shown.state>{words.question_state_name(state)}</option>
                        }).collect_view()}
                    </select>
                </label>
                <label>
                    <span>{words.text_in_name()}</span>
                    <input type="search" name="q" value=shown.q.clone()/>
                </label>
                <button>{words.apply()}</button>
                <Downloads table="/questions/table" query=file/>
            </form>
            {rows}
        </Frame>
    }
}

/// The class of a state, which carries its colour.
pub fn state_class(state: QuestionState) -> &'static str {
    match state {
        QuestionState::Open => "question-state question-open",
        QuestionState::Answered => "question-state question-answered",
        QuestionState::Closed => "question-state question-closed",
    }
}

fn table(words: Words, heads: Vec<QuestionHead>) -> AnyView {
    if heads.is_empty() {
        return view! { <p class="hint">{words.questions_none()}</p> }.into_any();
    }
    let number = count(heads.len() as i64);
    view! {
        <p class="note">{number}</p>
        <div class="table-room" tabindex="0" role="region" aria-label=words.questions()>
            <table class="questions-table">
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.about_what()}</th>
                        <th scope="col">{words.sign_months()}</th>
                        <th scope="col">{words.question_state()}</th>
                        <th scope="col">{words.question_asked_at()}</th>
                        <th scope="col">{words.question_last()}</th>
                    </tr>
                </thead>
                <tbody>
                    {heads.into_iter().map(|head| {
                        let outcome = head.outcome.map(|came| view! { <br/><small>{words.came(came)}</small> });
                        let href = format!("/questions/{}", head.id);
                        view! {
                            <tr data-unit=head.unit.code.to_string()>
                                <th scope="row">{words.of(&head.unit.name)}</th>
                                <td><a href=href>{about(words, &head)}</a></td>
                                <td>{months(words, &head)}</td>
                                <td><span class=state_class(head.state)>{words.question_state_name(head.state)}</span>{outcome}</td>
                                <td>{words.moment(head.asked_at)}</td>
                                <td>{words.moment(head.last_at)}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
