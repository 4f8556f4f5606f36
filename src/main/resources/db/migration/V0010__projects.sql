create table project (
    id          uuid primary key,
    workspace   uuid not null references workspace (id) on delete cascade,
    name        varchar(64) not null,
    description varchar(500) not null,
    created_at  timestamp(6) with time zone not null,
    unique (workspace, name)
);
