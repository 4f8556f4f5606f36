-- Who did what. Lines are added and read, never changed. Names are copies: the trail outlives accounts and what they did.
create table audit (
    number      bigint generated always as identity primary key,
    happened_at timestamp(6) with time zone not null,
    -- None: it concerns whoever runs this Slipway. A workspace takes its trail along.
    workspace   uuid references workspace (id) on delete cascade,
    actor       uuid         not null,
    actor_name  varchar(128) not null,
    token       uuid,
    action      varchar(40)  not null,
    subject     varchar(300) not null,
    detail      varchar(500) not null
);

create index audit_workspace on audit (workspace, number);
create index audit_actor on audit (workspace, actor_name, number);
