-- What the figures come to, indicator by indicator. These are facts, kept up to date in the
-- transaction that accepts; judgements are computed and stand in no table, so that a changed
-- target shows at once.

-- Numerator and denominator of one unit as they are in force in one period, windows and carried
-- stocks included (`kpi::score::Part`). There is a row for every period that a figure reaches.
create table part (
    org_unit text not null,
    indicator text not null,
    period text not null,
    x bigint,
    n bigint,
    state text not null,
    official boolean not null,
    since text,
    -- Whether the unit answers for the indicator, so that the part enters the sums above it.
    enters boolean not null,
    -- The unit's official count of the denominator, where the division data has one.
    official_n bigint,
    primary key (org_unit, period, indicator)
);
create index part_over_time on part (org_unit, indicator, period);
create index part_side_by_side on part (indicator, period, org_unit);

-- The parts under a unit, added up (`kpi::roll_up::Sums`): over the units strictly below it that
-- answer for the indicator. A unit that answers itself is judged by its own part.
create table sums (
    org_unit text not null,
    indicator text not null,
    period text not null,
    x bigint not null,
    n bigint not null,
    counted bigint not null,
    lacking bigint not null,
    lacking_n bigint not null,
    not_applicable bigint not null,
    official_seen bigint not null,
    primary key (org_unit, period, indicator)
);
create index sums_over_time on sums (org_unit, indicator, period);
create index sums_side_by_side on sums (indicator, period, org_unit);
