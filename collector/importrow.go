package collector

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"earshot/feedback"
	"earshot/sentiment"
)

// rowReader turns rows of a file into submissions, by a map.
type rowReader struct {
	in        *Intake
	m         FileMap
	within    []feedback.PlaceID
	source    feedback.Source
	dates1904 bool
	width     int // cells that a row may have, 0 for any
	dates     fileDates
	repeats   repeats
	ratings   map[string]ratingFound
	places    map[string]placeFound

	id, date, place, provider, site, ward, rating, question, mode, consent int // positions of columns; -1 for none
	comments                                                               []int
}

type ratingFound struct {
	rating feedback.Rating
	err    error
}

type placeFound struct {
	id  string
	err error
}

// cellsKnown is how many different cells of ratings, or of places, are
// remembered before they are forgotten and looked up again.
const cellsKnown = 10_000

func newRowReader(in *Intake, at map[string]int, opt ImportOptions) *rowReader {
	m := opt.Map
	r := &rowReader{
		in: in, m: m, within: opt.Within, source: feedback.Source("file:" + strings.ToLower(orElse(m.Supplier, "import"))),
		dates: fileDates{extra: m.DateFormats}, repeats: newRepeats(repeatsInMemory), ratings: make(map[string]ratingFound), places: make(map[string]placeFound),
	}
	position := func(column string) int {
		if i, ok := at[columnKey(column)]; ok && column != "" {
			return i
		}
		return -1
	}
	c := m.Columns
	r.id, r.date, r.place, r.provider, r.site, r.ward = position(c.ID), position(c.Date), position(c.Place), position(c.Provider), position(c.Site), position(c.Ward)
	r.rating, r.question, r.mode, r.consent = position(c.Rating), position(c.Question), position(c.Mode), position(c.Consent)
	for _, cc := range c.Comments {
		r.comments = append(r.comments, position(cc.Column))
	}
	return r
}

// fill reads rows into a parcel until it is full; it gives false once nothing
// comes after it.
func (r *rowReader) fill(t table, p *parcel) (more bool) {
	defer func() { p.read = t.Read() }()
	for len(p.rows) < importBatch && p.bytes < importBytes {
		cells, line, err := t.Next()
		if errors.Is(err, io.EOF) {
			return false
		}
		var fe *feedback.FieldError
		if err != nil && !errors.As(err, &fe) {
			p.err = err
			return false
		}
		for _, c := range cells {
			p.bytes += len(c)
		}
		cells = append([]string(nil), cells...)
		if err == nil {
			err = r.overflow(cells, line)
		}
		if err == nil {
			var empty bool
			if empty, err = r.row(cells, line, p); empty {
				p.empty++
				continue
			}
			if errors.Is(err, feedback.ErrUnavailable) {
				p.err = err
				return false
			}
		}
		p.rows = append(p.rows, parcelRow{cells, line, err})
	}
	return true
}

// overflow refuses a row of separated values with more in it than there are
// columns: a cell holds the separator and is not quoted, and what follows it would
// be lost or taken for something else.
func (r *rowReader) overflow(row []string, line int) error {
	if r.width == 0 || len(row) <= r.width || strings.Trim(strings.Join(row[r.width:], ""), " \t") == "" {
		return nil
	}
	return &feedback.FieldError{Line: line, Reason: fmt.Sprintf("has %d cells, and the file has %d columns; put quotation marks around a cell that holds what separates cells", len(row), r.width)}
}

func cell(row []string, at int) string {
	if at < 0 || at >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[at])
}

// row turns a row into a submission of a parcel; empty says that there is
// nothing in it. A date of a workbook that counts days from 1904 is changed in
// the row itself, so that it means the same in the rejects file.
func (r *rowReader) row(row []string, line int, p *parcel) (empty bool, err error) {
	if r.dates1904 && r.date >= 0 && r.date < len(row) {
		row[r.date] = from1904(row[r.date])
	}
	s := Submission{Source: r.source, Line: line, Within: r.within, Channel: feedback.ChannelFile}
	s.Rating, err = r.ratingOf(cell(row, r.rating))
	s.fault(err)
	r.commentsOf(row, &s)
	if s.Rating == feedback.NoRating && len(s.Comments) == 0 && len(s.Faults) == 0 {
		return true, nil
	}
	s.Consent, err = r.consentOf(row)
	s.fault(err)
	var swapped bool
	s.AnsweredAt, swapped, err = r.dates.parse(orElse(cell(row, r.date), r.m.Date))
	s.fault(err)
	if swapped {
		p.monthFirst++
	}
	if v := orElse(cell(row, r.mode), r.m.Mode); v != "" {
		s.Mode, err = feedback.ParseMode(v)
		s.fault(err)
	}
	s.Place, err = r.placeOf(row)
	s.fault(err)
	if s.SourceID, err = r.idOf(row, len(s.Faults) > 0); err != nil {
		return false, err
	}
	p.subs = append(p.subs, s)
	return false, nil
}

// fault notes what is wrong with a row, if anything.
func (s *Submission) fault(err error) { s.Faults = append(s.Faults, feedback.FaultsOf(err)...) }

// idOf gives the row's own id, or one made of its contents and of how many equal
// rows came before it: two equal answers stay two, the same file read twice
// stays one, and a file with rows added keeps the ids of the others. A row that is
// refused is not counted.
func (r *rowReader) idOf(row []string, refused bool) (string, error) {
	if id := cell(row, r.id); id != "" || refused {
		return orElse(id, "refused"), nil
	}
	h := sha256.New()
	for _, c := range row {
		fmt.Fprintf(h, "%d:%s", len(c), c)
	}
	fmt.Fprintf(h, "|%s|%s", r.m.Place, r.m.Date)
	var sum [sha256.Size]byte
	key := rowKey(h.Sum(sum[:0]))
	n, err := r.repeats.next(key)
	if err != nil {
		return "", err
	}
	return "row:" + hex.EncodeToString(key[:]) + "#" + strconv.Itoa(n), nil
}

