-- +goose Up

-- How far each source of feedback elsewhere was collected.
CREATE TABLE feeds (
    name  text PRIMARY KEY,
    state jsonb NOT NULL
);

-- Who may collect a source at present.
CREATE TABLE feed_leases (
    name       text PRIMARY KEY,
    holder     text        NOT NULL,
    held_until timestamptz NOT NULL
);

-- What was collected: ids and hashes, no words.
CREATE TABLE feed_items (
    feed  text  NOT NULL,
    id    text  COLLATE "C" NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (feed, id)
);
