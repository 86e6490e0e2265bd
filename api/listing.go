package api

import (
	"encoding/base64"
	"strings"
	"sync/atomic"

	"earshot/feedback"
)

// listing keeps the places of the directory in force ready to be searched, so
// that a search need not copy and lower-case all of England each time.
type listing struct{ made atomic.Pointer[listed] }

type listed struct {
	of    *feedback.Directory
	place []feedback.Place // by level, then name
	names []string         // lower case
}

// of gives the listing of a directory, made anew when the directory is.
func (l *listing) of(dir *feedback.Directory) *listed {
	if made := l.made.Load(); made != nil && made.of == dir {
		return made
	}
	made := &listed{of: dir, place: dir.All()}
	made.names = make([]string, len(made.place))
	for i, p := range made.place {
		made.names[i] = strings.ToLower(p.Name)
	}
	l.made.Store(made)
	return made
}

// placeQuery narrows a list of places; its zero value takes all.
type placeQuery struct {
	words  string // every word in the name, or the beginning of a code
	level  feedback.Level
	parent feedback.PlaceID
	code   string // a national or public code, whole
	area   feedback.GSS
}

// find gives the places that match: those whose code begins with the words
// first, then by level and name.
func (l *listed) find(q placeQuery) []feedback.Place {
	words := strings.Fields(strings.ToLower(q.words))
	prefix := strings.ToUpper(strings.TrimSpace(q.words))
	code := strings.ToUpper(strings.TrimSpace(q.code))
	var byCode, byName []feedback.Place
	for i, p := range l.place {
		if q.level != feedback.NoLevel && p.Level != q.level || q.parent != "" && p.Parent != q.parent || q.area != "" && p.Area != q.area {
			continue
		}
		if code != "" && string(p.Code) != code && string(p.PublicCode) != code {
			continue
		}
		switch {
		case len(words) == 0:
			byName = append(byName, p)
		case strings.HasPrefix(string(p.Code), prefix) || strings.HasPrefix(string(p.PublicCode), prefix):
			byCode = append(byCode, p)
		case holdsAll(l.names[i], words):
			byName = append(byName, p)
		}
	}
	return append(byCode, byName...)
}

func holdsAll(name string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(name, w) {
			return false
		}
	}
	return true
}

// page cuts one page out of found: what follows the place the cursor names. The
// next cursor is empty on the last page.
func page(found []feedback.Place, cursor string, limit int) (part []feedback.Place, next string, err error) {
	start := 0
	if cursor != "" {
		id, err := base64.RawURLEncoding.DecodeString(cursor)
		at := -1
		for i := range found {
			if err == nil && string(found[i].ID) == string(id) {
				at = i
				break
			}
		}
		if at < 0 {
			return nil, "", &feedback.FieldError{Field: "cursor", Reason: "does not belong to this list; begin again without it"}
		}
		start = at + 1
	}
	end := min(start+limit, len(found))
	part = found[start:end]
	if end < len(found) && len(part) > 0 {
		next = base64.RawURLEncoding.EncodeToString([]byte(part[len(part)-1].ID))
	}
	return part, next, nil
}
