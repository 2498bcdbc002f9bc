-- Words of the newest reports, as they were written: brought into `word` many at a time, where each has a place of its own.
CREATE TABLE fresh_words (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report BIGINT NOT NULL REFERENCES report (id),
    words TEXT NOT NULL
);

-- Each of many reports' words would wait for whoever has that report in hand.
ALTER TABLE word DROP CONSTRAINT IF EXISTS word_report_fkey;
