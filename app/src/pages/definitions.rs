//! `/definitions` and `/definitions/INDICATOR`: what every indicator means and where it comes
//! from.

use super::address::{indicator, indicator_code};
use crate::ask::refuse;
use crate::parts::{Downloads, Frame, answered};
use crate::text::{Words, use_words};
use kpi::Indicator;
use kpi::catalogue::{PROGRAMMES, RuleKind, catalogue, published_figures};
use leptos::prelude::*;

/// Every indicator, by programme and task.
#[component]
pub fn Definitions() -> impl IntoView {
    let words = use_words();
    view! {
        <Frame title=words.all_indicators().to_owned()>
            <p class="tools">
                <Downloads table="/definitions/table"/>
            </p>
            {PROGRAMMES.iter().map(|programme| view! {
                <section>
                    <h2>{programme.name(words.lang())}</h2>
                    <div class="table-room" tabindex="0" role="region" aria-label=programme.name(words.lang())>
                        <table>
                            <thead>
                                <tr>
                                    <th scope="col">{words.indicator()}</th>
                                    <th scope="col">{words.task()}</th>
                                    <th scope="col">{words.target()}</th>
                                    <th scope="col">{words.judged()}</th>
                                    <th scope="col">{words.responsible()}</th>
                                    <th scope="col">{words.basis()}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {catalogue()
                                    .indicators()
                                    .iter()
                                    .filter(|indicator| indicator.programme == programme.code)
                                    .map(|indicator| view! {
                                        <tr>
                                            <th scope="row">
                                                <a href=format!("/definitions/{}", indicator.code)>{words.of(&indicator.name)}</a>
                                            </th>
                                            <td>{words.task_number(&indicator.task)}</td>
                                            <td>{words.national_target(indicator)}</td>
                                            <td>{words.frequency(indicator.frequency)}</td>
                                            <td>{words.tier(indicator.tier)}</td>
                                            <td>{words.basis_of(indicator.basis)}</td>
                                        </tr>
                                    })
                                    .collect_view()}
                            </tbody>
                        </table>
                    </div>
                </section>
            }).collect_view()}
        </Frame>
    }
}

/// One indicator.
#[component]
pub fn Definition() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| indicator_code());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok(code) => Ok(code),
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |code| {
        let Ok(indicator) = indicator(&code) else {
            return ().into_any();
        };
        view! {
            <Frame title=words.of(&indicator.name)>
                {definition(words, indicator)}
                {published(words, indicator)}
            </Frame>
        }
        .into_any()
    })
}

/// What an indicator means and where it comes from.
pub fn definition(words: Words, indicator: &'static Indicator) -> impl IntoView {
    let fraction = match indicator.denominator.is_empty() {
        true => words.of(&indicator.numerator),
        false => format!(
            "{} ÷ {}",
            words.of(&indicator.numerator),
            words.of(&indicator.denominator)
        ),
    };
    let line = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text}</dd> })
    };
    let jump = catalogue()
        .jumps()
        .iter()
        .find(|(code, _)| *code == indicator.code)
        .map(|(_, points)| *points);
    view! {
        <dl class="definition">
            {line(words.definition(), words.of(&indicator.definition))}
            {line(words.formula(), fraction)}
            {line(words.def_direction(), words.direction_rule(indicator).to_owned())}
            {line(words.judged(), words.frequency(indicator.frequency).to_owned())}
            {line(words.responsible(), words.tier(indicator.tier).to_owned())}
            {line(words.basis(), words.basis_of(indicator.basis).to_owned())}
            <dt>{words.policy_sentence()}</dt>
            <dd>
                <blockquote lang="zh-CN">{indicator.policy_sentence.zh.clone()}</blockquote>
                {(words.lang() == kpi::catalogue::Lang::En).then(|| view! {
                    <p>{format!("{}: {}", words.translation(), indicator.policy_sentence.en)}</p>
                })}
            </dd>
            {line(words.policy_document(), words.of(&indicator.policy_document))}
            {line(words.external_source(), words.of(&indicator.external_source))}
            {line(words.ambiguities(), words.of(&indicator.notes))}
            <dt>{words.department()}</dt>
            <dd>{words.of(&indicator.department)}" "<small>{words.department_note()}</small></dd>
            {line(words.def_chance(), words.inference_rule(indicator).to_owned())}
            {line(words.def_roll_up(), words.roll_up_rule(indicator).to_owned())}
            {line(words.def_rank(), words.rank_rule(indicator).to_owned())}
            {line(words.def_small(), words.small_number_rule(indicator, kpi::suppression::USUAL))}
            <dt>{words.def_thresholds()}</dt>
            <dd>
                <ul>
                    <li>{words.jump_rule(jump)}</li>
                    <li>{words.def_low_coverage()}</li>
                    {indicator.has_certainty().then(|| view! { <li>{words.def_few()}</li> })}
                    <li>{words.def_ours()}</li>
                </ul>
            </dd>
            <dt>{words.validation()}</dt>
            <dd>{rules(words, indicator)}</dd>
        </dl>
        {(!indicator.targets.is_empty()).then(|| targets(words, indicator))}
    }
}

