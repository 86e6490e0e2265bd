package ledger

import (
	"context"
	"time"

	"earshot/feedback"
)

// Conversations keeps the ways back to people.
type Conversations interface {
	// Conversation finds the conversation of a contact; ErrNotFound if there is
	// none. One that has expired is found until it is forgotten.
	Conversation(ctx context.Context, hash ContactHash) (Conversation, error)
	// PutConversation stores or replaces a conversation on its own; ErrStale if
	// its Base is not what stands. The version given is not looked at.
	PutConversation(ctx context.Context, c Conversation) error
	// ForgetConversations deletes those that expired before now and says how
	// many.
	ForgetConversations(ctx context.Context, now time.Time) (int, error)
	// SetOptOut records or lifts a person's wish to get no more texts. What was
	// said last, by at, holds, in whatever order it is recorded.
	SetOptOut(ctx context.Context, hash ContactHash, out bool, at time.Time) error
	// OptedOut reports whether a person asked for no more texts.
	OptedOut(ctx context.Context, hash ContactHash) (bool, error)
	// TextNoted reports whether an inbound text ended as a note, and so must not
	// become an entry; see [Invitations].
	TextNoted(ctx context.Context, source feedback.Source, id string) (bool, error)
	// Senders gives in one reading what Conversation and OptedOut give of many
	// people, and TextNoted of many texts, each in the order of the questions.
	Senders(ctx context.Context, hashes []ContactHash, texts []TextRef) ([]Person, []bool, error)
}

// TextRef names an inbound text.
type TextRef struct {
	Source feedback.Source
	ID     string // the gateway's
}

// Person is what is stored of somebody who texts.
type Person struct {
	Conversation Conversation
	Known        bool // there is a conversation
	OptedOut     bool
}

// Places keeps the directory of places and its history.
type Places interface {
	// LoadPlaces gives every version of every place, and every area, with the
	// number of the directory's last change.
	LoadPlaces(ctx context.Context) (PlaceSet, error)
	// PlacesVersion gives the number of the directory's last change.
	PlacesVersion(ctx context.Context) (int64, error)
	// SavePlaces stores versions of places and areas, in one transaction, and
	// only if the directory is still at base; else ErrConflict. A version with
	// the id and From day of a stored one stands in for it from now on, as when
	// a current version gets its To day; the database keeps both. It gives the
	// directory's new number.
	SavePlaces(ctx context.Context, base int64, set PlaceSet) (int64, error)
}

// PlaceSet is a directory as stored.
type PlaceSet struct {
	Version int64
	Places  []feedback.Place // versions, ordered by id and From
	Areas   []feedback.Area
}

// Role is what the holder of a key may do.
type Role string

// The roles.
const (
	RolePartner     Role = "partner"     // send responses about its places
	RoleProvider    Role = "provider"    // see its own live figures
	RoleHealthwatch Role = "healthwatch" // see its areas' figures
	RoleOperator    Role = "operator"    // everything
)

// Key is an API key as stored: never the secret itself.
type Key struct {
	ID        string // public part, shown in lists and logs
	Hash      [32]byte
	Name      string // whose key it is
	Role      Role
	Places    []feedback.PlaceID // what it is good for, and all below; empty for all
	Areas     []feedback.GSS
	Threshold int // of a Healthwatch key: numbers under it are hidden, as its data-sharing agreement says; 0 for the usual one
	CreatedAt time.Time
	ExpiresAt time.Time // when it ends by itself; zero if it does not
	RevokedAt time.Time // zero if in force
}

// InForce reports whether a key is good at an instant.
func (k *Key) InForce(at time.Time) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresAt.IsZero() || at.Before(k.ExpiresAt))
}

// What can become of a key.
const (
	KeyCreated = "created"
	KeyRotated = "rotated" // another took its place
	KeyRevoked = "revoked"
)

// KeyEvent is one step of a key's life. Events are kept for ever.
type KeyEvent struct {
	Number int64
	At     time.Time
	Key    string // its id
	What   string
	By     string // who did it, as they said
	Other  string // the key that took its place, or whose place it took; empty for none
}

// Keys keeps API keys, and a record of what became of them, which is written in
// the same transaction. By says who does it.
type Keys interface {
	CreateKey(ctx context.Context, k Key, by string) error
	ListKeys(ctx context.Context) ([]Key, error)
	// RevokeKey ends a key; ErrNotFound if there is none that is not revoked.
	RevokeKey(ctx context.Context, id string, at time.Time, by string) error
	// RotateKey stores a key that takes the place of another, which ends at until
	// if it does not end before; ErrNotFound if the other is revoked or unknown.
	RotateKey(ctx context.Context, old string, next Key, until time.Time, by string) error
	// KeyEvents gives what became of keys, the oldest first.
	KeyEvents(ctx context.Context) ([]KeyEvent, error)
}
