-- +goose Up

-- Warnings as they were raised. Only state and version change, with their events.
CREATE TABLE warnings (
    id        INTEGER PRIMARY KEY, -- number of the event that raised it
    key       TEXT    NOT NULL UNIQUE,
    place     TEXT    NOT NULL,
    provider  TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    day       INTEGER NOT NULL, -- days since 1970
    at        INTEGER NOT NULL, -- microseconds since 1970, UTC
    urgent    INTEGER NOT NULL,
    shown     BLOB    NOT NULL, -- JSON
    state     INTEGER NOT NULL,
    version   INTEGER NOT NULL
) STRICT;
CREATE INDEX warnings_place ON warnings (place, id);

CREATE TABLE warning_events (
    seq     INTEGER PRIMARY KEY,
    warning INTEGER NOT NULL REFERENCES warnings (id),
    version INTEGER NOT NULL,
    step    INTEGER NOT NULL,
    outcome TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    by_whom TEXT    NOT NULL,
    note    TEXT    NOT NULL,
    UNIQUE (warning, version)
) STRICT;

CREATE TABLE monitors (
    place   TEXT    NOT NULL,
    part    TEXT    NOT NULL,
    plan    TEXT    NOT NULL,
    day     INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state   BLOB    NOT NULL,
    PRIMARY KEY (place, part)
) STRICT;

CREATE TABLE subscriptions (
    id         TEXT PRIMARY KEY,
    kind       TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    places     TEXT    NOT NULL, -- JSON list of place ids
    urgent     INTEGER NOT NULL,
    quiet_from INTEGER NOT NULL,
    quiet_to   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL, -- 0 if in force
    cursor     INTEGER NOT NULL,
    ahead      INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    lease      INTEGER NOT NULL,
    fault      TEXT    NOT NULL
) STRICT;
