-- +goose Up

-- Entries of kind 10 (counted): figures that somebody else counted.
CREATE INDEX entries_counted ON entries (place, answered_on) WHERE kind = 10;
