-- What was said, by whom, and what counts.

-- One row. Every write takes the next number as the first thing it does:
--     update ledger set last = last + 1 returning last
-- That row is the queue all writers stand in, so numbers are in the order of commits, and
-- "as of change 4711" is a frozen picture: nothing numbered lower can still arrive.
-- `newest` is the newest period under which a figure was ever accepted.
create table ledger (
    id bigint not null primary key,
    last bigint not null,
    newest text
);
insert into ledger (id, last, newest) values (1, 0, null);

-- The audit log. A row is written in the transaction it tells about; there is no other way to a
-- write (see `Store::begin`). Rows are never changed and never deleted.
create table change (
    id bigint not null primary key,
    at bigint not null,
    account text not null,
    role text not null,
    action text not null,
    org_unit text,
    programme text,
    period text,
    version bigint,
    reason text,
    source text
);
create index change_of_return on change (org_unit, programme, period, id);

-- The head of a return. `revision` counts every change, so that a stale form is noticed;
-- `version` counts submissions; `accepted` is the version whose figures count, 0 before the
-- first. While a correction is being written, stage is `draft` and `accepted` stays.
create table filing (
    org_unit text not null,
    programme text not null,
    period text not null,
    stage text not null,
    revision bigint not null,
    version bigint not null,
    accepted bigint not null,
    -- How many of the due cells say something: a list need not read the cells.
    filled bigint not null,
    changed_at bigint not null,
    submitted_at bigint,
    sent_back_because text,
    primary key (org_unit, programme, period)
);
create index filing_by_month on filing (programme, period, org_unit);

-- The working copy, as typed, faults and all: nothing typed is lost.
create table cell (
    org_unit text not null,
    programme text not null,
    period text not null,
    data_element text not null,
    text text not null,
    empty text,
    reason text not null,
    primary key (org_unit, programme, period, data_element)
);

-- What a save changed, cell by cell.
create table cell_change (
    change bigint not null,
    data_element text not null,
    was text not null,
    became text not null,
    primary key (change, data_element)
);

-- A version as it was submitted. Frozen.
create table version_value (
    org_unit text not null,
    programme text not null,
    period text not null,
    version bigint not null,
    data_element text not null,
    figure bigint,
    empty text,
    reason text not null,
    primary key (org_unit, programme, period, version, data_element)
);

-- The accepted figures, append-only: a correction closes a row (`until_change`) and opens another
-- (`since_change`). What is in force now has no end; what was in force at change N began at or
-- before N and ended after it. Who, when and from which file: the `change` of that number.
-- Money stands in its smallest unit, yes and no as 1 and 0.
create table figure (
    org_unit text not null,
    data_element text not null,
    period text not null,
    since_change bigint not null,
    until_change bigint,
    figure bigint,
    empty text,
    reason text not null,
    primary key (org_unit, data_element, period, since_change)
);
create unique index figure_in_force on figure (org_unit, period, data_element)
    where until_change is null;
create index figure_by_change on figure (since_change);

-- A stricter target, or an earlier day, that a unit sets for itself and all below it.
create table local_target (
    org_unit text not null,
    indicator text not null,
    year bigint not null,
    value text,
    due text,
    primary key (org_unit, indicator, year)
);

-- The lines of an import on their way in. A load's rows are deleted when it ends, either way.
create table staging (
    load text not null,
    org_unit text not null,
    period text not null,
    data_element text not null,
    line bigint not null,
    figure bigint,
    empty text,
    primary key (load, org_unit, period, data_element, line)
);
