-- Questions that were asked before there was a clock for them ring at once: each timer sees by itself
-- whether its citizen is to be reminded, or its date is over.
-- A quotation mark within words is written \" there: only a question itself is found so.
INSERT INTO timer (key, due_at)
SELECT 'question:' || id, TIMESTAMPTZ '2020-01-01 00:00:00+00' FROM report
WHERE state <> 'closed' AND data LIKE '%"question":{%'
ON CONFLICT (key) DO NOTHING;
