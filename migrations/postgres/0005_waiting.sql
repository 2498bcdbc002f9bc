-- What waits for a person's word or for a receipt, and what could not be processed, is counted by
-- those who run the service: by index, whatever has gone out before.
CREATE INDEX outbox_waiting ON outbox (state, account) WHERE state IN ('held', 'accepted');
CREATE INDEX failed_update_source ON failed_update (source, at);
