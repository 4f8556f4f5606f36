-- A row is a link that still works or has expired; whoever uses or revokes it deletes it.
create table invitation (
    id         uuid primary key,
    workspace  uuid        not null references workspace (id) on delete cascade,
    role       varchar(16) not null,
    key_hash   varchar(64) not null unique,
    made_by    uuid        not null references account (id) on delete cascade,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null
);

create index invitation_workspace on invitation (workspace, created_at);
create index invitation_made_by on invitation (made_by);
