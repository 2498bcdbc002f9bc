-- When the next message or card that waits for its time may be sent, without a look at all that waits for
-- its turn.
CREATE INDEX outbox_due ON outbox (not_before, account)
    WHERE state = 'pending' AND not_before IS NOT NULL;
CREATE INDEX card_due ON card (not_before) WHERE state = 'pending' AND not_before IS NOT NULL;
