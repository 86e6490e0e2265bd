-- +goose Up

CREATE TABLE settings (
    name  text PRIMARY KEY,
    value text NOT NULL
);
INSERT INTO settings (name, value) VALUES ('partitions', '64');

-- The last entry of each partition and its hash. The rows are updated at every
-- commit; room on their pages lets PostgreSQL do so in place.
CREATE TABLE heads (
    partition smallint PRIMARY KEY,
    seq       bigint   NOT NULL,
    hash      bytea    NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
INSERT INTO heads (partition, seq, hash)
SELECT i, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 63) AS i;

CREATE TABLE entries (
    partition         smallint    NOT NULL,
    kind              smallint    NOT NULL, -- 1 received 2 commented 3 rerated 4 moved 5 moved out 6 moved in 7 erased 8 withdrawn 9 reread
    version           integer     NOT NULL,
    seq               bigint      NOT NULL,
    at                timestamptz NOT NULL,
    subject_seq       bigint,               -- the response changed; null for received
    subject_partition smallint,
    rating            smallint,
    answered_on       date        NOT NULL, -- in London
    source            text        NOT NULL,
    source_id         text        NOT NULL,
    place             text        NOT NULL,
    hash              bytea       NOT NULL,
    facts             bytea       NOT NULL,
    words_commitment  bytea,
    words             bytea,                -- salt and words; null if none, or erased
    PRIMARY KEY (partition, seq)
);
CREATE UNIQUE INDEX entries_source ON entries (source_id, source) WHERE kind <> 6;
CREATE UNIQUE INDEX entries_subject ON entries (subject_partition, subject_seq, version) WHERE subject_seq IS NOT NULL;

CREATE TABLE conversations (
    hash              bytea PRIMARY KEY,    -- keyed hash of the number
    sealed            bytea       NOT NULL, -- the number, encrypted
    place             text        NOT NULL,
    state             text        NOT NULL,
    subject_partition smallint,
    subject_seq       bigint,
    expires_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL
);
CREATE INDEX conversations_expiry ON conversations (expires_at);

CREATE TABLE opt_outs (
    hash bytea PRIMARY KEY,
    out  boolean     NOT NULL,
    at   timestamptz NOT NULL
);

-- The directory of places. Nothing is overwritten: a row recorded later, at a
-- higher version of the directory, stands in for an earlier one with the same
-- id and first day.
CREATE TABLE directory (
    version bigint NOT NULL
);
INSERT INTO directory (version) VALUES (0);

CREATE TABLE place_versions (
    id          text     NOT NULL,
    valid_from  integer  NOT NULL, -- days since 1970; -2147483648 for always
    recorded    bigint   NOT NULL, -- the directory's version
    level       smallint NOT NULL,
    name        text     NOT NULL,
    code        text     NOT NULL,
    public_code text     NOT NULL,
    setting     smallint NOT NULL,
    parent      text     NOT NULL,
    area        text     NOT NULL,
    valid_to    integer  NOT NULL, -- days since 1970; -2147483648 for still current
    closed      boolean  NOT NULL,
    PRIMARY KEY (id, valid_from, recorded)
);

CREATE TABLE place_successors (
    id         text    NOT NULL,
    valid_from integer NOT NULL,
    recorded   bigint  NOT NULL,
    position   integer NOT NULL,
    successor  text    NOT NULL,
    PRIMARY KEY (id, valid_from, recorded, position),
    FOREIGN KEY (id, valid_from, recorded) REFERENCES place_versions (id, valid_from, recorded)
);

CREATE TABLE areas (
    gss      text   NOT NULL,
    recorded bigint NOT NULL,
    name     text   NOT NULL,
    PRIMARY KEY (gss, recorded)
);

CREATE TABLE api_keys (
    id         text PRIMARY KEY,
    hash       bytea       NOT NULL,
    name       text        NOT NULL,
    role       text        NOT NULL,
    places     text[]      NOT NULL,
    areas      text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
