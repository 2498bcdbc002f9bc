-- Which mail is to go next, without a look at all that wait to go.
CREATE INDEX outbox_mail_next ON outbox (account, urgency, id)
    WHERE mail_to IS NOT NULL AND state IN ('pending', 'in_flight');
