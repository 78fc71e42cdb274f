-- What is said about a return, and what is laid beside it to prove it.

-- A note on a return, or on one of its values. Never edited and never deleted; `id` is the number
-- of the change that wrote it, so notes sort as they were written. Once it is settled, the change
-- that settled it says when and by whom.
create table comment (
    org_unit text not null,
    programme text not null,
    period text not null,
    id bigint not null,
    -- On which value; null is the thread on the whole return.
    data_element text,
    text text not null,
    account text not null,
    role text not null,
    at bigint not null,
    settled_by text,
    settled_at bigint,
    primary key (org_unit, id)
);
create index comment_of_return on comment (org_unit, programme, period, id);

-- A file laid beside a return. Its bytes lie in the evidence storage under `stored_key`, which is
-- made of their SHA-256, so equal files lie there once; here stands what was checked about them.
-- A removed file stays listed with who removed it, when and why, and its bytes stay too.
create table evidence (
    org_unit text not null,
    programme text not null,
    period text not null,
    id bigint not null,
    -- For which value; null is the whole return.
    data_element text,
    name text not null,
    media_type text not null,
    size bigint not null,
    sha256 text not null,
    stored_key text not null,
    account text not null,
    role text not null,
    at bigint not null,
    removed_by text,
    removed_at bigint,
    removed_because text,
    primary key (org_unit, id)
);
create index evidence_of_return on evidence (org_unit, programme, period, id);
