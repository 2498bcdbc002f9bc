-- What is to be sent next is found in its order, however many chats wait.
CREATE INDEX outbox_next ON outbox (urgency, id, chat_id, not_before)
    WHERE state = 'pending' AND chat_id <> 0;
