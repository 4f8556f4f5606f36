-- A build for people without an account: what they see of it, until when. The key is stored as its SHA-256.
create table share_link (
    id           uuid                        not null primary key,
    workspace_id uuid                        not null references workspace (id) on delete cascade,
    build_id     uuid                        not null references build (id) on delete cascade,
    build_number bigint                      not null,
    key_hash     varchar(64)                 not null unique,
    shows        varchar(64)                 not null,
    created_at   timestamp(6) with time zone not null,
    actor        varchar(255)                not null,
    expires_at   timestamp(6) with time zone not null,
    opened       bigint                      not null
);

create index share_link_workspace on share_link (workspace_id, created_at);
create index share_link_build on share_link (build_id);
