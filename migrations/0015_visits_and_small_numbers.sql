-- Small numbers: where a part is small is looked up for whole months at once, so the sizes stand
-- in the index; and the newest change of figures tells whether what was found still holds.
drop index part_side_by_side;
create index part_side_by_side on part (indicator, period, org_unit, x, n);
create index change_by_action on change (action, id);