/// The validation rules, by what follows when they do not hold.
fn rules(words: Words, indicator: &'static Indicator) -> impl IntoView {
    const KINDS: [RuleKind; 4] = [
        RuleKind::Hard,
        RuleKind::Warning,
        RuleKind::Rows,
        RuleKind::Documented,
    ];
    KINDS
        .into_iter()
        .filter_map(|kind| {
            let of_kind = catalogue()
                .rules()
                .iter()
                .filter(|rule| rule.indicator == indicator.code && rule.kind == kind);
            let clauses: Vec<String> = of_kind.map(|rule| words.of(&rule.clause)).collect();
            (!clauses.is_empty()).then(|| {
                view! {
                    <p class="note">{words.rule_kind(kind)}</p>
                    <ul>{clauses.into_iter().map(|clause| view! { <li>{clause}</li> }).collect_view()}</ul>
                }
            })
        })
        .collect_view()
}

fn targets(words: Words, indicator: &'static Indicator) -> impl IntoView {
    view! {
        <h2>{words.targets_by_year()}</h2>
        <div class="table-room" tabindex="0" role="region" aria-label=words.targets_by_year()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.year()}</th>
                        <th scope="col" class="number">{words.target()}</th>
                        <th scope="col">{words.due()}</th>
                        <th scope="col">{words.source()}</th>
                    </tr>
                </thead>
                <tbody>
                    {indicator.targets.iter().map(|target| view! {
                        <tr>
                            <th scope="row">{target.year}</th>
                            <td class="number">{words.target_in(indicator.measure(), target.value)}</td>
                            <td>{words.day(target.due)}</td>
                            <td>{words.pick(&target.source.0, &target.source.1).to_owned()}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

/// What others have published about an indicator.
pub fn published(words: Words, indicator: &'static Indicator) -> impl IntoView {
    let figures: Vec<_> = published_figures()
        .into_iter()
        .filter(|figure| figure.indicator.as_deref() == Some(indicator.code.as_str()))
        .collect();
    (!figures.is_empty()).then(|| view! {
        <section>
            <h2>{words.published_figures()}</h2>
            <p class="hint">{words.published_note()}</p>
            <div class="table-room" tabindex="0" role="region" aria-label=words.published_figures()>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.place()}</th>
                            <th scope="col">{words.period()}</th>
                            <th scope="col" class="number">{words.value()}</th>
                            <th scope="col" class="number">{words.n_of_n_label()}</th>
                            <th scope="col">{words.source()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {figures.into_iter().map(|figure| {
                            let n = figure.numerator.zip(figure.denominator).map(|(x, n)| {
                                format!("{} / {}", crate::text::count(x), crate::text::count(n))
                            });
                            let note = words.of(&figure.note);
                            let source = words.of(&figure.source);
                            view! {
                                <tr>
                                    <th scope="row">{words.of(&figure.place)}</th>
                                    <td>{figure.period.clone()}</td>
                                    <td class="number">{format!("{}{}", figure.value, words.of(&figure.unit))}</td>
                                    <td class="number">{n}</td>
                                    <td>
                                        {match source.starts_with("http") {
                                            true => view! { <a href=source.clone() rel="external noreferrer">{source.clone()}</a> }.into_any(),
                                            false => source.into_any(),
                                        }}
                                        {(!note.is_empty()).then(|| view! { <p class="note">{note}</p> })}
                                    </td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    })
}
