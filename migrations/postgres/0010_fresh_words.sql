-- Words of the newest reports, as they were written: brought into `word` many at a time, where each has a place of its own.
-- Without a reference to `report`: making one would wait for all that is written there, and all that is written for it.
CREATE TABLE fresh_words (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report BIGINT NOT NULL,
    words TEXT NOT NULL
);
