package collector

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"earshot/feedback"
)

// PlacesReport says what a directory file changes.
type PlacesReport struct {
	Rows      int
	Added     map[feedback.Level]int
	Changed   int
	Unchanged int
	Areas     int // new or renamed
	Repeated  int // rows that say again what an earlier row said
}

// PlaceChanges is what is to be stored: versions of places and areas.
type PlaceChanges struct {
	Places []feedback.Place
	Areas  []feedback.Area
	Report PlacesReport
}

// placeColumns gives the names under which each column is known. National
// files say "trust"; others say "provider".
func placeColumns() map[string][]string {
	return map[string][]string{
		"icb": {"icb", "icb_code"}, "icb_name": {"icb_name"},
		"provider": {"provider", "provider_code", "trust", "trust_code"}, "provider_name": {"provider_name", "trust_name"},
		"site": {"site", "site_code"}, "site_name": {"site_name"},
		"ward":     {"ward", "ward_name", "team", "team_name"},
		"place_id": {"place_id"}, "setting": {"setting"},
		"area": {"area", "area_code", "gss"}, "area_name": {"area_name"}, "postcode": {"postcode", "post_code"},
		"public_code": {"public_code"}, "opened": {"opened", "valid_from"}, "closed": {"closed", "valid_to"}, "successor": {"successor"},
	}
}

// maxPlacesFaults is how many wrong lines are told before giving up.
const maxPlacesFaults = 20

// ReadPlaces reads a directory file (CSV with a header line) and works out what
// it changes in the directory as it stands. asOf is the first day of what has
// changed; a place seen for the first time is taken to have always been so,
// unless its row says when it opened. Places the file does not mention are left
// alone. Nothing is changed if any line is wrong: the error joins one
// FieldError for each, with line, field and remedy.
func ReadPlaces(r io.Reader, dir *feedback.Directory, asOf feedback.Day) (PlaceChanges, error) {
	br := bufio.NewReaderSize(r, 64<<10)
	head, _ := br.Peek(512)
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return PlaceChanges{}, &feedback.FieldError{Reason: "is an Excel workbook; save it as CSV UTF-8"}
	}
	if err := noTable(head); err != nil {
		return PlaceChanges{}, err
	}
	t := newCSVTable(io.NopCloser(br), ".csv")
	t.strict = true
	header, _, err := t.Next()
	if errors.Is(err, io.EOF) {
		return PlaceChanges{}, &feedback.FieldError{Line: 1, Reason: "must be a header line of column names; the file is empty or not CSV"}
	}
	if err != nil {
		return PlaceChanges{}, err
	}
	cols, err := matchColumns(slices.Clone(header))
	if err != nil {
		return PlaceChanges{}, err
	}
	b := newPlacesBuilder(dir, asOf)
	var faults []error
	for {
		rec, line, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && feedback.FaultsOf(err) == nil {
			return PlaceChanges{}, err
		}
		if err != nil {
			faults = append(faults, err)
		} else if err := b.row(placeRow{slices.Clone(rec), cols}); err != nil {
			faults = append(faults, atLine(err, line))
		}
		if len(faults) >= maxPlacesFaults {
			faults = append(faults, fmt.Errorf("and perhaps more; the reading stopped here: %w", feedback.ErrInvalid))
			break
		}
	}
	if len(faults) > 0 {
		return PlaceChanges{}, errors.Join(faults...)
	}
	return b.changes()
}

// matchColumns maps our column names to positions and refuses unknown and
// repeated ones by name.
func matchColumns(header []string) (map[string]int, error) {
	known := placeColumns()
	byAlias := make(map[string]string)
	var all []string
	for name, aliases := range known {
		all = append(all, aliases[0])
		for _, a := range aliases {
			byAlias[a] = name
		}
	}
	slices.Sort(all)
	cols := make(map[string]int)
	var unknown []string
	for i, h := range header {
		key := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))), " ", "_")
		name, ok := byAlias[key]
		if !ok {
			unknown = append(unknown, fmt.Sprintf("%q", shorten(h)))
			continue
		}
		if _, twice := cols[name]; twice {
			return nil, &feedback.FieldError{Line: 1, Field: name, Reason: "is given by two columns; keep one"}
		}
		cols[name] = i
	}
	if len(unknown) > 0 {
		return nil, &feedback.FieldError{Line: 1, Reason: "unknown columns " + strings.Join(unknown, ", ") + "; the columns are " + strings.Join(all, ", ")}
	}
	if _, ok := cols["provider"]; !ok {
		return nil, &feedback.FieldError{Line: 1, Field: "provider", Reason: "is missing; the file needs a provider (or trust_code) column with each provider's ODS code"}
	}
	return cols, nil
}

func shorten(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// placeRow is one line of the file by our column names.
type placeRow struct {
	rec  []string
	cols map[string]int
}

func (r placeRow) get(name string) string {
	i, ok := r.cols[name]
	if !ok || i >= len(r.rec) {
		return ""
	}
	return strings.TrimSpace(r.rec[i])
}
