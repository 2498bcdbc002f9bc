-- The first tables. migrations/postgres has the same files, tables and columns.

CREATE TABLE person (
    id BLOB PRIMARY KEY,
    telegram INTEGER UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    lang_chosen INTEGER NOT NULL,
    blocked_at TEXT,
    blocked_told_on TEXT,
    reachable INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_blocked ON person (blocked_at) WHERE blocked_at IS NOT NULL;

CREATE TABLE dialogue (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    report INTEGER,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dialogue_report ON dialogue (report) WHERE report IS NOT NULL;

-- A report is the fold of its events: data is the whole of it, the columns are what queries need.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_seq INTEGER NOT NULL,
    office TEXT,
    citizen BLOB NOT NULL REFERENCES person (id),
    category TEXT,
    promised TEXT,
    received_at TEXT NOT NULL,
    closed_at TEXT,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX report_citizen ON report (citizen, id);
CREATE INDEX report_open ON report (promised, id) WHERE state <> 'closed';

CREATE TABLE event (
    report INTEGER NOT NULL REFERENCES report (id),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (report, seq)
) STRICT, WITHOUT ROWID;

-- The number of the last report of each year of the town's calendar.
CREATE TABLE report_count (
    year INTEGER PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;

-- Folded words by which a report is found.
CREATE TABLE word (
    word TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES report (id),
    PRIMARY KEY (word, report)
) STRICT, WITHOUT ROWID;

-- lane and urgency are ranks: 0 goes first; a private chat is one lane.
CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    owed INTEGER NOT NULL,
    report INTEGER,
    event INTEGER,
    created_at TEXT NOT NULL,
    not_before TEXT,
    reply_to TEXT,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at TEXT NOT NULL,
    epoch INTEGER,
    attempts INTEGER NOT NULL,
    repeated INTEGER NOT NULL,
    message_id INTEGER,
    reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_open ON outbox (chat_id, lane, id) WHERE state IN ('pending', 'in_flight');
CREATE INDEX outbox_owed ON outbox (report, id) WHERE owed;
CREATE INDEX outbox_undeliverable ON outbox (chat_id, id) WHERE state = 'undeliverable';

-- A card is out of date while wanted > shown. claimed: what was wanted when it was last claimed.
CREATE TABLE card (
    chat_id INTEGER NOT NULL,
    report INTEGER NOT NULL,
    message_id INTEGER,
    retire INTEGER,
    fingerprint TEXT,
    wanted INTEGER NOT NULL,
    claimed INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    state TEXT NOT NULL,
    epoch INTEGER,
    attempts INTEGER NOT NULL,
    repeated INTEGER NOT NULL,
    not_before TEXT,
    reason TEXT,
    rung_at TEXT,
    PRIMARY KEY (chat_id, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_open ON card (chat_id, report) WHERE state IN ('pending', 'in_flight');

-- Messages of chats that something is known of.
CREATE TABLE chat_message (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    report INTEGER,
    outbox BLOB,
    card INTEGER NOT NULL,
    task BLOB,
    PRIMARY KEY (chat_id, message_id)
) STRICT, WITHOUT ROWID;

-- Groups that the bot is in.
CREATE TABLE group_chat (
    chat_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    admin INTEGER NOT NULL
) STRICT;

CREATE TABLE task (
    id BLOB PRIMARY KEY,
    report INTEGER,
    kind TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    due TEXT NOT NULL,
    done_at TEXT,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_open ON task (due, id) WHERE done_at IS NULL;
CREATE INDEX task_report ON task (report) WHERE done_at IS NULL;

CREATE TABLE timer (
    key TEXT PRIMARY KEY,
    due_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_due ON timer (due_at, key);

-- report: whose citizen sent it. state: pending, fetched, failed. size is what was announced, then what was fetched; bytes.
CREATE TABLE file (
    id BLOB PRIMARY KEY,
    telegram_file_id TEXT,
    report INTEGER,
    size INTEGER,
    blob TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TEXT,
    error TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX file_pending ON file (id) WHERE state = 'pending';
CREATE INDEX file_lost ON file (report) WHERE state = 'failed';

-- Inputs that were taken in: the same one again changes nothing.
CREATE TABLE seen (
    key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Who holds a singleton role. A higher epoch has taken over from a lower one.
CREATE TABLE lease (
    role TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    beat INTEGER NOT NULL,
    address TEXT,
    taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Updates that could not be processed, as they came.
CREATE TABLE failed_update (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    raw TEXT NOT NULL,
    error TEXT NOT NULL,
    at TEXT NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;

-- The town. data: as it stands; imported: as the file last said, so that an import applies only
-- what has changed in the file since.
CREATE TABLE directory (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    place INTEGER NOT NULL,
    data TEXT NOT NULL,
    imported TEXT NOT NULL,
    source TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- directory_version, sign_of_life.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
