// Package ledger is the one truth of Earshot: what was answered, in the order
// in which it was stored, and everything that changed it since. Scorecards are
// folds of the ledger and can be thrown away; the ledger cannot.
//
// [Store] is the contract; ledger/sqlite and ledger/postgres are its engines,
// held to the same promises by the suite in ledger/ledgertest:
//
//   - Nothing is acknowledged before it is on disk: [Store.Append] returns
//     after commit. [Group] shares one commit among concurrent appends.
//   - A (source, source id) is stored once; a repeat gives the first receipt.
//   - Inside a partition entries are numbered 1, 2, 3, … without gaps, in the
//     order of commits, so a reader that tails by number never skips one.
//   - Each entry's hash covers the one before it; [Store.Audit] finds a lost,
//     changed or added row.
//   - Erasing blanks a person's words and keeps counts and hashes.
package ledger

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/sentiment"
)

// Partitions is how many partitions a ledger has. It is fixed for ever when
// the ledger is created.
const Partitions = 64

// Partition is one of the ledger's 64 sequences, 0 to 63.
type Partition uint8

// PartitionOf gives the partition of a provider's entries.
func PartitionOf(provider feedback.PlaceID) Partition {
	h := fnv.New32a()
	h.Write([]byte(provider))
	return Partition(h.Sum32() % Partitions)
}

// Seq numbers the entries of a partition from 1. As a cursor it is the last
// entry seen, 0 for none.
type Seq int64

// ID names an entry: its partition and number. A response is named by the
// entry that first recorded it.
type ID struct {
	Partition Partition
	Seq       Seq
}

// String gives "17-123456".
func (id ID) String() string {
	return strconv.Itoa(int(id.Partition)) + "-" + strconv.FormatInt(int64(id.Seq), 10)
}

// IsZero reports whether id names no entry.
func (id ID) IsZero() bool { return id.Seq == 0 }

// ParseID reads what String writes.
func ParseID(s string) (ID, error) {
	a, b, ok := strings.Cut(s, "-")
	p, err1 := strconv.ParseUint(a, 10, 8)
	n, err2 := strconv.ParseInt(b, 10, 64)
	if !ok || err1 != nil || err2 != nil || p >= Partitions || n < 1 {
		return ID{}, &feedback.FieldError{Field: "id", Reason: "must be a response id such as 17-123456"}
	}
	return ID{Partition(p), Seq(n)}, nil
}

// Kind says what an entry records. The numbers are stored; add new ones at the
// end.
type Kind uint8

// The kinds of entry.
const (
	NoKind    Kind = iota
	Received       // a response came in
	Commented      // words were added to a response, as in a second text
	Rerated        // the person corrected their rating
	Moved          // the response is really about another place of the same provider
	MovedOut       // … of another provider: it leaves this partition
	MovedIn        // … and enters that one, in the same transaction
	Erased         // the words were blanked; the counts stay
	Withdrawn      // the response no longer counts, and its words were blanked
	Reread         // a comment was read again by a better model
	Counted        // somebody else counted answers or activity; nothing is added to any score
	kindEnd
)

var kindNames = [kindEnd]string{"", "received", "commented", "rerated", "moved", "moved_out", "moved_in", "erased", "withdrawn", "reread", "counted"}

