-- +goose Up

-- Warnings as they were raised. Only state and version change, with their events.
CREATE TABLE warnings (
    id        BIGINT PRIMARY KEY, -- number of the event that raised it
    key       TEXT    NOT NULL UNIQUE,
    place     TEXT    NOT NULL,
    provider  TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    day       BIGINT NOT NULL, -- days since 1970
    at        BIGINT NOT NULL, -- microseconds since 1970, UTC
    urgent    BIGINT NOT NULL,
    shown     BYTEA    NOT NULL, -- JSON
    state     BIGINT NOT NULL,
    version   BIGINT NOT NULL
);
CREATE INDEX warnings_place ON warnings (place, id);

CREATE TABLE warning_events (
    seq     BIGINT PRIMARY KEY,
    warning BIGINT NOT NULL REFERENCES warnings (id),
    version BIGINT NOT NULL,
    step    BIGINT NOT NULL,
    outcome TEXT    NOT NULL,
    at      BIGINT NOT NULL,
    by_whom TEXT    NOT NULL,
    note    TEXT    NOT NULL,
    UNIQUE (warning, version)
);

CREATE TABLE monitors (
    place   TEXT    NOT NULL,
    part    TEXT    NOT NULL,
    plan    TEXT    NOT NULL,
    day     BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state   BYTEA    NOT NULL,
    PRIMARY KEY (place, part)
);

CREATE TABLE subscriptions (
    id         TEXT PRIMARY KEY,
    kind       TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    places     TEXT    NOT NULL, -- JSON list of place ids
    urgent     BIGINT NOT NULL,
    quiet_from BIGINT NOT NULL,
    quiet_to   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL, -- 0 if in force
    cursor     BIGINT NOT NULL,
    ahead      BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    next_at    BIGINT NOT NULL,
    lease      BIGINT NOT NULL,
    fault      TEXT    NOT NULL
);

-- The number of the last event. Its row is locked while one is added, so that
-- numbers follow the order of commits.
CREATE TABLE warning_head (seq BIGINT NOT NULL);
INSERT INTO warning_head (seq) VALUES (0);
