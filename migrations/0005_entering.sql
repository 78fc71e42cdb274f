-- Entering without loss: who changed which cell since a form was opened, what was answered to a
-- warning, and what a submission was signed with.

-- The revision of the return that a change of a cell made. A form sends back the revision it was
-- opened at; what stood in a cell then is what its first later change replaced. Empty for what
-- was laid in as the past.
alter table cell_change add column revision bigint;

-- The answers to warnings, as they stand in the working copy. `said_of` are the figures that the
-- answer was given to: with others, the question stands again.
create table answer (
    org_unit text not null,
    programme text not null,
    period text not null,
    rule text not null,
    why text,
    note text not null,
    said_of text not null,
    primary key (org_unit, programme, period, rule)
);

-- The answers of a version as it was submitted. Frozen.
create table version_answer (
    org_unit text not null,
    programme text not null,
    period text not null,
    version bigint not null,
    rule text not null,
    why text,
    note text not null,
    said_of text not null,
    primary key (org_unit, programme, period, version, rule)
);

-- What a version was submitted with: its change is the receipt's number, the fingerprint is
-- SHA-256 over its values, head and phone are what the printed form's head asks for.
create table submission (
    org_unit text not null,
    programme text not null,
    period text not null,
    version bigint not null,
    change bigint not null,
    fingerprint text not null,
    head text not null,
    phone text not null,
    primary key (org_unit, programme, period, version)
);
