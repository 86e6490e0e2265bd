package api

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"earshot/feedback"
)

// The elements of an Atom feed.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Rights  string      `xml:"rights"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary"`
	}
)

// commentEntry gives the entry of a comment, which is as new as its reply or the
// edition.
func commentEntry(c *commentJSON, updated time.Time) atomEntry {
	if c.Reply != nil {
		if d, err := feedback.ParseDay(c.Reply.Date); err == nil && d.Start().After(updated) {
			updated = d.Start().UTC()
		}
	}
	page := c.Place.URL + "/comments"
	return atomEntry{ID: page + "#" + c.ID, Title: "A comment about " + c.Place.Name + ", " + monthName(c.Month), Updated: updated.Format(time.RFC3339),
		Link: atomLink{"alternate", page}, Summary: c.wordsOf()}
}

// getAreaFeed is GET /areas/{gss}/feed.atom: an entry for each published month,
// newest first, and for each of the newest comments with its reply.
func (s *server) getAreaFeed(w http.ResponseWriter, r *http.Request) error {
	a, err := s.report(r)
	if err != nil {
		return err
	}
	page := s.publicURL + "/areas/" + string(a.Area.GSS)
	name := cmp.Or(a.Area.Name, string(a.Area.GSS))
	updated := time.Unix(0, 0).UTC()
	if a.AsOf != nil {
		updated = a.AsOf.UTC()
	}
	f := atomFeed{ID: page, Title: "Friends and Family Test: " + name, Updated: updated.Format(time.RFC3339), Author: atomAuthor{s.publisher}, Rights: "Open Government Licence v3.0",
		Links: []atomLink{{"self", page + "/feed.atom"}, {"alternate", page + "/report"}}}
	for i := len(a.Months) - 1; i >= 0; i-- {
		m := a.Months[i]
		summary := "Figures for this month are hidden to protect people. " + comparisonNote
		if m.Responses != nil {
			summary = fmt.Sprintf("%d people answered. ", *m.Responses)
			if m.PercentPositive != nil && m.PercentNegative != nil {
				summary += fmt.Sprintf("%.0f%% were positive and %.0f%% negative. ", *m.PercentPositive, *m.PercentNegative)
			}
			summary += comparisonNote
		}
		if s.demonstration != "" {
			summary = s.demonstration + " " + summary
		}
		f.Entries = append(f.Entries, atomEntry{ID: page + "?window=" + m.Period, Title: name + ", " + monthName(m.Period), Updated: f.Updated,
			Link: atomLink{"alternate", page + "?window=" + m.Period}, Summary: summary})
	}
	for i := range a.Comments {
		f.Entries = append(f.Entries, commentEntry(&a.Comments[i], updated))
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return fmt.Errorf("area feed: %w", err)
	}
	return s.sendPublic(w, r, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}
