package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"earshot/feedback"
	"earshot/ledger"
)

// ListFeeds gives the state of every source; see [ledger.Feeds].
func (s *Store) ListFeeds(ctx context.Context) ([]ledger.Feed, error) {
	rows, err := s.pool.Query(ctx, `SELECT state::text FROM feeds ORDER BY name COLLATE "C"`)
	if err != nil {
		return nil, wrap("feeds", err)
	}
	out, err := collect(rows, ledger.DecodeFeed)
	return out, wrap("feeds", err)
}

// collect decodes the one column of rows.
func collect[T any](rows pgx.Rows, decode func([]byte) (T, error)) ([]T, error) {
	var out []T
	var text string
	_, err := pgx.ForEachRow(rows, []any{&text}, func() error {
		v, err := decode([]byte(text))
		out = append(out, v)
		return err
	})
	return out, err
}

// Feed gives the state of a source; see [ledger.Feeds].
func (s *Store) Feed(ctx context.Context, name string) (ledger.Feed, error) {
	var text string
	err := s.pool.QueryRow(ctx, `SELECT state::text FROM feeds WHERE name = $1`, name).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return ledger.Feed{}, fmt.Errorf("feed %s: %w", name, feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Feed{}, wrap("feed", err)
	}
	return ledger.DecodeFeed([]byte(text))
}

// PutFeed stores the state of a source; see [ledger.Feeds].
func (s *Store) PutFeed(ctx context.Context, f ledger.Feed) error {
	state, err := ledger.EncodeFeed(f)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, `INSERT INTO feeds (name, state) VALUES ($1, $2::text::jsonb)
		ON CONFLICT (name) DO UPDATE SET state = excluded.state`, f.Name, state)
	return wrap("store a feed", err)
}

// LeaseFeed gives the right to collect a source; see [ledger.Feeds].
func (s *Store) LeaseFeed(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	tag, err := s.pool.Exec(ctx, `INSERT INTO feed_leases AS l (name, holder, held_until) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET holder = $2, held_until = $3 WHERE l.holder = $2 OR l.held_until <= $4`, name, holder, until, now)
	return tag.RowsAffected() > 0, wrap("lease a feed", err)
}

// FeedItems gives known items by id; see [ledger.Feeds].
func (s *Store) FeedItems(ctx context.Context, name string, ids []string) (map[string]ledger.FeedItem, error) {
	rows, err := s.pool.Query(ctx, `SELECT state::text FROM feed_items WHERE feed = $1 AND id = ANY ($2::text[])`, name, ids)
	if err != nil {
		return nil, wrap("feed items", err)
	}
	items, err := collect(rows, ledger.DecodeFeedItem)
	out := make(map[string]ledger.FeedItem, len(items))
	for _, i := range items {
		out[i.ID] = i
	}
	return out, wrap("feed items", err)
}

// ListFeedItems gives items in order of id; see [ledger.Feeds].
func (s *Store) ListFeedItems(ctx context.Context, name, after string, limit int) ([]ledger.FeedItem, error) {
	rows, err := s.pool.Query(ctx, `SELECT state::text FROM feed_items WHERE feed = $1 AND id > $2 ORDER BY id LIMIT $3`, name, after, limit)
	if err != nil {
		return nil, wrap("feed items", err)
	}
	out, err := collect(rows, ledger.DecodeFeedItem)
	return out, wrap("feed items", err)
}

// PutFeedItems stores items of a source; see [ledger.Feeds].
func (s *Store) PutFeedItems(ctx context.Context, name string, items []ledger.FeedItem) error {
	last := make(map[string]int, len(items)) // an id given twice is stored as it was given last
	for i := range items {
		last[items[i].ID] = i
	}
	ids, states := make([]string, 0, len(items)), make([]string, 0, len(items))
	for i := range items {
		state, err := ledger.EncodeFeedItem(items[i])
		if err != nil {
			return err
		}
		if last[items[i].ID] == i {
			ids, states = append(ids, items[i].ID), append(states, state)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := s.pool.Exec(ctx, `INSERT INTO feed_items (feed, id, state)
		SELECT $1, u.id, u.state::jsonb FROM unnest($2::text[], $3::text[]) AS u (id, state)
		ON CONFLICT (feed, id) DO UPDATE SET state = excluded.state`, name, ids, states)
	return wrap("store feed items", err)
}

// FindResponses finds responses by their source ids; see [ledger.Feeds].
func (s *Store) FindResponses(ctx context.Context, source feedback.Source, ids []string) (map[string]ledger.ID, error) {
	rows, err := s.pool.Query(ctx, `SELECT e.source_id, e.partition, e.seq FROM unnest($2::text[]) AS k (source_id)
		CROSS JOIN LATERAL (SELECT source_id, partition, seq FROM entries
			WHERE source_id = k.source_id AND source = $1 AND kind <> 6 AND kind = 1 LIMIT 1) e`, string(source), ids)
	if err != nil {
		return nil, wrap("find responses", err)
	}
	out := make(map[string]ledger.ID)
	var id string
	var p int16
	var seq int64
	_, err = pgx.ForEachRow(rows, []any{&id, &p, &seq}, func() error {
		out[id] = idOf(p, seq)
		return nil
	})
	return out, wrap("find responses", err)
}
