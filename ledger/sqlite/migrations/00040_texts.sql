-- +goose Up

-- A conversation's version moves on by one each time it is stored, so that two
-- processes cannot both act on what one person texts.
ALTER TABLE conversations ADD COLUMN version    INTEGER NOT NULL DEFAULT 1;
ALTER TABLE conversations ADD COLUMN invitation TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN language   TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN audience   TEXT    NOT NULL DEFAULT '';

-- What became of the texts that are not answers or comments: those are entries.
CREATE TABLE texts (
    source  TEXT    NOT NULL,
    id      TEXT    NOT NULL, -- the gateway's
    at      INTEGER NOT NULL, -- microseconds since 1970, UTC
    outcome TEXT    NOT NULL, -- opt_out, opt_in, help or kept
    reason  TEXT    NOT NULL,
    sealed  BLOB,             -- sender and words of a kept one, encrypted
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

-- Invitations and their reminders. Times are microseconds since 1970, UTC; 0
-- for not yet.
CREATE TABLE invitations (
    id           TEXT PRIMARY KEY,
    parent       TEXT    NOT NULL, -- of a reminder: the invitation
    owner        TEXT    NOT NULL,
    reference    TEXT    NOT NULL,
    hash         BLOB    NOT NULL, -- keyed hash of the number
    sealed       BLOB,             -- the number, encrypted; null when forgotten
    provider     TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    audience     TEXT    NOT NULL,
    event_at     INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    status       INTEGER NOT NULL, -- 1 queued 2 sending 3 accepted 4 sent 5 undelivered 6 failed 7 delivered 8 withheld
    reason       TEXT    NOT NULL,
    attempts     INTEGER NOT NULL,
    tried_at     INTEGER NOT NULL,
    missed       INTEGER NOT NULL, -- how often the gateway did not know of it
    gateway      TEXT    NOT NULL,
    message      TEXT    NOT NULL, -- the gateway's id
    segments     INTEGER NOT NULL,
    answered_at  INTEGER NOT NULL,
    commented_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX invitations_reference ON invitations (owner, reference, parent);
CREATE INDEX invitations_due ON invitations (due_at) WHERE status = 1;
CREATE INDEX invitations_sending ON invitations (tried_at) WHERE status = 2;
CREATE INDEX invitations_person ON invitations (hash, provider);
CREATE INDEX invitations_tried ON invitations (tried_at);
