-- +goose Up

-- Every instant at which figures were published. Only the last keeps its
-- state, which holds true counts of what is hidden.
CREATE TABLE publications (
    number  bigint PRIMARY KEY,
    at      timestamptz NOT NULL,
    periods text[]      NOT NULL,
    note    text        NOT NULL,
    digest  bytea       NOT NULL, -- SHA-256 of the state
    state   bytea
);

-- Providers' figures as they were when a period was first published.
CREATE TABLE returns (
    period      text        NOT NULL,
    provider    text        NOT NULL,
    publication bigint      NOT NULL REFERENCES publications (number),
    at          timestamptz NOT NULL,
    data        bytea       NOT NULL,
    PRIMARY KEY (period, provider)
);
