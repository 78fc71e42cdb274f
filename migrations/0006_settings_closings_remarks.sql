-- By when, until when, and how often a return is looked at; and what reviewers say of a figure.

-- What is set for a programme, append-only: the row of the highest change applies. A programme
-- without a row keeps the default (`kpi::setting`). Who set it, when and why: the `change` of that
-- number. `last_owed` is empty while the programme goes on.
create table programme_setting (
    programme text not null,
    change bigint not null,
    deadline_day bigint not null,
    deadline_hour bigint not null,
    review_levels bigint not null,
    last_owed text,
    primary key (programme, change)
);

-- Months that an administrator closed, and opened again, for a unit and all below it; append-only,
-- the row of the highest change of a unit, programme and period applies. A month is closed for a
-- unit while any row that applies at it or above it says so: nobody opens what was closed above.
create table closing (
    org_unit text not null,
    programme text not null,
    period text not null,
    change bigint not null,
    closed boolean not null,
    primary key (org_unit, programme, period, change)
);

-- What a reviewer says of single figures when a version goes back, beside the words about the
-- whole. `change` is the sending back.
create table remark (
    org_unit text not null,
    programme text not null,
    period text not null,
    change bigint not null,
    version bigint not null,
    data_element text not null,
    text text not null,
    primary key (org_unit, programme, period, change, data_element)
);

-- The second level, where a programme asks for one: the accepted version that waits for it (0:
-- none does), and the version that was last confirmed (0: none was). Written down at the
-- acceptance, so that turning the second level on does not make a year of old returns wait.
alter table filing add column to_confirm bigint not null default 0;
alter table filing add column confirmed bigint not null default 0;
