-- +goose Up

-- How far each source of feedback elsewhere was collected.
CREATE TABLE feeds (
    name  TEXT PRIMARY KEY,
    state TEXT NOT NULL -- JSON
) STRICT;

-- Who may collect a source at present.
CREATE TABLE feed_leases (
    name   TEXT PRIMARY KEY,
    holder TEXT    NOT NULL,
    until  INTEGER NOT NULL
) STRICT;

-- What was collected: ids and hashes, no words.
CREATE TABLE feed_items (
    feed  TEXT NOT NULL,
    id    TEXT NOT NULL,
    state TEXT NOT NULL, -- JSON
    PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;
