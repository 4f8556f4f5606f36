-- A repository is a shelf in a workspace; an image is its digest in a repository; a tag is a name that moves, and every
-- move is kept. Names of people are copies: the history outlives the account.

create table repository (
    id           uuid                     not null primary key,
    workspace_id uuid                     not null references workspace (id),
    name         varchar(200)             not null,
    updated_at   timestamp(6) with time zone not null,
    constraint repository_name_unique unique (workspace_id, name)
);

create table image (
    id            uuid                     not null primary key,
    repository_id uuid                     not null references repository (id) on delete cascade,
    digest        varchar(135)             not null,
    media_type    varchar(255)             not null,
    bytes         bigint                   not null,
    platforms     varchar(2000)            not null,
    subject       varchar(135),
    pushed_at     timestamp(6) with time zone not null,
    actor         varchar(255),
    build_number  bigint,
    constraint image_digest_unique unique (repository_id, digest)
);

create index image_subject on image (repository_id, subject);

create table tag (
    id            uuid                     not null primary key,
    repository_id uuid                     not null references repository (id) on delete cascade,
    name          varchar(128)             not null,
    digest        varchar(135)             not null,
    updated_at    timestamp(6) with time zone not null,
    actor         varchar(255),
    build_number  bigint,
    constraint tag_name_unique unique (repository_id, name)
);

create table tag_move (
    id            uuid                     not null primary key,
    repository_id uuid                     not null references repository (id) on delete cascade,
    tag           varchar(128)             not null,
    moved_at      timestamp(6) with time zone not null,
    actor         varchar(255),
    from_digest   varchar(135),
    to_digest     varchar(135),
    build_number  bigint,
    reason        varchar(500)             not null
);

create index tag_move_history on tag_move (repository_id, tag, moved_at);

-- What a build is about to do with several tags at once. A row that is still there after a restart tells which half was done.
create table tag_intent (
    id           uuid                        not null primary key,
    workspace_id uuid                        not null,
    repository   varchar(200)                not null,
    tag          varchar(128)                not null,
    to_digest    varchar(135)                not null
);

create index tag_intent_place on tag_intent (workspace_id, repository);
