create table workspace (
    id           uuid primary key,
    name         varchar(64) not null unique,
    display_name varchar(128) not null,
    created_at   timestamp(6) with time zone not null
);

create table member (
    workspace uuid not null references workspace (id) on delete cascade,
    account   uuid not null references account (id) on delete cascade,
    role      varchar(16) not null,
    since     timestamp(6) with time zone not null,
    primary key (workspace, account)
);

create index member_account on member (account);

-- The administrators' shelf of base images.
insert into workspace (id, name, display_name, created_at)
values ('00000000-0000-0000-0000-00000000001b', 'library', 'Library', timestamp with time zone '2026-01-01 00:00:00+00');
