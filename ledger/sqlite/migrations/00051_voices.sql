-- +goose Up

-- What people wrote with their consent, on its way to being shown. parts holds
-- words only while they may be shown, redacted.
CREATE TABLE voices (
    subject      INTEGER PRIMARY KEY, -- the response: partition × 2^48 + seq
    name         TEXT NOT NULL UNIQUE,
    ward         TEXT   NOT NULL,
    site         TEXT   NOT NULL,
    provider     TEXT   NOT NULL,
    icb          TEXT   NOT NULL,
    area         TEXT   NOT NULL,
    setting      INTEGER NOT NULL,
    day          INTEGER NOT NULL, -- days since 1970
    month        INTEGER NOT NULL, -- months since year 0
    source       TEXT   NOT NULL,
    credit       TEXT   NOT NULL, -- JSON
    state        INTEGER NOT NULL, -- 1 waiting 2 shown 3 refused 4 gone
    read_version INTEGER NOT NULL,
    hints        TEXT   NOT NULL, -- JSON
    urgent       INTEGER NOT NULL,
    concern      INTEGER NOT NULL,
    parts        TEXT   NOT NULL, -- JSON
    person       INTEGER NOT NULL,
    shown_at     INTEGER NOT NULL, -- microseconds since 1970, UTC; 0 if never
    reply        TEXT   NOT NULL,
    reply_by     TEXT   NOT NULL,
    reply_at     INTEGER NOT NULL,
    erased       INTEGER NOT NULL, -- its words were blanked: nothing of it may be stored again
    version      INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX voices_state ON voices (state, seq);
CREATE INDEX voices_ward ON voices (ward, state, month DESC, name);
CREATE INDEX voices_site ON voices (site, state, month DESC, name);
CREATE INDEX voices_provider ON voices (provider, state, month DESC, name);
CREATE INDEX voices_icb ON voices (icb, state, month DESC, name);
CREATE INDEX voices_area ON voices (area, state, month DESC, name);
CREATE INDEX voices_changed ON voices (seq);

CREATE TABLE voice_events (
    seq     INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL REFERENCES voices (subject),
    version INTEGER NOT NULL,
    step    TEXT   NOT NULL,
    by_whom TEXT   NOT NULL,
    note    TEXT   NOT NULL,
    at      INTEGER NOT NULL,
    UNIQUE (subject, version)
) STRICT;

-- Requests for a response by those who speak for patients.
CREATE TABLE requests (
    id          INTEGER PRIMARY KEY, -- number of the event that made it
    key_id      TEXT   NOT NULL,
    reference   TEXT   NOT NULL,
    by_whom     TEXT   NOT NULL,
    area        TEXT   NOT NULL,
    place       TEXT   NOT NULL,
    about       TEXT   NOT NULL,
    ref         TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    at          INTEGER NOT NULL,
    due         INTEGER NOT NULL, -- days since 1970
    answer      TEXT   NOT NULL,
    answered_by TEXT   NOT NULL,
    answered_at INTEGER NOT NULL, -- 0 while open
    version     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    UNIQUE (key_id, reference)
) STRICT;
CREATE INDEX requests_area ON requests (area, seq);

-- The number of the last event of voices and requests. Its row is locked while
-- one is added, so that numbers follow the order of commits.
CREATE TABLE voice_head (seq INTEGER NOT NULL) STRICT;
INSERT INTO voice_head (seq) VALUES (0);

-- How far the reader of comments came.
CREATE TABLE voice_cursors (
    partition INTEGER PRIMARY KEY,
    seq       INTEGER NOT NULL
) STRICT;
