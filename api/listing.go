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
	of        *feedback.Directory
	place     []feedback.Place    // by level, then name
	names     []string            // as [plainName] writes them, with a space before and after
	postcodes []feedback.Postcode // of each, or of what it is part of
	words     map[string][]int32  // the places whose names hold a word
	areas     map[feedback.GSS][]int32
}

// of gives the listing of a directory, made anew when the directory is.
func (l *listing) of(dir *feedback.Directory) *listed {
	if made := l.made.Load(); made != nil && made.of == dir {
		return made
	}
	made := &listed{of: dir, place: dir.All(), words: map[string][]int32{}, areas: map[feedback.GSS][]int32{}}
	made.names = make([]string, len(made.place))
	made.postcodes = make([]feedback.Postcode, len(made.place))
	for i, p := range made.place {
		name := plainName(p.Name)
		made.names[i] = " " + name + " "
		for w := range strings.FieldsSeq(name) {
			if at := made.words[w]; len(at) == 0 || at[len(at)-1] != int32(i) {
				made.words[w] = append(at, int32(i))
			}
		}
		if gss := areaOf(dir, p); gss != "" {
			made.areas[gss] = append(made.areas[gss], int32(i))
		}
		made.postcodes[i] = p.Postcode
		for _, up := range dir.Ancestors(p.ID) {
			if made.postcodes[i] != "" || up.Level < feedback.Site {
				break
			}
			made.postcodes[i] = up.Postcode
		}
	}
	l.made.Store(made)
	return made
}

// placeQuery narrows a list of places; its zero value takes all.
type placeQuery struct {
	words  string // of the name, or the beginning of a code, or a postcode
	level  feedback.Level
	parent feedback.PlaceID
	code   string // a national or public code, whole
	area   feedback.GSS
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
