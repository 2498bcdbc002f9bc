-- Which cards are out of date is read in the index alone. Without that SQLite, which does not know how many there are, walks
-- all the cards that a chat ever had.
DROP INDEX card_open;
CREATE INDEX card_open ON card (chat_id, report, state, not_before, epoch)
    WHERE state IN ('pending', 'in_flight');

-- The lines of a card that say how answers were delivered, without a look at the answers.
DROP INDEX outbox_owed;
CREATE INDEX outbox_owed ON outbox (report, id, purpose, event, state, state_at, reason, repeated)
    WHERE owed;
