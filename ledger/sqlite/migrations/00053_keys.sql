-- +goose Up

-- A key may end by itself, as one does that another has taken the place of.
ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;

-- What became of keys, for ever: rows are added and never changed.
CREATE TABLE api_key_events (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    key    TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    by     TEXT    NOT NULL, -- who did it, as the command was told
    other  TEXT    NOT NULL  -- the key that took its place, or whose place it took
) STRICT;
