-- +goose Up

-- Two programs that start at once cannot both apply a migration.
CREATE UNIQUE INDEX schema_version_once ON schema_version (version_id);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO settings (name, value) VALUES ('partitions', '64');

-- The last entry of each partition and its hash.
CREATE TABLE heads (
    partition INTEGER PRIMARY KEY,
    seq       INTEGER NOT NULL,
    hash      BLOB    NOT NULL
) STRICT;
INSERT INTO heads (partition, seq, hash)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 63)
SELECT i, 0, zeroblob(32) FROM n;

-- id and subject are partition × 2^48 + seq.
CREATE TABLE entries (
    id               INTEGER PRIMARY KEY,
    partition        INTEGER GENERATED ALWAYS AS (id >> 48) VIRTUAL,
    seq              INTEGER GENERATED ALWAYS AS (id & 281474976710655) VIRTUAL,
    kind             INTEGER NOT NULL, -- 1 received 2 commented 3 rerated 4 moved 5 moved out 6 moved in 7 erased 8 withdrawn 9 reread
    at               INTEGER NOT NULL, -- microseconds since 1970, UTC
    source           TEXT    NOT NULL,
    source_id        TEXT    NOT NULL,
    subject          INTEGER,          -- the response changed; null for received
    version          INTEGER NOT NULL,
    place            TEXT    NOT NULL,
    rating           INTEGER,
    answered_on      TEXT    NOT NULL, -- YYYY-MM-DD in London
    facts            BLOB    NOT NULL,
    words            BLOB,             -- salt and words; null if none, or erased
    words_commitment BLOB,
    hash             BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX entries_source ON entries (source, source_id) WHERE kind <> 6;
CREATE UNIQUE INDEX entries_subject ON entries (subject, version) WHERE subject IS NOT NULL;

CREATE TABLE conversations (
    hash       BLOB PRIMARY KEY, -- keyed hash of the number
    sealed     BLOB    NOT NULL, -- the number, encrypted
    place      TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    subject    INTEGER,
    expires_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_expiry ON conversations (expires_at);

CREATE TABLE opt_outs (
    hash BLOB PRIMARY KEY,
    out  INTEGER NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

-- The directory of places. Nothing is overwritten: a row recorded later, at a
-- higher version of the directory, stands in for an earlier one with the same
-- id and first day.
CREATE TABLE directory (
    version INTEGER NOT NULL
) STRICT;
INSERT INTO directory (version) VALUES (0);

CREATE TABLE place_versions (
    id          TEXT    NOT NULL,
    valid_from  INTEGER NOT NULL, -- days since 1970; -2147483648 for always
    recorded    INTEGER NOT NULL, -- the directory's version
    level       INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    public_code TEXT    NOT NULL,
    setting     INTEGER NOT NULL,
    parent      TEXT    NOT NULL,
    area        TEXT    NOT NULL,
    valid_to    INTEGER NOT NULL, -- days since 1970; -2147483648 for still current
    closed      INTEGER NOT NULL,
    PRIMARY KEY (id, valid_from, recorded)
) STRICT, WITHOUT ROWID;

CREATE TABLE place_successors (
    id         TEXT    NOT NULL,
    valid_from INTEGER NOT NULL,
    recorded   INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    successor  TEXT    NOT NULL,
    PRIMARY KEY (id, valid_from, recorded, position),
    FOREIGN KEY (id, valid_from, recorded) REFERENCES place_versions (id, valid_from, recorded)
) STRICT, WITHOUT ROWID;

CREATE TABLE areas (
    gss      TEXT    NOT NULL,
    recorded INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (gss, recorded)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id         TEXT PRIMARY KEY,
    hash       BLOB    NOT NULL,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    places     TEXT    NOT NULL, -- JSON list of place ids
    areas      TEXT    NOT NULL, -- JSON list of GSS codes
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
