-- What the policy judges one by one: each university, each lecture (`kpi::rows`).

-- The rows of a return as typed, faults and all, append-only like `figure`: a save closes the rows
-- it replaces (`until_change`) and opens others (`since_change`), so that every state a list was
-- ever in can be read again. What is open has no end. The columns are those of all lists together,
-- as text; what stands in them depends on the list:
--     universities  name, first = students, second = teachers
--     lectures      name = department, day, place, topic, first = participants
create table list_row (
    org_unit text not null,
    programme text not null,
    period text not null,
    list text not null,
    line bigint not null,
    since_change bigint not null,
    until_change bigint,
    name text not null,
    day text not null,
    place text not null,
    topic text not null,
    first text not null,
    second text not null,
    primary key (org_unit, programme, period, list, line, since_change)
);
create unique index list_row_open on list_row (org_unit, programme, period, list, line)
    where until_change is null;

-- The rows of a version as it was submitted. Frozen, beside `version_value`.
create table version_row (
    org_unit text not null,
    programme text not null,
    period text not null,
    version bigint not null,
    list text not null,
    line bigint not null,
    name text not null,
    day text not null,
    place text not null,
    topic text not null,
    first text not null,
    second text not null,
    primary key (org_unit, programme, period, version, list, line)
);
