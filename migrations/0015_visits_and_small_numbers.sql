-- Small numbers: where a part is small is looked up for whole months at once, so the sizes stand
-- in the index; and the newest change of figures tells whether what was found still holds.
drop index part_side_by_side;
create index part_side_by_side on part (indicator, period, org_unit, x, n);
create index change_by_action on change (action, id);

-- Field visits. A visit is the choice of units for one month's figures, made once and never
-- changed: from the seed, the weights and the frame anybody chooses the same ones again. Visits are
-- numbered from one.
create table visit (
    id bigint primary key,
    org_unit text not null,
    period text not null,
    -- The indicators looked at, by code, with blanks between.
    indicators text not null,
    -- The units that could be chosen, and how many were: by chance, and by signal.
    frame bigint not null,
    by_chance bigint not null,
    by_signal bigint not null,
    -- How many villages, schools … are drawn in each.
    each_unit bigint not null,
    seed bigint not null,
    purpose text not null,
    account text not null,
    role text not null,
    at bigint not null
);
create index visit_of_unit on visit (org_unit, id);

-- A unit that was chosen, with its inclusion probability as an exact share.
create table visit_unit (
    visit bigint not null,
    org_unit text not null,
    weight bigint not null,
    -- `chance` or `signal`.
    chosen_by text not null,
    inclusion_top bigint not null,
    inclusion_bottom bigint not null,
    primary key (visit, org_unit)
);
create index visit_to_unit on visit_unit (org_unit, visit);

-- What the unit reported of an indicator when it was chosen (null where it had not), and the
-- numbers drawn from the unit's own list, with blanks between.
create table visit_place (
    visit bigint not null,
    org_unit text not null,
    indicator text not null,
    x bigint,
    n bigint,
    numbers text not null,
    primary key (visit, org_unit, indicator)
);

-- What was found there; append-only, the row of the highest change applies. `reported` is how many
-- of those visited the unit's list says to have it; null where there is no list.
create table visit_finding (
    visit bigint not null,
    org_unit text not null,
    indicator text not null,
    change bigint not null,
    visited bigint not null,
    reported bigint,
    found bigint not null,
    stands_empty bigint not null,
    day text not null,
    people text not null,
    remark text not null,
    -- Why what was recorded before is corrected; empty the first time.
    reason text not null,
    primary key (visit, org_unit, indicator, change)
);

-- Joint evaluations of task 3; append-only, the row of the highest change of an evaluation
-- applies. `id` is the change that planned it. A return's own figure is another thing and stands
-- in `figure`.
create table joint_evaluation (
    id bigint not null,
    change bigint not null,
    -- The unit it is counted for: a province, or a county.
    org_unit text not null,
    -- `province` or `county`: which of the two duties.
    kind text not null,
    -- `planned`, `held` or `cancelled`.
    state text not null,
    planned_for text not null,
    held_on text,
    -- Departments by code, with blanks between, and the one that leads.
    departments text not null,
    lead text not null,
    -- The pilot region that was evaluated, where it is one of a province.
    place text,
    findings text not null,
    documents text not null,
    reason text not null,
    primary key (id, change)
);
create index joint_evaluation_of_unit on joint_evaluation (org_unit, id);
