-- A person as an OpenID provider knows them; the pair never changes hands (OpenID Connect Core 1.0, section 5.7).
create table openid_identity (
    issuer       varchar(512) not null,
    subject      varchar(255) not null,
    account      uuid not null references account (id) on delete cascade,
    linked_at    timestamp(6) with time zone not null,
    last_used_at timestamp(6) with time zone,
    primary key (issuer, subject),
    unique (account, issuer)
);
