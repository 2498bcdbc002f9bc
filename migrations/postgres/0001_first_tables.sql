-- The first tables. migrations/sqlite has the same files, tables and columns.

CREATE TABLE person (
    id UUID PRIMARY KEY,
    telegram BIGINT UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    lang_chosen BOOLEAN NOT NULL,
    blocked_at TIMESTAMPTZ,
    blocked_told_on DATE,
    reachable BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX person_blocked ON person (blocked_at) WHERE blocked_at IS NOT NULL;

CREATE TABLE dialogue (
    chat_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    report BIGINT,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);
CREATE INDEX dialogue_report ON dialogue (report) WHERE report IS NOT NULL;

-- A report is the fold of its events: data is the whole of it, the columns are what queries need.
CREATE TABLE report (
    id BIGINT PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_seq INTEGER NOT NULL,
    office TEXT,
    citizen UUID NOT NULL REFERENCES person (id),
    category TEXT,
    promised DATE,
    received_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    data TEXT NOT NULL
);
CREATE INDEX report_citizen ON report (citizen, id);
CREATE INDEX report_open ON report (promised, id) WHERE state <> 'closed';

CREATE TABLE event (
    report BIGINT NOT NULL REFERENCES report (id),
    seq INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (report, seq)
);

-- The number of the last report of each year of the town's calendar.
CREATE TABLE report_count (
    year INTEGER PRIMARY KEY,
    count BIGINT NOT NULL
);

-- Folded words by which a report is found.
CREATE TABLE word (
    word TEXT COLLATE "C" NOT NULL,
    report BIGINT NOT NULL REFERENCES report (id),
    PRIMARY KEY (word, report)
);

-- lane and urgency are ranks: 0 goes first; a private chat is one lane.
CREATE TABLE outbox (
    id UUID PRIMARY KEY,
    chat_id BIGINT NOT NULL,
    lane INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    owed BOOLEAN NOT NULL,
    report BIGINT,
    event INTEGER,
    created_at TIMESTAMPTZ NOT NULL,
    not_before TIMESTAMPTZ,
    reply_to TEXT,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at TIMESTAMPTZ NOT NULL,
    epoch BIGINT,
    attempts INTEGER NOT NULL,
    repeated BOOLEAN NOT NULL,
    message_id INTEGER,
    reason TEXT
);
CREATE INDEX outbox_open ON outbox (chat_id, lane, id) WHERE state IN ('pending', 'in_flight');
CREATE INDEX outbox_owed ON outbox (report, id) WHERE owed;
CREATE INDEX outbox_undeliverable ON outbox (chat_id, id) WHERE state = 'undeliverable';

-- A card is out of date while wanted > shown. claimed: what was wanted when it was last claimed.
CREATE TABLE card (
    chat_id BIGINT NOT NULL,
    report BIGINT NOT NULL,
    message_id INTEGER,
    retire INTEGER,
    fingerprint TEXT,
    wanted BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    state TEXT NOT NULL,
    epoch BIGINT,
    attempts INTEGER NOT NULL,
    repeated BOOLEAN NOT NULL,
    not_before TIMESTAMPTZ,
    reason TEXT,
    rung_at TIMESTAMPTZ,
    PRIMARY KEY (chat_id, report)
);
CREATE INDEX card_open ON card (chat_id, report) WHERE state IN ('pending', 'in_flight');

-- Messages of chats that something is known of.
CREATE TABLE chat_message (
    chat_id BIGINT NOT NULL,
    message_id INTEGER NOT NULL,
    report BIGINT,
    outbox UUID,
    card BOOLEAN NOT NULL,
    task UUID,
    PRIMARY KEY (chat_id, message_id)
);

-- Groups that the bot is in.
CREATE TABLE group_chat (
    chat_id BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    admin BOOLEAN NOT NULL
);

CREATE TABLE task (
    id UUID PRIMARY KEY,
    report BIGINT,
    kind TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    due DATE NOT NULL,
    done_at TIMESTAMPTZ,
    data TEXT NOT NULL
);
CREATE INDEX task_open ON task (due, id) WHERE done_at IS NULL;
CREATE INDEX task_report ON task (report) WHERE done_at IS NULL;

CREATE TABLE timer (
    key TEXT PRIMARY KEY,
    due_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX timer_due ON timer (due_at, key);

-- report: whose citizen sent it. state: pending, fetched, failed. size is what was announced, then what was fetched; bytes.
CREATE TABLE file (
    id UUID PRIMARY KEY,
    telegram_file_id TEXT,
    report BIGINT,
    size BIGINT,
    blob TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TIMESTAMPTZ,
    error TEXT
);
CREATE INDEX file_pending ON file (id) WHERE state = 'pending';
CREATE INDEX file_lost ON file (report) WHERE state = 'failed';

-- Inputs that were taken in: the same one again changes nothing.
CREATE TABLE seen (
    key TEXT PRIMARY KEY
);

-- Who holds a singleton role. A higher epoch has taken over from a lower one.
CREATE TABLE lease (
    role TEXT PRIMARY KEY,
    epoch BIGINT NOT NULL,
    beat BIGINT NOT NULL,
    address TEXT,
    taken_at TIMESTAMPTZ NOT NULL
);

-- Updates that could not be processed, as they came.
CREATE TABLE failed_update (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    source TEXT NOT NULL,
    raw TEXT NOT NULL,
    error TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL
);

-- The town. data: as it stands; imported: as the file last said, so that an import applies only
-- what has changed in the file since.
CREATE TABLE directory (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    place INTEGER NOT NULL,
    data TEXT NOT NULL,
    imported TEXT NOT NULL,
    source TEXT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (kind, key)
);

-- directory_version, sign_of_life.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
