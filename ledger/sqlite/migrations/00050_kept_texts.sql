-- +goose Up

-- The place that a kept text seems to be about, so that those who answer for it
-- can look at it; empty if nobody knows.
ALTER TABLE texts ADD COLUMN place TEXT NOT NULL DEFAULT '';

-- Who looked at a kept text and what they did with it, for ever: rows are added
-- and never changed. Nothing of its words is here.
CREATE TABLE text_steps (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    id     TEXT NOT NULL,
    at     INTEGER NOT NULL, -- microseconds since 1970, UTC
    act    TEXT NOT NULL, -- looked, filed, not_feedback or escalated
    by     TEXT NOT NULL,
    note   TEXT NOT NULL
) STRICT;
CREATE INDEX text_steps_text ON text_steps (source, id);
