-- +goose Up

-- A key may end by itself, as one does that another has taken the place of.
ALTER TABLE api_keys ADD COLUMN expires_at timestamptz;

-- What became of keys, for ever: rows are added and never changed.
CREATE TABLE api_key_events (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL,
    key    text        NOT NULL,
    what   text        NOT NULL,
    by     text        NOT NULL, -- who did it, as the command was told
    other  text        NOT NULL  -- the key that took its place, or whose place it took
);
