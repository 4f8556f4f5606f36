-- Pushes of images to registries elsewhere. The row is the queue; an ended push can be retried and goes on where it stopped.
create table push (
    number          bigint generated always as identity primary key,
    id              uuid not null unique,
    workspace       uuid not null references workspace (id) on delete cascade,
    repository      varchar(200) not null,
    digest          varchar(135) not null,
    registry        varchar(255) not null,
    to_repository   varchar(255) not null,
    to_tag          varchar(128) not null,
    -- Not a reference: a push whose credential is gone says so.
    credential      uuid,
    credential_name varchar(64),
    status          varchar(16) not null,
    actor_name      varchar(128) not null,
    queued_at       timestamp(6) with time zone not null,
    started_at      timestamp(6) with time zone,
    ended_at        timestamp(6) with time zone,
    attempts        integer not null,
    cancel_asked    boolean not null,
    -- Counts the workers that took it: what an earlier one still does is refused.
    epoch           integer not null,
    worker          varchar(64),
    -- By the database's clock, the only one that all workers share.
    lease_until     timestamp(6) with time zone,
    layers          text not null,
    -- Where the registry goes on with blobs that are half there.
    uploads         text not null,
    error           text
);

create index push_queue on push (status, queued_at);
create index push_workspace on push (workspace, number);
