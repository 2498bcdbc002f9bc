-- The second door: mail. migrations/sqlite has the same files, tables and columns.

ALTER TABLE person ADD COLUMN mail TEXT;
CREATE UNIQUE INDEX person_mail ON person (mail) WHERE mail IS NOT NULL;

-- Rows that go by mail have mail_to and account, and no chat: their chat_id is 0. counted: the
-- folded subject of the mail that it answers automatically. provider_id: what a provider of
-- certified mail calls it.
ALTER TABLE outbox ADD COLUMN account TEXT;
ALTER TABLE outbox ADD COLUMN mail_to TEXT;
ALTER TABLE outbox ADD COLUMN counted TEXT;
ALTER TABLE outbox ADD COLUMN provider_id TEXT;
CREATE INDEX outbox_mail ON outbox (account, mail_to, id)
    WHERE mail_to IS NOT NULL AND state IN ('pending', 'in_flight');
CREATE INDEX outbox_counted ON outbox (mail_to, created_at) WHERE counted IS NOT NULL;
CREATE INDEX outbox_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;

-- Mails that came in. blob: the raw mail's key in the blob store. mark: what makes it the same mail.
CREATE TABLE mail (
    id UUID PRIMARY KEY,
    mark TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    blob TEXT NOT NULL,
    message_id TEXT,
    sender TEXT,
    became TEXT NOT NULL,
    rule TEXT NOT NULL,
    report BIGINT,
    data TEXT NOT NULL
);
CREATE INDEX mail_sender ON mail (sender, at);
CREATE INDEX mail_report ON mail (report, id) WHERE report IS NOT NULL;

-- Secrets of reply addresses and links. selector is looked up, secret is compared.
CREATE TABLE reply_address (
    selector TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    good_for TEXT NOT NULL,
    report BIGINT NOT NULL REFERENCES report (id),
    person UUID NOT NULL REFERENCES person (id),
    revoked_at TIMESTAMPTZ
);
CREATE INDEX reply_address_report ON reply_address (report, person);

-- How far a mailbox was read (RFC 9051: UIDVALIDITY, UID). since: older mail stays untouched.
CREATE TABLE mailbox (
    account TEXT PRIMARY KEY,
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    since TIMESTAMPTZ NOT NULL
);
