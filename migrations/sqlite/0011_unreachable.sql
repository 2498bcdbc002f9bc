-- What has not arrived, and never will, as nobody can reach the citizen: the figures count it as not delivered.
CREATE INDEX outbox_unreachable ON outbox (state_at, report)
    WHERE owed AND state = 'suppressed' AND reason = 'cannot_be_reached';

-- The version before asked an office once about a planned work, the day before its date: of those that are open still,
-- though that has rung, it is asked now, and then every week.
INSERT INTO timer (key, due_at)
SELECT 'work:' || lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4)
    || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)), '2020-01-01T00:00:00+00:00'
FROM planned_work WHERE done_at IS NULL
ON CONFLICT (key) DO NOTHING;
