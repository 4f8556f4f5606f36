create table build (
    id           uuid primary key,
    workspace    uuid not null references workspace (id) on delete cascade,
    -- Not a reference: what was built stays on record when its project or its actor is gone.
    project      uuid not null,
    project_name varchar(64) not null,
    number       bigint not null,
    revision     varchar(40) not null,
    status       varchar(16) not null,
    request      text not null,
    actor        uuid not null,
    actor_name   varchar(128) not null,
    priority     integer not null,
    retry_of     bigint,
    queued_at    timestamp(6) with time zone not null,
    started_at   timestamp(6) with time zone,
    ended_at     timestamp(6) with time zone,
    cancel_asked boolean not null,
    -- Counts the workers that took it: what an earlier one still does is refused.
    epoch        integer not null,
    worker       varchar(64),
    -- By the database's clock, the only one that all workers share.
    lease_until  timestamp(6) with time zone,
    steps        text,
    warnings     text,
    image        text,
    error        text,
    unique (workspace, number)
);

create index build_queue on build (status, priority, queued_at);
create index build_project on build (project);

create table build_tag (
    build uuid not null references build (id) on delete cascade,
    tag   varchar(320) not null,
    primary key (build, tag)
);

create index build_tag_tag on build_tag (tag);

create table build_counter (
    workspace   uuid primary key references workspace (id) on delete cascade,
    last_number bigint not null
);
