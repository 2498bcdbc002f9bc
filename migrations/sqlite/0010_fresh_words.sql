-- Words of the newest reports, as they were written: brought into `word` many at a time, where each has a place of its own.
CREATE TABLE fresh_words (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;
