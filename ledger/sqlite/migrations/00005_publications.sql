-- +goose Up

-- Every instant at which figures were published. Only the last keeps its
-- state, which holds true counts of what is hidden.
CREATE TABLE publications (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL, -- microseconds since 1970, UTC
    periods TEXT    NOT NULL, -- JSON
    note    TEXT    NOT NULL,
    digest  BLOB    NOT NULL, -- SHA-256 of the state
    state   BLOB
) STRICT;

-- Providers' figures as they were when a period was first published.
CREATE TABLE returns (
    period      TEXT    NOT NULL,
    provider    TEXT    NOT NULL,
    publication INTEGER NOT NULL REFERENCES publications (number),
    at          INTEGER NOT NULL,
    data        BLOB    NOT NULL,
    PRIMARY KEY (period, provider)
) STRICT;
