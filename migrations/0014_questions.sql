-- What is asked of a unit about its figures, and what comes of it.

-- A question; `id` is the number of the change that asked it. `state` and `revision` follow its
-- entries: open, answered, closed. `rules` are the codes of the rules that made the signs, comma
-- by comma; empty where somebody asked without a sign.
create table question (
    id bigint not null primary key,
    org_unit text not null,
    indicator text,
    elements text not null,
    from_period text not null,
    to_period text not null,
    rules text not null,
    state text not null,
    revision bigint not null,
    outcome text
);
create index question_of_unit on question (org_unit, state, id);

-- The figures as they were accepted when the question was asked: what was asked about stays
-- readable after a correction.
create table question_figure (
    question bigint not null,
    data_element text not null,
    period text not null,
    figure bigint not null,
    primary key (question, data_element, period)
);

-- What was said, append-only; `id` is the number of the change. `act` is asked, answered,
-- followed_up or closed; `why` is the county's answer by its code, `outcome` what it was closed
-- with, `evidence` what the county points to.
create table question_entry (
    question bigint not null,
    id bigint not null,
    act text not null,
    why text,
    outcome text,
    text text not null,
    evidence text not null,
    account text not null,
    role text not null,
    at bigint not null,
    primary key (question, id)
);
