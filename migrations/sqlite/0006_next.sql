-- What is to be sent next is found in its order, however many chats wait.
CREATE INDEX outbox_next ON outbox (urgency, id, chat_id, not_before)
    WHERE state = 'pending' AND chat_id <> 0;

-- Where open reports are: millionths of degrees, and what addresses of one street have in common. Filled in by the
-- service, which can read the reports.
CREATE TABLE spot (
    report INTEGER PRIMARY KEY REFERENCES report (id),
    category TEXT NOT NULL,
    street TEXT,
    lat INTEGER,
    lon INTEGER
) STRICT;
CREATE INDEX spot_street ON spot (category, street, report) WHERE street IS NOT NULL;
CREATE INDEX spot_point ON spot (category, lat) WHERE lat IS NOT NULL;
