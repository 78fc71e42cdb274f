-- Who and what: the units, and the catalogue as far as SQL must join it.
--
-- One set of files serves SQLite and PostgreSQL, so only three types are used: text, bigint and
-- boolean. A moment is a bigint, milliseconds since 1970 in UTC. A period is text, `YYYY-MM`,
-- which sorts as time does. Keys are natural keys: a code is readable in a log and the same in
-- every installation. Nothing counts up by itself except `ledger`, which says why.
--
-- Foreign keys are left out on purpose: the large tables are meant to be spread by `org_unit`
-- over several machines one day, and every row passes one door (`server/src/store`), which
-- knows the tree and the catalogue.

-- The running tree. The compiled-in divisions are laid in at every start, names and counts
-- anew; whether a unit is a pilot is only written once, so that an installation can change it.
create table org_unit (
    code text not null primary key,
    name_zh text not null,
    name_en text not null,
    level text not null,
    parent text,
    standing text not null,
    is_region boolean not null,
    region text,
    -- Who accepts its returns: county, pilot region, province, nation. Follows from the tree;
    -- kept here so that a reviewer's desk is one join.
    reviewer text,
    townships_official bigint,
    villages_official bigint,
    note_zh text not null,
    note_en text not null
);
create index org_unit_by_reviewer on org_unit (reviewer);

-- Every unit above a unit, itself included: "at or below" is one join, on any tree.
create table unit_ancestor (
    org_unit text not null,
    ancestor text not null,
    primary key (org_unit, ancestor)
);
create index unit_ancestor_downwards on unit_ancestor (ancestor, org_unit);

-- The catalogue lives in the code; these two hold what statements join and people look up.
create table data_element (
    code text not null primary key,
    name_zh text not null,
    name_en text not null,
    tier text not null,
    frequency text not null,
    programme text not null,
    position bigint not null
);

create table indicator (
    code text not null primary key,
    name_zh text not null,
    name_en text not null,
    tier text not null,
    programme text not null,
    roll_up text not null,
    numerator_element text not null,
    denominator_element text,
    position bigint not null
);

-- The national targets. Judging reads them from the code; here they are for people with SQL.
create table target (
    indicator text not null,
    year bigint not null,
    value text not null,
    due text not null,
    primary key (indicator, year)
);

-- What this database holds, in one row: `real`, `published` or `demo`. Real and invented figures
-- never share a database. `catalogue` is the fingerprint of the catalogue that was laid in last.
create table holding (
    id bigint not null primary key,
    kind text,
    catalogue text
);
insert into holding (id, kind, catalogue) values (1, null, null);
