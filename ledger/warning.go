package ledger

import (
	"context"
	"time"

	"earshot/feedback"
)

// WarningStep is a step in the life of a warning. The numbers are stored; add
// new ones at the end.
type WarningStep uint8

// The steps. A warning's state is the last step that is not a note.
const (
	NoWarningStep  WarningStep = iota
	WarningRaised              // by the watcher
	WarningSeen                // a person has seen it
	WarningExplain             // a person said what lies behind it
	WarningActed               // a person said what was done
	WarningClosed              // with an outcome
	WarningNoted               // a remark, by a person or the watcher; the state stays
)

// String gives the step's name as the API writes it.
func (s WarningStep) String() string {
	names := [...]string{"", "raised", "seen", "explained", "acted_on", "closed", "noted"}
	if int(s) < len(names) {
		return names[s]
	}
	return ""
}

// Outcomes of a closed warning.
const (
	OutcomeChance    = "chance"     // nothing lay behind it
	OutcomePassed    = "passed"     // it was real and is over
	OutcomeNewNormal = "new_normal" // it was real and stays
)

// Warning is something that people at a provider should look at. What it says
// never changes; what people do about it is in its events.
type Warning struct {
	ID       int64  // number of the event that raised it
	Key      string // what it is about, once for all processes
	Place    feedback.PlaceID
	Provider feedback.PlaceID
	Measure  string
	Day      feedback.Day // the London day whose answers raised it
	At       time.Time    // UTC, microseconds
	Urgent   bool         // wants a person at once, whatever the hour
	Shown    []byte       // JSON: all that was shown when it was raised; no words of anybody's
	State    WarningStep
	Version  int // number of its events
}

// WarningEvent is one step in a warning's life, in one order over all warnings.
type WarningEvent struct {
	Seq     int64 // 1, 2, 3, … without gaps, in the order of commits
	Warning int64
	Version int // 1 for the event that raised it
	Step    WarningStep
	Outcome string    // of WarningClosed
	At      time.Time // UTC, microseconds
	By      string    // name of the key, or of the program
	Note    string
}

// WarningQuery narrows what [Warnings.ListWarnings] gives.
type WarningQuery struct {
	Before int64 // only warnings with smaller ids; 0 for all
	Open   bool  // only those not closed
	Place  feedback.PlaceID
	Limit  int // at most so many; 0 means 100
}

// WarningEventQuery narrows what [Warnings.WarningEvents] gives.
type WarningEventQuery struct {
	After   int64
	Warning int64            // only of this warning; 0 for all
	Place   feedback.PlaceID // only of this place's warnings
	Step    WarningStep      // only these steps
	Limit   int              // at most so many; 0 means 100
}

// Monitor is the state of what watches a place: see package warning, to which
// its State belongs.
type Monitor struct {
	Place   feedback.PlaceID
	Part    string       // a place may have several
	Plan    string       // what it watches; a state of another plan is of no use
	Day     feedback.Day // the last day taken in
	Version int64        // 1 for the first
	State   []byte
}

// Subscription asks for warnings to be sent to somebody.
type Subscription struct {
	ID        string
	Kind      string // "webhook" or "email"
	Target    string // address
	Places    []feedback.PlaceID
	Urgent    bool // only what is urgent
	QuietFrom int  // minute of the London day from which what is not urgent waits
	QuietTo   int  // until this minute; the same as QuietFrom for no quiet hours
	CreatedAt time.Time
	EndedAt   time.Time // zero if in force
	Delivery
}

// Delivery is how far the sending to a subscription has come.
type Delivery struct {
	Cursor   int64     // last event that is done with
	Urgent   int64     // last urgent event that was sent ahead of others
	Attempts int       // failures since the last success
	NextAt   time.Time // not before
	Lease    time.Time // until when one process alone sends
	Fault    string    // what went wrong last; no words of anybody's
}

// Warnings keeps warnings, what watches for them and to whom they are sent.
type Warnings interface {
	// Watch stores monitors and raises warnings in one transaction, and gives the
	// events of those raised. A monitor's Version must follow the stored one,
	// else nothing is stored and it fails with ErrConflict. A warning whose Key
	// is known is left out, so that several processes may watch at once.
	Watch(ctx context.Context, monitors []Monitor, raise []Warning) ([]WarningEvent, error)
	// Monitor gives a stored monitor; ErrNotFound if there is none.
	Monitor(ctx context.Context, place feedback.PlaceID, part string) (Monitor, error)
	// ListMonitors gives all monitors without State.
	ListMonitors(ctx context.Context) ([]Monitor, error)

	// AddWarningEvent adds a step to a warning. Its Version must follow the
	// warning's, else ErrConflict; no warning is ErrNotFound. It gives the event
	// with its Seq.
	AddWarningEvent(ctx context.Context, e WarningEvent) (WarningEvent, error)
	// Warning gives a warning; ErrNotFound if there is none.
	Warning(ctx context.Context, id int64) (Warning, error)
	// ListWarnings gives warnings, the newest first.
	ListWarnings(ctx context.Context, q WarningQuery) ([]Warning, error)
	// WarningEvents gives events in order.
	WarningEvents(ctx context.Context, q WarningEventQuery) ([]WarningEvent, error)
	// LastWarningEvent gives the number of the last event, 0 for none.
	LastWarningEvent(ctx context.Context) (int64, error)

	// AddSubscription stores a subscription; ErrConflict if its ID is taken.
	AddSubscription(ctx context.Context, s Subscription) error
	// ListSubscriptions gives all, ended ones too, in order of creation.
	ListSubscriptions(ctx context.Context) ([]Subscription, error)
	// EndSubscription ends one; ErrNotFound if none is in force.
	EndSubscription(ctx context.Context, id string, at time.Time) error
	// ClaimSubscription takes the lease of a subscription until a time, if it is
	// in force, due and nobody else's, and reports whether it did.
	ClaimSubscription(ctx context.Context, id string, now, until time.Time) (Subscription, bool, error)
	// SaveDelivery stores how far sending came, if held is still the lease; else
	// ErrConflict.
	SaveDelivery(ctx context.Context, id string, held time.Time, d Delivery) error
}
