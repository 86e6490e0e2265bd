package feed

import (
	"errors"
	"slices"

	"earshot/feedback"
)

// errNoPlace is why a story is refused whose services are all unknown.
var errNoPlace = &feedback.FieldError{Field: "place", Reason: "none of the services it is about is in the directory; name the place they stand for in the source file's places"}

// parts finds the places that an item is about, and gives each its rating. One
// story can become several responses, but it counts no rating twice:
//
//   - each place occurs once, with the first rating given for it;
//   - of two places of which one contains the other only the inner one stays,
//     since it counts towards the outer anyway; it takes over the outer's rating
//     if it has none;
//   - a rating of the story as a whole goes to its first place.
//
// unknown is how many services could not be found.
func (s *Source) parts(dir *feedback.Directory, i *Item) (out []part, unknown int) {
	day := feedback.DayOf(i.AnsweredAt)
	add := func(id feedback.PlaceID, r feedback.Rating) {
		if at := slices.IndexFunc(out, func(p part) bool { return p.place == id }); at < 0 {
			out = append(out, part{id, r})
		} else if out[at].rating == feedback.NoRating {
			out[at].rating = r
		}
	}
	for _, sv := range i.Services {
		ids := s.find(dir, sv, day)
		if len(ids) == 0 {
			unknown++
		}
		for n, id := range ids {
			r := sv.Rating
			if n > 0 {
				r = feedback.NoRating // one service in several places: one rating
			}
			add(id, r)
		}
	}
	if len(out) == 0 && s.Place != "" {
		if p, err := dir.Find(s.Place, nil); err == nil {
			rating := feedback.NoRating
			for _, sv := range i.Services {
				if rating == feedback.NoRating {
					rating = sv.Rating
				}
			}
			add(open(dir, p.ID, day), rating)
		}
	}
	out = innermost(dir, out)
	if len(out) > 0 && !slices.ContainsFunc(out, func(p part) bool { return p.rating != feedback.NoRating }) {
		out[0].rating = i.Rating
	}
	return out, unknown
}

// innermost leaves out places that contain another.
func innermost(dir *feedback.Directory, parts []part) []part {
	var out []part
	for _, outer := range parts {
		inner := slices.IndexFunc(parts, func(p part) bool { return p.place != outer.place && dir.Contains(outer.place, p.place) })
		if inner < 0 {
			out = append(out, outer)
			continue
		}
		if parts[inner].rating == feedback.NoRating {
			parts[inner].rating = outer.rating
			if at := slices.IndexFunc(out, func(p part) bool { return p.place == parts[inner].place }); at >= 0 {
				out[at].rating = outer.rating
			}
		}
	}
	return out
}

// find gives our places for a service: what the source file says of its code or
// name, else the place of that code, else the nearest known thing that it is
// part of, else the only place of its name.
func (s *Source) find(dir *feedback.Directory, sv Service, day feedback.Day) []feedback.PlaceID {
	for _, key := range []string{sv.Code, sv.Name} {
		if names := s.Places[serviceKey(key)]; key != "" && len(names) > 0 {
			var ids []feedback.PlaceID
			for _, name := range names {
				if p, err := dir.Find(name, nil); err == nil {
					ids = append(ids, open(dir, p.ID, day))
				}
			}
			return ids
		}
	}
	codes := append([]string{sv.Code}, sv.Others...)
	for n, code := range codes {
		if code == "" {
			continue
		}
		if n > 0 {
			if names := s.Places[serviceKey(code)]; len(names) > 0 {
				if p, err := dir.Find(names[0], nil); err == nil {
					return []feedback.PlaceID{open(dir, p.ID, day)}
				}
			}
		}
		p, err := dir.Find(code, nil)
		var fe *feedback.FieldError
		if errors.As(err, &fe) { // one code, several providers: the others say which
			for _, up := range codes[n+1:] {
				if top, e := dir.Find(up, nil); e == nil {
					p, err = dir.Find(code, []feedback.PlaceID{top.ID})
				}
			}
		}
		if err == nil && p.Level >= feedback.Provider {
			return []feedback.PlaceID{open(dir, p.ID, day)}
		}
	}
	if named := dir.Named(sv.Name); sv.Name != "" && len(named) == 1 && named[0].Level >= feedback.Provider {
		return []feedback.PlaceID{open(dir, named[0].ID, day)}
	}
	return nil
}

// open gives the place that stands for one on a day: itself, or if it was closed
// the one that took over, or the one it was part of.
func open(dir *feedback.Directory, id feedback.PlaceID, day feedback.Day) feedback.PlaceID {
	for range 10 { // successors may go round in circles
		at, ok := dir.At(id, day)
		if !ok || !at.Closed || at.From > day {
			return id
		}
		switch {
		case len(at.Successors) == 1:
			id = at.Successors[0]
		case at.Level > feedback.Provider && at.Parent != "":
			id = at.Parent
		default:
			return id
		}
	}
	return id
}
