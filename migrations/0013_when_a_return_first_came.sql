-- When a return first came: its first submission, or the import that brought it in whole. Later
-- versions do not move it, so timeliness is one column of the head and no search through the log:
-- the reporting board counts some thirty thousand returns for one page.
alter table filing add column received_at bigint;
update filing set received_at = coalesce(
    (select min(c.at) from change c
     where c.org_unit = filing.org_unit and c.programme = filing.programme
       and c.period = filing.period and c.action = 'submit'),
    submitted_at,
    case when accepted > 0 then changed_at end);