func (r *rowReader) ratingOf(v string) (feedback.Rating, error) {
	found, ok := r.ratings[v]
	if !ok {
		found.rating, found.err = r.readRating(v)
		if len(r.ratings) >= cellsKnown {
			clear(r.ratings)
		}
		r.ratings[v] = found
	}
	return found.rating, found.err
}

func (r *rowReader) readRating(v string) (feedback.Rating, error) {
	if mapped, ok := r.m.Ratings[v]; ok {
		return mappedRating(mapped)
	}
	if unanswered(v) {
		return feedback.NoRating, nil
	}
	return parseFileRating(v)
}

// unanswered reports whether a cell of ratings says that somebody gave none. Of
// comments only the first of these is no comment: "no response" may be what
// happened when somebody rang the bell.
func unanswered(v string) bool {
	switch strings.ToLower(v) {
	case "did not answer", "not answered", "no answer", "no response", "skipped":
		return true
	}
	return blank(v)
}

// commentsOf reads a row's comments into a submission, with what is wrong with
// them.
func (r *rowReader) commentsOf(row []string, s *Submission) {
	for i, c := range r.m.Columns.Comments {
		text := cell(row, r.comments[i])
		if blank(text) || strings.EqualFold(text, "did not answer") {
			continue
		}
		prompt, err := r.promptFor(row, c)
		s.fault(err)
		text = sentiment.Repair(text)
		if len(text) > feedback.MaxComment {
			s.fault(&feedback.FieldError{Field: "comment", Reason: fmt.Sprintf("is %d bytes long; the most is %d", len(text), feedback.MaxComment)})
			continue
		}
		s.Comments = append(s.Comments, feedback.Comment{Prompt: prompt, Text: feedback.Text(text)})
	}
}

// promptFor tells which question a column of comments answers in a row.
func (r *rowReader) promptFor(row []string, c CommentColumn) (feedback.Prompt, error) {
	wording := cell(row, r.question)
	if wording == "" {
		return feedback.ParsePrompt(c.Question)
	}
	if mapped, ok := r.m.Questions[wording]; ok {
		return feedback.ParsePrompt(mapped)
	}
	return promptOf(sentiment.ParseQuestion(wording)), nil
}

// consentOf tells whether a person agreed to their comment being published. A
// cell that says nothing is no consent.
func (r *rowReader) consentOf(row []string) (bool, error) {
	if r.consent < 0 {
		return r.m.Consent, nil
	}
	v := cell(row, r.consent)
	switch strings.ToLower(v) {
	case "yes", "y", "true", "1", "1.0":
		return true, nil
	case "no", "n", "false", "0", "0.0":
		return false, nil
	}
	if blank(v) {
		return false, nil
	}
	return false, &feedback.FieldError{Field: "consent_to_publish", Reason: "must be yes or no; leave it empty where a person did not say"}
}

func promptOf(q sentiment.Question) feedback.Prompt {
	switch q {
	case sentiment.WhatGood:
		return feedback.PromptGood
	case sentiment.CouldImprove:
		return feedback.PromptImprove
	}
	return feedback.PromptWhy
}

// placeOf finds what the row's columns say of where it belongs, as deep as they
// go.
func (r *rowReader) placeOf(row []string) (string, error) {
	parts := [...]string{cell(row, r.place), cell(row, r.provider), cell(row, r.site), cell(row, r.ward)}
	key := strings.Join(parts[:], "\x00")
	found, ok := r.places[key]
	if !ok {
		found.id, found.err = r.findPlace(parts[:])
		if len(r.places) >= cellsKnown {
			clear(r.places)
		}
		r.places[key] = found
	}
	return found.id, found.err
}

func (r *rowReader) findPlace(parts []string) (string, error) {
	dir := r.in.places()
	var at *feedback.Place
	for _, v := range append([]string{r.m.Place}, parts...) {
		if v == "" {
			continue
		}
		if mapped, ok := r.m.Places[v]; ok {
			v = mapped
		}
		p, err := findNamed(dir, v, at, r.within)
		if err != nil {
			return "", err
		}
		at = &p
	}
	if at == nil {
		return "", &feedback.FieldError{Field: "place", Reason: "is empty; every row needs a place, or give one for all with --place"}
	}
	return string(at.ID), nil
}

// findNamed finds a place by id, code or name. Below a place already found,
// names are looked for under it; elsewhere the name must be the only one.
func findNamed(dir *feedback.Directory, v string, under *feedback.Place, within []feedback.PlaceID) (feedback.Place, error) {
	scope := within
	if under != nil {
		scope = []feedback.PlaceID{under.ID}
	}
	p, err := dir.Find(v, scope)
	var fe *feedback.FieldError
	if err == nil || errors.As(err, &fe) {
		return p, err
	}
	var named []feedback.Place
	for _, q := range dir.Named(v) {
		if _, err := dir.Find(string(q.ID), scope); err == nil {
			named = append(named, q)
		}
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: "is not in the directory; import it with earshot places import, or say which place is meant in the map's places"}
	}
	return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: fmt.Sprintf("stands for %d places of that name; say which is meant in the map's places", len(named))}
}

// blank reports whether a cell says that there is nothing in it.
func blank(v string) bool {
	if strings.Trim(v, "?-–—. ") == "" {
		return true
	}
	switch strings.ToUpper(v) {
	case "NULL", "#NAME?", "#N/A", "NA", "N/A", "N.A.", "NAN":
		return true
	}
	return false
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
