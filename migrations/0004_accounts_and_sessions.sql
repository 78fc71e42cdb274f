-- Who may come in.

-- A closed account stays: what it did stays with its name.
create table account (
    account text not null primary key,
    name text not null,
    -- Argon2id, in PHC form; the parameters are in it.
    password_hash text not null,
    role text not null,
    org_unit text not null,
    active boolean not null,
    made_at bigint not null
);
create index account_by_unit on account (org_unit);

-- Sessions live on the server; the browser holds a number. Seconds since 1970, UTC.
create table session (
    id text not null primary key,
    data text not null,
    expires_at bigint not null
);
create index session_by_end on session (expires_at);
