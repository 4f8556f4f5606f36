-- Registry credentials of a workspace. The secret is sealed with a key that is not in the database.
create table credential (
    id          uuid primary key,
    workspace   uuid not null references workspace (id) on delete cascade,
    name        varchar(64) not null,
    registry    varchar(255) not null,
    username    varchar(255) not null,
    sealed      text not null,
    created_at  timestamp(6) with time zone not null,
    created_by  varchar(128) not null,
    verified_at timestamp(6) with time zone,
    unique (workspace, name)
);
