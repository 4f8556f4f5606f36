create table account (
    id            uuid primary key,
    name          varchar(64) not null unique,
    display_name  varchar(128) not null,
    password_hash varchar(255),
    admin         boolean not null,
    created_at    timestamp(6) with time zone not null
);

-- One row at most: whoever inserts it is the first user.
create table first_run (
    id      integer primary key check (id = 1),
    done_at timestamp(6) with time zone not null
);

create table access_token (
    id           uuid primary key,
    owner        uuid not null references account (id) on delete cascade,
    name         varchar(100) not null,
    secret_hash  varchar(64) not null unique,
    scopes       varchar(64) not null,
    -- Of a workspace, which is one floor up: a token whose workspace is gone opens nothing.
    workspace    uuid,
    listed       boolean not null,
    created_at   timestamp(6) with time zone not null,
    expires_at   timestamp(6) with time zone,
    last_used_at timestamp(6) with time zone
);

create index access_token_owner on access_token (owner);
create index access_token_workspace on access_token (workspace);
