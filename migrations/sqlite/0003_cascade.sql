-- The cascade: offices at work, planned works, duplicates, invitations. migrations/postgres has the
-- same files, tables and columns.

-- duplicate_of: the main report of one closed as a duplicate. operator: who has it in hand.
-- limbo_since: the day of the promise that was broken, until a person has told the citizen something.
ALTER TABLE report ADD COLUMN operator BLOB;
ALTER TABLE report ADD COLUMN duplicate_of INTEGER;
ALTER TABLE report ADD COLUMN limbo_since TEXT;
CREATE INDEX report_category ON report (category, id) WHERE state <> 'closed';
CREATE INDEX report_office ON report (office, id) WHERE state <> 'closed' AND office IS NOT NULL;
CREATE INDEX report_operator ON report (operator, id) WHERE state <> 'closed' AND operator IS NOT NULL;
CREATE INDEX report_duplicate ON report (duplicate_of, id) WHERE duplicate_of IS NOT NULL;
CREATE INDEX report_limbo ON report (limbo_since, id) WHERE limbo_since IS NOT NULL;
CREATE INDEX card_report ON card (report);

-- Somebody for whom the URP wrote a report down.
ALTER TABLE person ADD COLUMN phone TEXT;

-- Works that an office has planned. data is the whole of one.
CREATE TABLE planned_work (
    id BLOB PRIMARY KEY,
    office TEXT NOT NULL,
    until TEXT NOT NULL,
    done_at TEXT,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX planned_work_open ON planned_work (until, id) WHERE done_at IS NULL;

-- Reports that wait for a planned work; outlives the state planned.
CREATE TABLE work_link (
    work BLOB NOT NULL REFERENCES planned_work (id),
    report INTEGER NOT NULL REFERENCES report (id),
    PRIMARY KEY (work, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_link_report ON work_link (report);

-- Invitations: selector is looked up, secret is compared; good once.
CREATE TABLE invitation (
    selector TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An entry that was ended in chat: an import brings it back only if the file says it otherwise.
ALTER TABLE directory ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;


-- The figures: what came in, was closed, or could not be delivered within a period; and now, what is
-- late and which answers have not arrived.
CREATE INDEX report_received ON report (received_at, id);
CREATE INDEX report_open_received ON report (received_at, id) WHERE state <> 'closed';
CREATE INDEX event_closing ON event (at, report) WHERE kind IN ('closed', 'reopen_refused');
CREATE INDEX outbox_lost ON outbox (state_at, report) WHERE owed AND state = 'undeliverable';
CREATE INDEX outbox_unanswered ON outbox (report)
    WHERE owed AND purpose IN ('reply', 'confirmation') AND state NOT IN ('delivered', 'suppressed');
