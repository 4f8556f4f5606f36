-- What a workspace says about its tags: which stay where they are, which never change their meaning, which are cleaned up.
create table tag_rule (
    id            uuid                        not null primary key,
    workspace_id  uuid                        not null references workspace (id) on delete cascade,
    kind          varchar(16)                 not null,
    repositories  varchar(200)                not null,
    tags          varchar(128)                not null,
    keep_newest   integer,
    keep_days     integer,
    untagged_days integer,
    created_at    timestamp(6) with time zone not null,
    actor         varchar(255)                not null,
    constraint tag_rule_once unique (workspace_id, kind, repositories, tags)
);

-- The manifests that an index names: its platforms and their attestations. They go with it, and not before.
create table image_part (
    image_id uuid         not null references image (id) on delete cascade,
    digest   varchar(135) not null,
    primary key (image_id, digest)
);

create index image_part_digest on image_part (digest);
create index tag_digest on tag (repository_id, digest);
