-- +goose Up

ALTER TABLE place_versions ADD COLUMN postcode text NOT NULL DEFAULT '';

-- The number under which a key's figures are hidden; 0 for the usual one.
ALTER TABLE api_keys ADD COLUMN threshold integer NOT NULL DEFAULT 0;
