-- +goose Up

-- A conversation's version moves on by one each time it is stored, so that two
-- processes cannot both act on what one person texts.
ALTER TABLE conversations ADD COLUMN version    bigint  NOT NULL DEFAULT 1;
ALTER TABLE conversations ADD COLUMN invitation text    NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN language   text    NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN audience   text    NOT NULL DEFAULT '';

-- What became of the texts that are not answers or comments: those are entries.
CREATE TABLE texts (
    source  text    NOT NULL,
    id      text    NOT NULL, -- the gateway's
    at      bigint  NOT NULL, -- microseconds since 1970, UTC
    outcome text    NOT NULL, -- opt_out, opt_in, help or kept
    reason  text    NOT NULL,
    sealed  bytea,            -- sender and words of a kept one, encrypted
    PRIMARY KEY (source, id)
);

-- Invitations and their reminders. Times are microseconds since 1970, UTC; 0
-- for not yet.
CREATE TABLE invitations (
    id           text PRIMARY KEY,
    parent       text    NOT NULL, -- of a reminder: the invitation
    owner        text    NOT NULL,
    reference    text    NOT NULL,
    hash         bytea   NOT NULL, -- keyed hash of the number
    sealed       bytea,            -- the number, encrypted; null when forgotten
    provider     text    NOT NULL,
    place        text    NOT NULL,
    language     text    NOT NULL,
    audience     text    NOT NULL,
    event_at     bigint  NOT NULL,
    due_at       bigint  NOT NULL,
    expires_at   bigint  NOT NULL,
    status       bigint  NOT NULL, -- 1 queued 2 sending 3 accepted 4 sent 5 undelivered 6 failed 7 delivered 8 withheld
    reason       text    NOT NULL,
    attempts     bigint  NOT NULL,
    tried_at     bigint  NOT NULL,
    missed       bigint  NOT NULL, -- how often the gateway did not know of it
    gateway      text    NOT NULL,
    message      text    NOT NULL, -- the gateway's id
    segments     bigint  NOT NULL,
    answered_at  bigint  NOT NULL,
    commented_at bigint  NOT NULL
);
CREATE UNIQUE INDEX invitations_reference ON invitations (owner, reference, parent);
CREATE INDEX invitations_due ON invitations (due_at) WHERE status = 1;
CREATE INDEX invitations_sending ON invitations (tried_at) WHERE status = 2;
CREATE INDEX invitations_person ON invitations (hash, provider);
CREATE INDEX invitations_tried ON invitations (tried_at);
