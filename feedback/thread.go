package feedback

import "time"

// Thread is an open conversation with a person by text message: which response
// it has led to and how far it has come.
type Thread struct {
	Subject   string // the response's id; empty before there is one
	Place     PlaceID
	State     string // owned by package sms
	ExpiresAt time.Time
	// Version is how often the conversation was stored, NoThread if it was not.
	// A message decided on one version is refused with ErrStale if another has
	// come meanwhile; 0 for a message that does not care.
	Version    int64
	Invitation string // the invitation it answers; empty if unprompted
	Language   string // of that invitation
	Audience   string
	OptedOut   bool // the person asked for no more texts
	Noted      bool // the text in hand ended as a note when it came before
}

// NoThread is the Version of a conversation that does not exist yet.
const NoThread int64 = -1

// Message is one text from a person, understood and ready to be stored.
type Message struct {
	Source     Source
	ID         string // the gateway's id of the message; a second with the same id is the same message
	Phone      Phone
	Place      string // the place it is about, if it begins a response: an id or code
	Subject    string // the response it continues; empty to begin one
	Rating     Rating // the answer or its correction; NoRating if none
	Comment    Text   // the words; empty if none
	ReceivedAt time.Time
	Next       Thread // the conversation as it stands after this message
}

// Outcome is what an inbound text came to, besides an answer or a comment.
type Outcome string

// The outcomes.
const (
	OptOut Outcome = "opt_out"
	OptIn  Outcome = "opt_in"
	Helped Outcome = "help"
	Kept   Outcome = "kept" // for a person to look at
	// Repeated is not what a text came to. It stands beside that, under the text's
	// id and "/again", once the text has been answered as often as it may be.
	Repeated Outcome = "repeated"
)

// Note is an inbound text that is neither answer nor comment.
type Note struct {
	Source  Source
	ID      string // the gateway's id of the message
	From    Phone  // or what the gateway gave as the sender, if that is no telephone number
	Body    Text
	Outcome Outcome
	Reason  string  // why it was kept
	Place   PlaceID // the place it seems to be about, if it was kept; empty if nobody knows
	At      time.Time
}

// Filed is what became of a message.
type Filed struct {
	Subject   string // the response it is part of
	Duplicate bool   // it was stored before; this time changed nothing
	Flagged   bool   // its words raise a danger flag
}
