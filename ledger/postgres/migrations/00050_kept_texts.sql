-- +goose Up

-- The place that a kept text seems to be about, so that those who answer for it
-- can look at it; empty if nobody knows.
ALTER TABLE texts ADD COLUMN place text NOT NULL DEFAULT '';

-- Who looked at a kept text and what they did with it, for ever: rows are added
-- and never changed. Nothing of its words is here.
CREATE TABLE text_steps (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text NOT NULL,
    id     text NOT NULL,
    at     bigint NOT NULL, -- microseconds since 1970, UTC
    act    text NOT NULL, -- looked, filed, not_feedback or escalated
    by     text NOT NULL,
    note   text NOT NULL
);
CREATE INDEX text_steps_text ON text_steps (source, id);
