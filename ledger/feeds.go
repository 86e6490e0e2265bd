package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"earshot/feedback"
)

// Feeds keeps how far each source of feedback elsewhere has been collected,
// and what was collected from it. It holds ids and hashes, never words.
type Feeds interface {
	// ListFeeds gives the state of every source that was ever collected, by
	// name.
	ListFeeds(ctx context.Context) ([]Feed, error)
	// Feed gives the state of a source; ErrNotFound if there is none.
	Feed(ctx context.Context, name string) (Feed, error)
	// PutFeed stores or replaces the state of a source.
	PutFeed(ctx context.Context, f Feed) error
	// LeaseFeed gives holder the right to collect a source until the given
	// time, unless another has it now. Leasing again extends it; a lease that
	// ends before now lets go.
	LeaseFeed(ctx context.Context, name, holder string, now, until time.Time) (bool, error)
	// FeedItems gives those of the items of a source that are known, by id.
	FeedItems(ctx context.Context, name string, ids []string) (map[string]FeedItem, error)
	// ListFeedItems gives at most limit items of a source whose ids come after
	// one, in order of their bytes.
	ListFeedItems(ctx context.Context, name, after string, limit int) ([]FeedItem, error)
	// PutFeedItems stores or replaces items of a source, in one transaction.
	PutFeedItems(ctx context.Context, name string, items []FeedItem) error
	// FindResponses gives the responses that were received under these source
	// ids; those that never were are left out.
	FindResponses(ctx context.Context, source feedback.Source, ids []string) (map[string]ID, error)
}

// Feed is how the collecting of one source stands. Instants are UTC, in
// microseconds; zero if it never happened.
type Feed struct {
	Name      string          `json:"name"`
	Cursor    json.RawMessage `json:"cursor,omitempty"` // how far it got; owned by package collector/feed
	DueAt     time.Time       `json:"due_at,omitzero"`
	StartedAt time.Time       `json:"started_at,omitzero"` // of the last run
	GoodAt    time.Time       `json:"good_at,omitzero"`    // the last run that went through
	FailedAt  time.Time       `json:"failed_at,omitzero"`
	Failures  int             `json:"failures,omitempty"`   // since the last good run
	LastError string          `json:"last_error,omitempty"` // of the last failure; kept after a good run
	NewestAt  time.Time       `json:"newest_at,omitzero"`   // when the newest item was published
	Items     FeedTotals      `json:"items,omitzero"`
}

// FeedTotals is what became of a source's items since it was first collected.
type FeedTotals struct {
	Taken   int64 `json:"taken"`   // stories taken for the first time
	Revised int64 `json:"revised"` // taken again because they were edited
	Removed int64 `json:"removed"` // withdrawn or erased because the source took them down
	Expired int64 `json:"expired"` // erased because they may not be kept longer
	Refused int64 `json:"refused"` // could not be taken; the items say why
	Broken  int64 `json:"broken"`  // were not items at all
}

// FeedItem is what is known of one item of a source.
type FeedItem struct {
	ID          string    `json:"id"`                 // the source's own
	Revision    string    `json:"revision,omitempty"` // hash of what was taken of it
	Number      int       `json:"number,omitempty"`   // how often it was taken
	Parts       []string  `json:"parts,omitempty"`    // source ids of its responses, in force or pending
	Done        bool      `json:"done,omitempty"`     // its parts are stored, and nothing is pending
	Gone        bool      `json:"gone,omitempty"`     // the source took it down, or it may not be kept longer
	Closed      bool      `json:"closed,omitempty"`   // it is not to be taken again: it expired, or was withdrawn here
	Problem     string    `json:"problem,omitempty"`  // why it, or a part of it, was not taken
	URL         string    `json:"url,omitempty"`
	PublishedAt time.Time `json:"published_at,omitzero"`
	CareAt      time.Time `json:"care_at,omitzero"`    // when the care was, as far as is known
	SeenAt      time.Time `json:"seen_at,omitzero"`    // when it was last met
	CheckedAt   time.Time `json:"checked_at,omitzero"` // when the source was last asked whether it is still there
}

// Limits on what names feeds and items, in bytes.
const (
	MaxFeedName = 100
	MaxFeedItem = 300
)

// EncodeFeed gives the stored form of a feed; ErrInvalid if it cannot be
// stored.
func EncodeFeed(f Feed) (string, error) {
	if f.Name == "" || !plain(f.Name, MaxFeedName) {
		return "", fault("feed", "must have a name of at most 100 bytes of UTF-8")
	}
	for _, t := range []*time.Time{&f.DueAt, &f.StartedAt, &f.GoodAt, &f.FailedAt, &f.NewestAt} {
		*t = micro(*t)
	}
	return encodeJSON(f)
}

// EncodeFeedItem gives the stored form of an item; ErrInvalid if it cannot be
// stored.
func EncodeFeedItem(i FeedItem) (string, error) {
	if i.ID == "" || !plain(i.ID, MaxFeedItem) {
		return "", fault("feed item", "must have an id of at most 300 bytes of UTF-8")
	}
	for _, t := range []*time.Time{&i.PublishedAt, &i.CareAt, &i.SeenAt, &i.CheckedAt} {
		*t = micro(*t)
	}
	return encodeJSON(i)
}

func encodeJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("store a feed: %w: %w", feedback.ErrInvalid, err)
	}
	return string(b), nil
}

// DecodeFeed reads what EncodeFeed writes; ErrCorrupt if it cannot.
func DecodeFeed(b []byte) (f Feed, err error) {
	if err := json.Unmarshal(b, &f); err != nil {
		return Feed{}, fmt.Errorf("stored feed: %w", feedback.ErrCorrupt)
	}
	return f, nil
}

// DecodeFeedItem reads what EncodeFeedItem writes; ErrCorrupt if it cannot.
func DecodeFeedItem(b []byte) (i FeedItem, err error) {
	if err := json.Unmarshal(b, &i); err != nil {
		return FeedItem{}, fmt.Errorf("stored feed item: %w", feedback.ErrCorrupt)
	}
	return i, nil
}

// micro gives t as it is stored.
func micro(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
