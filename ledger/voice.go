package ledger

import (
	"context"
	"time"

	"earshot/feedback"
)

// VoiceState says how far what a person wrote is on its way to being shown.
type VoiceState uint8

// The states of a voice. The numbers are stored; add new ones at the end.
const (
	NoVoiceState VoiceState = iota
	VoiceWaiting            // a person must decide
	VoiceShown              // its redacted form may be shown
	VoiceRefused            // it is not shown; a person may still decide otherwise
	VoiceGone               // erased or withdrawn: it never comes back
	voiceStateEnd
)

var voiceStateNames = [voiceStateEnd]string{"", "waiting", "shown", "refused", "gone"}

// String gives the state's name as the API writes it.
func (s VoiceState) String() string {
	if s < voiceStateEnd {
		return voiceStateNames[s]
	}
	return "?"
}

// VoicePart is the redacted answer to one question.
type VoicePart struct {
	Prompt feedback.Prompt `json:"prompt"`
	Text   string          `json:"text"` // public: redacted and let through
}

// Voice is what one person wrote in one response, with their consent, on its way
// to publication. It holds words only while they may be shown, and only redacted
// ones; what the person wrote stays with the entry, and nowhere else.
type Voice struct {
	Subject ID
	Name    string // in public: random, so that it tells neither order nor number
	Path    feedback.Path
	Day     feedback.Day // the London day of the answer; in public its month only
	Source  feedback.Source
	Credit  *feedback.Attribution // nil if the comment was given to us directly
	State   VoiceState
	Read    int      // version of the response that was read
	Hints   []string // rules that it came up against; no words
	Urgent  bool     // a person should see it now, published or not
	Concern bool     // it tells of a poor experience, which asks for a reply
	Parts   []VoicePart
	Person  bool      // a person decided last, not the rules
	ShownAt time.Time // when it was first shown; zero if never
	Reply   string    // the provider's, shown beneath; empty if there is none
	ReplyBy string    // whose key it was written with
	ReplyAt time.Time
	Version int   // 1 when first stored, one more for each change
	Seq     int64 // number of the last event about it
	At      time.Time
}

// VoiceStep says what happened to a voice.
type VoiceStep string

// The steps of a voice.
const (
	VoiceRead           VoiceStep = "read" // the rules decided
	VoiceApproved       VoiceStep = "approved"
	VoiceEdited         VoiceStep = "edited" // more was taken out
	VoiceTurnedDown     VoiceStep = "refused"
	VoiceMoved          VoiceStep = "moved" // the response is about another place
	VoiceTakenDown      VoiceStep = "gone"
	VoiceReplied        VoiceStep = "replied"
	VoiceReplyEdited    VoiceStep = "reply_edited"
	VoiceReplyWithdrawn VoiceStep = "reply_withdrawn"
)

// VoiceEvent is one step, for the audit: who did what, when and why.
type VoiceEvent struct {
	Seq     int64
	Subject ID
	Version int
	Step    VoiceStep
	By      string
	Note    string // the reason that a member of staff gave
	At      time.Time
}

// VoiceChange is a voice as it becomes, and the step that makes it so.
type VoiceChange struct {
	Voice Voice
	Step  VoiceStep
	By    string
	Note  string
}

// VoiceQuery narrows a list of voices.
type VoiceQuery struct {
	State  VoiceState         // NoVoiceState for all
	Within []feedback.PlaceID // at one of these places or below; empty for all
	Area   feedback.GSS       // empty for all
	After  int64              // last events after this one
	Limit  int                // at most so many; 0 means 100
}

// ShownQuery asks for voices that may be shown, the newest month first and within
// a month by name.
type ShownQuery struct {
	Within feedback.PlaceID // at this place or below; empty for all
	Level  feedback.Level   // of Within
	Area   feedback.GSS     // empty for all
	Until  feedback.Month   // of this month or an earlier one
	Name   string           // in the month Until only those after this name
	Limit  int              // at most so many; 0 means 100
}

// Request is a request for a response by a body that speaks for patients: a
// local Healthwatch asks, the provider has until Due to answer.
type Request struct {
	ID         int64
	Key        string // id of the key that asks
	Reference  string // the asker's own, a second with the same is the same request
	By         string // whose key it is
	Area       feedback.GSS
	Place      feedback.PlaceID
	About      string // "place", "comment" or "warning"
	Ref        string // the comment's name or the warning's number
	Text       string // what is asked; seen by both sides only
	At         time.Time
	Due        feedback.Day // last day on which an answer is in time
	Answer     string       // empty while open
	AnsweredBy string
	AnsweredAt time.Time
	Version    int
	Seq        int64
}

// Open reports whether the request was not answered yet.
func (r *Request) Open() bool { return r.AnsweredAt.IsZero() }

// Overdue reports whether the answer is late: not there by the end of Due, or
// given after it.
func (r *Request) Overdue(today feedback.Day) bool {
	if r.Open() {
		return today > r.Due
	}
	return feedback.DayOf(r.AnsweredAt) > r.Due
}

// RequestQuery narrows a list of requests.
type RequestQuery struct {
	Key   string       // asked with this key; empty for all
	Area  feedback.GSS // empty for all
	Open  bool         // only those without an answer
	After int64        // changed after this event
	Limit int          // at most so many; 0 means 100
}

// Voices keeps what people wrote on its way to being shown, the providers'
// replies, and requests for a response. One order of events, by number, covers
// them all, so that one cursor follows them.
type Voices interface {
	// VoiceHeads gives how far the reader of comments came in each partition.
	VoiceHeads(ctx context.Context) (Heads, error)
	// SaveVoices stores what the reader made of the entries of p after from up to
	// to, in one transaction. It is ErrConflict, and nothing is stored, if the
	// reader's place is not from, or a voice has another version than the one
	// before the change.
	SaveVoices(ctx context.Context, p Partition, from, to Seq, changes []VoiceChange, at time.Time) error
	// ChangeVoice stores a change. Its Version must follow the stored one, else
	// ErrConflict; so is one that shows what was erased meanwhile.
	ChangeVoice(ctx context.Context, c VoiceChange, at time.Time) (Voice, error)
	// Voice gives a voice by its response; ErrNotFound if there is none.
	Voice(ctx context.Context, subject ID) (Voice, error)
	// VoiceNamed gives a voice by its public name; ErrNotFound if there is none.
	VoiceNamed(ctx context.Context, name string) (Voice, error)
	// ListVoices gives voices in order of their last events.
	ListVoices(ctx context.Context, q VoiceQuery) ([]Voice, error)
	// ShownVoices gives voices that may be shown.
	ShownVoices(ctx context.Context, q ShownQuery) ([]Voice, error)
	// VoiceEvents gives what happened to a voice, oldest first.
	VoiceEvents(ctx context.Context, subject ID) ([]VoiceEvent, error)

	// AddRequest stores a request; if its key and reference are known it gives
	// the stored one instead and reports that it was.
	AddRequest(ctx context.Context, r Request) (Request, bool, error)
	// AnswerRequest stores the answer to the request at a version, else
	// ErrConflict; no request is ErrNotFound.
	AnswerRequest(ctx context.Context, id int64, version int, answer, by string, at time.Time) (Request, error)
	// Request gives a request; ErrNotFound if there is none.
	Request(ctx context.Context, id int64) (Request, error)
	// ListRequests gives requests in order of their last events.
	ListRequests(ctx context.Context, q RequestQuery) ([]Request, error)
	// LastVoiceEvent gives the number of the last event, 0 for none.
	LastVoiceEvent(ctx context.Context) (int64, error)
}
