package ledger

import (
	"context"
	"time"

	"earshot/feedback"
)

// TextNote is what became of an inbound text that is no entry. At most one is
// kept of a (source, id).
type TextNote struct {
	Source  feedback.Source
	ID      string
	At      time.Time
	Outcome feedback.Outcome
	Reason  string
	Place   feedback.PlaceID // of a kept one; empty if nobody knows
	Sealed  []byte           // sender and words of a kept one, encrypted; never the plain
}

// TextAct is what somebody does with a text that is kept for a person.
type TextAct string

// The acts. The first two end a text: its words are forgotten.
const (
	TextFiled       TextAct = "filed"        // it is an answer or a comment in the ledger now
	TextNotFeedback TextAct = "not_feedback" // nothing to do with the Test
	TextEscalated   TextAct = "escalated"    // somebody else has to act on it; it stays
	TextLooked      TextAct = "looked"       // its words were shown
)

// Ends reports whether nothing is left to do with the text.
func (a TextAct) Ends() bool { return a == TextFiled || a == TextNotFeedback }

// TextStep is one thing that somebody did with a kept text.
type TextStep struct {
	Source feedback.Source
	ID     string // the text's
	At     time.Time
	Act    TextAct
	By     string
	Note   string
}

// Invitation is an invitation or reminder as stored.
type Invitation struct {
	ID, Parent  string // Parent is empty but for a reminder
	Owner       feedback.Source
	Reference   string
	Hash        ContactHash
	Sealed      []byte // the number, encrypted; nil once forgotten
	Provider    feedback.PlaceID
	Place       feedback.PlaceID
	Language    string
	Audience    string
	EventAt     time.Time
	DueAt       time.Time
	ExpiresAt   time.Time
	Status      feedback.Delivery
	Reason      string // the gateway's error code, or why it was withheld
	Attempts    int
	TriedAt     time.Time // zero before the first attempt
	Missed      int       // how often the gateway did not know of the last attempt
	Gateway     feedback.Source
	Message     string // the gateway's id
	Segments    int
	AnsweredAt  time.Time // zero if not answered
	CommentedAt time.Time
}

// Claim asks for the right to send one invitation now.
type Claim struct {
	ID       string
	Now      time.Time
	Gateway  feedback.Source
	Hashes   []ContactHash // of the number, under every secret in use
	CapSince time.Time     // withheld if the provider invited the person after this
	BusyTill time.Time     // when to look again if the person is in the middle of a conversation
	Busy     time.Duration // how long after a message a conversation counts as under way
	Contact  Contact       // the conversation that the invitation opens
	Segments int
	Reminder *Invitation // to be queued with it; nil for none
}

// Claimed is the answer to a Claim.
type Claimed string

// The answers. Only Granted allows sending; the others leave nothing to do.
const (
	Granted   Claimed = "granted"
	Taken     Claimed = "taken"     // another process has it, or it is settled
	OptedOut  Claimed = "opted_out" // withheld
	Capped    Claimed = "capped"    // withheld: one was sent not long ago
	Answered  Claimed = "answered"  // withheld: a reminder nobody needs any more
	Postponed Claimed = "postponed" // the person is texting with us just now
)

// Settlement is what the sender learnt of an attempt.
type Settlement = feedback.Settlement

// Report is what a gateway reported of a text that we sent.
type Report = feedback.Report

// ReachRow counts invitations of one place, gateway, London day and hour.
type ReachRow struct {
	Place     feedback.PlaceID
	Gateway   feedback.Source
	Reminder  bool
	Status    feedback.Delivery
	Reason    string
	TriedAt   time.Time // to the hour; the event's for what was never tried
	Count     int
	Segments  int
	Answered  int
	Commented int
}

// Invitations keeps invitations, and notes what became of inbound texts.
type Invitations interface {
	// NoteText records what became of an inbound text, with the opt-out or
	// opt-in that it asks for, in one transaction. If the same text was noted or
	// stored as an entry before, first is false and nothing changes, save that who
	// asks for no more texts gets none even if the text was stored as an entry.
	NoteText(ctx context.Context, n TextNote, hashes []ContactHash) (first bool, err error)
	// KeptTexts gives texts kept for a person, the oldest first.
	KeptTexts(ctx context.Context, limit int) ([]TextNote, error)
	// KeptText gives one of them; ErrNotFound if there is none, or not any more.
	KeptText(ctx context.Context, source feedback.Source, id string) (TextNote, error)
	// StepText records what somebody did with a kept text. An act that ends it
	// forgets its words in the same transaction. ErrNotFound if there is no such
	// text, or not any more.
	StepText(ctx context.Context, step TextStep) error
	// TextSteps gives what was done with a text, or with every text if the id is
	// empty, the oldest first; at most limit, the latest.
	TextSteps(ctx context.Context, source feedback.Source, id string, limit int) ([]TextStep, error)

	// AddInvitations queues invitations in one transaction and gives the id of
	// each: for one with an (owner, reference) that is known, the first one's.
	AddInvitations(ctx context.Context, list []Invitation) (ids []string, err error)
	// Invitation gives one; ErrNotFound if there is none.
	Invitation(ctx context.Context, id string) (Invitation, error)
	// DueInvitations gives queued ones whose time has come, the earliest first.
	DueInvitations(ctx context.Context, now time.Time, limit int) ([]Invitation, error)
	// ClaimInvitation decides, in one transaction, whether one may be sent now.
	// Granted is given once for an attempt, to one process, after commit: what
	// is sent without it may be sent twice.
	ClaimInvitation(ctx context.Context, c Claim) (Claimed, error)
	// PostponeInvitation moves a queued one to another time.
	PostponeInvitation(ctx context.Context, id string, due time.Time) error
	// SettleInvitation records what came of the attempt at s.At. It never takes
	// back what a gateway's report said.
	SettleInvitation(ctx context.Context, s Settlement) error
	// UnsettledInvitations gives those whose attempt began before the given time
	// and whose outcome is not known.
	UnsettledInvitations(ctx context.Context, before time.Time, limit int) ([]Invitation, error)
	// MissInvitation notes that the gateway did not know of the attempt at
	// tried, and gives how often that was.
	MissInvitation(ctx context.Context, id string, tried time.Time) (int, error)
	// ReportInvitation takes a gateway's report. Of two reports the higher
	// stage holds, in whatever order they come. ErrNotFound if there is no such
	// invitation.
	ReportInvitation(ctx context.Context, r Report) error
	// ForgetInvitations forgets the numbers of those that are settled or over,
	// withholds those that are over, and says how many it changed.
	ForgetInvitations(ctx context.Context, now time.Time) (int, error)
	// Reach counts the invitations of the given time, by event.
	Reach(ctx context.Context, from, to time.Time) ([]ReachRow, error)
}
