package ledger

import (
	"context"
	"time"

	"earshot/feedback"
)

// Publication is one instant at which figures were published.
type Publication struct {
	Number  int64     // 1 for the first, without gaps
	At      time.Time // UTC, microseconds
	Periods []string  // the periods published or restated, such as "2026-10", oldest first
	Note    string    // what it did, for operators
	Digest  [32]byte  // SHA-256 of State
	// State is all that was ever published, as package disclosure saves it,
	// compressed. It holds true counts of what is hidden and is as private as
	// the entries. Only the latest publication keeps it.
	State []byte
}

// Return is what a provider's figures for a period were when the period was
// first published: the return as submitted. Later answers do not change it. It
// holds true counts, for the provider's eyes.
type Return struct {
	Period      string
	Provider    feedback.PlaceID
	Publication int64     // with which it was stored
	At          time.Time // UTC, microseconds
	Data        []byte    // JSON
}

// Publications keeps what was published, so that what the public sees does not
// move between publications and nothing that was ever shown is forgotten.
type Publications interface {
	// LatestPublication gives the last publication with its State; ErrNotFound
	// if nothing was published yet.
	LatestPublication(ctx context.Context) (Publication, error)
	// PublicationNumber gives the number of the last publication, 0 for none.
	PublicationNumber(ctx context.Context) (int64, error)
	// ListPublications gives all of them without State, oldest first.
	ListPublications(ctx context.Context) ([]Publication, error)
	// AddPublication stores p, whose Number follows the last one's, and the
	// returns that come with it, in one transaction. It fails with ErrConflict,
	// and stores nothing, if another was faster. A return for a period and
	// provider that has one already is left as it is.
	AddPublication(ctx context.Context, p Publication, returns ...Return) error
	// Return gives a provider's return for a period; ErrNotFound if there is none.
	Return(ctx context.Context, period string, provider feedback.PlaceID) (Return, error)
}
