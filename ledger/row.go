package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"earshot/feedback"
)

// Row is an entry in the form in which an engine stores it: one column for each
// field. Place, Rating and AnsweredOn repeat what Facts says, for people who
// query the database.
type Row struct {
	ID         ID
	Kind       Kind
	At         time.Time // UTC, microseconds
	Source     feedback.Source
	SourceID   string
	Subject    ID // zero, stored as NULL, for Received and Counted
	Version    int
	Place      feedback.PlaceID
	Rating     feedback.Rating // 0, stored as NULL, for none
	AnsweredOn feedback.Day
	Facts      []byte // see AppendFacts; of Counted, its figure
	Words      []byte // salt and words; nil if there were none or they were blanked
	Commitment []byte // to Words; nil if there were none
	Hash       [32]byte
}

// Entry decodes a row. Words are left out unless words is set.
func (r *Row) Entry(d *Decoder, words bool) (Entry, error) {
	e := Entry{ID: r.ID, Kind: r.Kind, At: r.At, Source: r.Source, SourceID: r.SourceID,
		Subject: r.Subject, Version: r.Version, Hash: r.Hash}
	if r.Kind == Received {
		e.Subject = r.ID
	}
	var err error
	if r.Kind == Counted {
		e.Figure, err = decodeFigure(r.Facts)
		return e, err
	}
	if e.Minus, e.Plus, err = d.Facts(r.Facts); err != nil {
		return Entry{}, err
	}
	if words && r.Words != nil {
		if e.Words, err = decodeWords(r.Words); err != nil {
			return Entry{}, err
		}
	}
	return e, nil
}

// AppendEntry appends e to a page of at most limit entries. It doubles a full
// page, where append would copy a long one five times over.
func AppendEntry(page []Entry, e Entry, limit int) []Entry {
	if len(page) == cap(page) {
		page = slices.Grow(page, max(1, min(max(len(page), 16), limit-len(page))))
	}
	return append(page, e)
}

// MergeWords puts together the words of a response from its rows' Words, the
// oldest first; nil ones are skipped.
func MergeWords(stored ...[]byte) (Words, error) {
	var out Words
	first := true
	for _, b := range stored {
		if b == nil {
			continue
		}
		w, err := decodeWords(b)
		if err != nil {
			return Words{}, err
		}
		if first {
			out, first = *w, false
			continue
		}
		out.Comments = append(out.Comments, w.Comments...)
	}
	return out, nil
}

// appendCanonical appends the bytes of a row that its hash covers. Every part
// is of fixed length or led by its length, so that no two rows give the same
// bytes.
func (r *Row) appendCanonical(b []byte) []byte {
	b = append(b, 1, byte(r.ID.Partition))
	b = binary.AppendUvarint(b, uint64(r.ID.Seq))
	b = append(b, byte(r.Kind))
	b = binary.AppendVarint(b, r.At.UnixMicro())
	b = appendString(b, string(r.Source))
	b = appendString(b, r.SourceID)
	b = append(b, byte(r.Subject.Partition))
	b = binary.AppendUvarint(b, uint64(r.Subject.Seq))
	b = binary.AppendUvarint(b, uint64(r.Version))
	b = binary.AppendUvarint(b, uint64(len(r.Facts)))
	b = append(b, r.Facts...)
	b = binary.AppendUvarint(b, uint64(len(r.Commitment)))
	return append(b, r.Commitment...)
}

// chain gives the hash of r after an entry whose hash is prev (zero before the
// first): SHA-256(prev ‖ canonical form of r). buf is scratch space.
func (r *Row) chain(prev [32]byte, buf *[]byte) [32]byte {
	b := append((*buf)[:0], prev[:]...)
	b = r.appendCanonical(b)
	*buf = b
	return sha256.Sum256(b)
}