// String gives the kind's name.
func (k Kind) String() string {
	if k < kindEnd {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// Facts is what one response contributes to scorecards: all that a fold needs,
// and no words.
type Facts struct {
	Path     feedback.Path
	Day      feedback.Day // the London day of the answer
	Rating   feedback.Rating
	Channel  feedback.Channel
	Mode     feedback.Mode
	Comments []CommentFacts
}

// CommentFacts is what one comment contributes.
type CommentFacts struct {
	Prompt  feedback.Prompt
	Class   sentiment.Class
	Score   int16  // sentiment score × 1000, −1000 to 1000
	Version string // of the reader that read it
	Lang    string // BCP 47 primary tag
	Themes  []ThemeFact
	Flags   []sentiment.Flag
}

// ThemeFact is one theme of a comment and how it is spoken of.
type ThemeFact struct {
	Theme    sentiment.Theme
	Polarity sentiment.Polarity
}

// FactsOfReading gives the contribution of a comment read as r.
func FactsOfReading(prompt feedback.Prompt, r sentiment.Reading) CommentFacts {
	f := CommentFacts{Prompt: prompt, Class: r.Class, Score: milli(r.Score), Version: r.Version, Lang: r.Language}
	for _, t := range r.Themes {
		f.Themes = append(f.Themes, ThemeFact{t.Theme, t.Polarity})
	}
	for _, d := range r.Flags {
		f.Flags = append(f.Flags, d.Flag)
	}
	return f
}

func milli(score float64) int16 {
	switch {
	case score >= 1:
		return 1000
	case score <= -1:
		return -1000
	case score < 0:
		return int16(score*1000 - 0.5)
	}
	return int16(score*1000 + 0.5)
}

// Entry is one row of the ledger. Folding it adds Plus and takes away Minus;
// either may be nil.
type Entry struct {
	ID       ID
	Kind     Kind
	At       time.Time // when it was recorded; UTC, microseconds
	Source   feedback.Source
	SourceID string
	Subject  ID  // the response it is about; its own ID if Received, zero if Counted
	Version  int // 1 for Received, one more for each change of the response
	Minus    *Facts
	Plus     *Facts
	Words    *Words  // nil unless the reader asked for words, or if blanked
	Figure   *Figure // of Counted; else nil
	Hash     [32]byte
}

// Words is what a person wrote and chose to say about themselves, kept apart
// from the facts so that it can be blanked.
type Words struct {
	Comments []feedback.Comment // added by this entry
	Consent  bool
	Language string
	Audience string
	About    feedback.About
	Credit   *feedback.Attribution
}

// State is how a response stands after its latest change.
type State struct {
	ID        ID        // the response's name
	Partition Partition // where its next entry goes
	Version   int
	Facts     *Facts // nil if withdrawn
	Erased    bool   // its words were blanked
}

// Command asks for an entry. Exactly one of the fields that its Kind needs is
// set: Response for Received; Comments for Commented; Rating for Rerated; Path
// for Moved; Readings for Reread; Figure for Counted. MovedOut and MovedIn cannot be asked for: a
// Moved becomes both where it must.
//
// A withdrawn response takes no more changes, and one that was erased no more
// comments: both are ErrConflict. Erasing twice is harmless.
type Command struct {
	Kind     Kind
	Source   feedback.Source
	SourceID string
	At       time.Time // when it is recorded

	Response *feedback.Response // Received
	Readings []CommentFacts     // Received, Commented: one for each comment. Reread: one for each comment of the response

	Subject  ID                 // all but Received and Counted
	Comments []feedback.Comment // Commented
	Rating   feedback.Rating    // Rerated
	Path     *feedback.Path     // Moved
	Figure   *Figure            // Counted

	// Contact, if set, is stored in the same transaction, tied to the response.
	Contact *Contact
}

// Receipt is the answer to a Command.
type Receipt struct {
	ID        ID    // of the entry; for a duplicate, of the first
	Subject   ID    // of the response the entry is about
	Duplicate bool  // the (source, source id) was stored before; nothing was added
	Err       error // why this command alone was refused (ErrNotFound, ErrConflict, ErrInvalid, ErrStale); nothing of it was stored
}

// Contact is the way back to a person while a conversation is open: their
// number sealed with the installation's key, found by a keyed hash.
type Contact struct {
	Hash      ContactHash
	Sealed    []byte // the number, encrypted; never the number itself
	Place     feedback.PlaceID
	State     string // the conversation's state, owned by package sms
	ExpiresAt time.Time
	// Base is the version of the conversation that the command was decided on,
	// NoConversation if there was none, 0 if it does not matter. If another
	// stands by now the command is refused with ErrStale.
	Base       int64
	Invitation string // the invitation that the conversation answers; empty if unprompted
	Language   string // of the invitation
	Audience   string // of the invitation
}

// NoConversation is the Base of a command that begins a conversation.
const NoConversation = feedback.NoThread

// NextVersion gives the version that follows have (0 for no conversation), or
// ErrStale if base is not what stands.
func NextVersion(base, have int64) (int64, error) {
	if base != 0 && base != have && (base != NoConversation || have != 0) {
		return 0, fmt.Errorf("the conversation is at version %d: %w", have, feedback.ErrStale)
	}
	return have + 1, nil
}

// ContactHash is the keyed hash of a telephone number or e-mail address.
type ContactHash [32]byte

// Conversation is a stored Contact and the response it belongs to.
type Conversation struct {
	Contact
	Subject   ID
	UpdatedAt time.Time
	Version   int64 // 1 when first stored, one more each time
}

// Heads holds the last Seq of every partition.
type Heads [Partitions]Seq

// ReadOptions narrow what [Store.Read] gives.
type ReadOptions struct {
	Limit int  // at most so many entries; 0 means 1000
	Words bool // include words, for readers that need them
}

// Writer stores commands. Both a [Store] and the [Group] before it are Writers.
type Writer interface {
	// Append stores the commands in order, in one transaction, and returns
	// after commit with one receipt each. An error means that nothing was
	// acknowledged: all of the commands were stored or none. It is
	// ErrUnavailable if the same call may succeed later; repeating it is
	// safe, since a command that was stored after all is a Duplicate then.
	// The commands must not be changed afterwards.
	Append(ctx context.Context, cmds ...Command) ([]Receipt, error)
}

// Reader reads the ledger.
type Reader interface {
	// Heads gives the last number of each partition.
	Heads(ctx context.Context) (Heads, error)
	// Read gives the entries of p after the cursor, in order without gaps.
	Read(ctx context.Context, p Partition, after Seq, opt ReadOptions) ([]Entry, error)
	// State gives how a response stands; ErrNotFound if there is none.
	State(ctx context.Context, id ID) (State, error)
	// Words gives what a person wrote, the comments in order of arrival;
	// ErrNotFound if there is no such response, empty Words if erased.
	Words(ctx context.Context, id ID) (Words, error)
}

// Store is a whole ledger: entries and, in the same database, the directory of
// places, conversations, keys, publications, warnings and how feeds stand.
type Store interface {
	Writer
	Reader
	Conversations
	Places
	Keys
	Publications
	Feeds
	Figures
	Warnings
	Voices
	Invitations
	// Audit reads every row of p and checks numbers, hashes and head. progress
	// may be nil; it is given the number of entries read so far.
	Audit(ctx context.Context, p Partition, progress func(entries int64)) (Audit, error)
	// Ping reports whether the database answers.
	Ping(ctx context.Context) error
	Close() error
}

// Audit is what Store.Audit found in one partition.
type Audit struct {
	Partition Partition
	Entries   int64    // rows found
	Head      Seq      // what the head row claims
	Hash      [32]byte // of the last sound entry; noted elsewhere, it proves later that nothing before it was cut off
	Fault     string   // the first contradiction, naming the entry; empty if sound
}
