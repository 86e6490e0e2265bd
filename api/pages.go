package api

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/release"
)

// homePage is GET /.
func (s *server) homePage(w http.ResponseWriter, _ *http.Request) error {
	public(w)
	return s.pages.show(w, http.StatusOK, Page{Script: true}, "home.html", nil)
}

// mostFound is how many places a page of search results holds.
const mostFound = 50

type foundPlace struct {
	Place feedback.Place
	Above string // what it is part of, from the top down
}

type findData struct {
	Query string
	Found []foundPlace
	More  bool
	Asked bool
}

// findPage is GET /find?q=.
func (s *server) findPage(w http.ResponseWriter, r *http.Request) error {
	dir := s.directory()
	d := findData{Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	if len(d.Query) > 100 {
		return &feedback.FieldError{Field: "q", Reason: "must be at most 100 characters"}
	}
	if d.Asked = d.Query != ""; d.Asked {
		found := s.listing.of(dir).find(placeQuery{words: d.Query})
		d.More = len(found) > mostFound
		d.Found = above(dir, found[:min(mostFound, len(found))])
	}
	public(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Find a place", NoIndex: d.Asked, Script: true}, "find.html", d)
}

// above says of each place what it is part of.
func above(dir *feedback.Directory, places []feedback.Place) []foundPlace {
	out := make([]foundPlace, len(places))
	for i, p := range places {
		up := dir.Ancestors(p.ID)
		names := make([]string, 0, len(up))
		for j := range up {
			if up[j].Level != feedback.ICB || len(up) == 1 {
				names = append(names, up[j].Name)
			}
		}
		out[i] = foundPlace{p, strings.Join(names, ", ")}
	}
	return out
}

// plain lists places whose whereabouts the page already says.
func plain(places []feedback.Place) []foundPlace {
	out := make([]foundPlace, len(places))
	for i, p := range places {
		out[i].Place = p
	}
	return out
}

// cardData is what the scorecard of a place, an area or England shows.
type cardData struct {
	Name     string
	Kind     string // "Ward", "Area", …
	Base     string // address of the page, for links to other windows
	Place    *feedback.Place
	Area     *feedback.Area
	Card     cardAnswer
	Windows  []windowLink
	Months   []windowLink // the last twelve calendar months, newest first
	Ratings  []ratingRow
	Span     string
	Open     bool   // the card is live, not published
	AsOf     string // when it was published, or up to when it counts
	NextAt   string // when it can next change
	Children []foundPlace
	Next     []feedback.Place // that took over from a closed place
	FormURL  string
	JSON     string
	LiveURL  string       // where staff see the place live
	Signed   *signedData  // who looks at a live card; nil for the public
	Comments commentsData // the newest, of a place
}

type windowLink struct {
	Text, URL string
	Current   bool
}

// ratingRow is one bar of the chart.
type ratingRow struct {
	Label   string
	Count   int64
	Percent float64
	Tone    string // colour class of the bar
}

// placePage is GET /p/{id}. A code in place of the id leads to the id, so that
// a place has one address.
func (s *server) placePage(w http.ResponseWriter, r *http.Request) error {
	dir := s.directory()
	name := mux.Vars(r)["id"]
	p, err := findPlace(dir, name)
	if err != nil {
		return err
	}
	if string(p.ID) != name {
		http.Redirect(w, r, "/p/"+string(p.ID), http.StatusFound)
		return nil
	}
	d := cardData{Name: p.Name, Kind: levelText(p.Level), Base: "/p/" + string(p.ID), Place: &p,
		Children: plain(dir.Children(p.ID)), JSON: "/v1/scorecards/" + string(p.ID)}
	if err := d.fill(s, r, refOf(dir, p)); err != nil {
		return err
	}
	for _, id := range p.Successors {
		if next, ok := dir.Place(id); ok {
			d.Next = append(d.Next, next)
		}
	}
	if s.workspace != nil {
		d.LiveURL = livePath(p.ID)
	}
	if takesAnswers(p) {
		d.FormURL = "/f/" + string(p.PublicCode)
	}
	if area, ok := dir.Area(areaOf(dir, p)); ok {
		d.Area = &area
	}
	if err := d.comment(s, r, p); err != nil {
		return err
	}
	head, err := s.linkedData(p, &d.Card)
	if err != nil {
		return err
	}
	page := Page{Title: p.Name, Head: head}
	up := dir.Ancestors(p.ID)
	for i := len(up) - 1; i >= 0; i-- {
		page.Crumbs = append(page.Crumbs, Crumb{up[i].Name, "/p/" + string(up[i].ID)})
	}
	s.keepFigures(w)
	return s.pages.show(w, http.StatusOK, page, "card.html", d)
}

// comment puts the newest comments into a place's page.
func (d *cardData) comment(s *server, r *http.Request, p feedback.Place) error {
	a, err := s.placeComments(r.Context(), p, ledger.ShownQuery{Until: feedback.DayOf(s.now()).Month()}, fewComments)
	if err != nil {
		return err
	}
	d.Comments = commentsData{Name: p.Name, Note: a.Note, Comments: shownComments(a.Comments, p.ID)}
	if a.Next != "" {
		d.Comments.Next = "/p/" + string(p.ID) + "/comments"
	}
	return nil
}

// areasPage is GET /areas.
func (s *server) areasPage(w http.ResponseWriter, _ *http.Request) error {
	public(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Areas"}, "areas.html", s.directory().Areas())
}

// areaPage is GET /areas/{gss}.
func (s *server) areaPage(w http.ResponseWriter, r *http.Request) error {
	dir := s.directory()
	area, err := findArea(dir, mux.Vars(r)["gss"])
	if err != nil {
		return say(fmt.Errorf("area page: %w", feedback.ErrNotFound), "There is no area with this code.")
	}
	d := cardData{Name: cmp.Or(area.Name, string(area.GSS)), Kind: "Area", Base: "/areas/" + string(area.GSS),
		Children: above(dir, dir.InArea(area.GSS)), JSON: "/v1/areas/" + string(area.GSS) + "/summary"}
	if err := d.fill(s, r, scorecard.AreaRef(area.GSS)); err != nil {
		return err
	}
	s.keepFigures(w)
	return s.pages.show(w, http.StatusOK, Page{Title: d.Name, Crumbs: []Crumb{{"Areas", "/areas"}}}, "card.html", d)
}

// englandPage is GET /england.
func (s *server) englandPage(w http.ResponseWriter, r *http.Request) error {
	d := cardData{Name: "England", Kind: "All services", Base: "/england", JSON: "/v1/england"}
	if err := d.fill(s, r, scorecard.EnglandRef()); err != nil {
		return err
	}
	s.keepFigures(w)
	return s.pages.show(w, http.StatusOK, Page{Title: d.Name}, "card.html", d)
}

// fill reads the public card and works out what the template shows of it.
func (d *cardData) fill(s *server, r *http.Request, ref scorecard.Ref) error {
	if s.open {
		win, err := windowOf(r)
		if err != nil {
			return err
		}
		return d.fillOpen(r.Context(), s, ref, win)
	}
	span, err := spanOf(r)
	if err != nil {
		return err
	}
	e := s.published.Current()
	for _, sp := range release.Spans() {
		d.Windows = append(d.Windows, windowLink{spanName(sp), d.Base + "?window=" + sp.String(), sp == span})
	}
	if span.Months() == 0 {
		d.Windows = append(d.Windows, windowLink{monthName(span.String()), d.Base + "?window=" + span.String(), true})
	}
	periods := e.Periods()
	for i := len(periods) - 1; i >= max(0, len(periods)-12); i-- {
		d.Months = append(d.Months, windowLink{monthName(periods[i]), d.Base + "?window=" + periods[i], periods[i] == span.String()})
	}
	d.show(s.cardOf(e, ref.Scope, span), span.String())
	return nil
}

// show puts a card into the page.
func (d *cardData) show(a cardAnswer, window string) {
	d.Card = a
	if d.JSON != "" {
		d.JSON += "?window=" + window
	}
	d.Span = spanText(a.From, a.To)
	if a.AsOf != nil {
		d.AsOf = a.AsOf.In(feedback.London()).Format("15:04 on 2 January 2006")
	}
	if a.Next != nil {
		d.NextAt = a.Next.In(feedback.London()).Format("15:04 on 2 January 2006")
	}
	d.Ratings = ratingRows(&a.Figures)
}

// ratingRows gives the bars of a card, none if it is hidden.
func ratingRows(f *Figures) []ratingRow {
	if f.Counts == nil {
		return nil
	}
	c := f.Counts
	var out []ratingRow
	for i, n := range [...]int64{c.VeryGood, c.Good, c.Neither, c.Poor, c.VeryPoor, c.DontKnow} {
		r := feedback.Ratings()[i]
		row := ratingRow{Label: ratingText(r), Count: n, Tone: "ear-grey"}
		if *f.Responses > 0 {
			row.Percent = 100 * float64(n) / float64(*f.Responses)
		}
		switch {
		case r.Positive():
			row.Tone = "ear-good"
		case r.Negative():
			row.Tone = "ear-bad"
		}
		out = append(out, row)
	}
	return out
}

// ratingText writes an answer's wording as print does, with a curly apostrophe.
func ratingText(r feedback.Rating) string { return strings.ReplaceAll(r.String(), "'", "’") }

// spanName names published months for people.
func spanName(s release.Span) string {
	if s.Months() == 1 {
		return "Latest month"
	}
	return fmt.Sprintf("Last %d months", s.Months())
}

// monthName writes a published month as people do.
func monthName(period string) string {
	m, err := feedback.ParseMonth(period)
	if err != nil {
		return period
	}
	return m.First().Start().Format("January 2006")
}

// dateText writes a day as people do.
func dateText(d feedback.Day) string { return d.Start().Format("2 January 2006") }

// spanText writes a card's first and last day.
func spanText(from, to string) string {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	switch {
	case err1 != nil || err2 != nil || b.Before(a):
		return ""
	case a.Equal(b):
		return b.Format("2 January 2006")
	case a.Year() != b.Year():
		return a.Format("2 January 2006") + " to " + b.Format("2 January 2006")
	case a.Month() != b.Month():
		return a.Format("2 January") + " to " + b.Format("2 January 2006")
	}
	return a.Format("2") + " to " + b.Format("2 January 2006")
}

// bar is the geometry of a bar out of 100, drawn as SVG rather than with a
// style attribute, which the content policy forbids.
type bar struct {
	Width string
	Tone  string
}

func barOf(percent float64, tone string) bar {
	return bar{fmt.Sprintf("%.1f", min(max(percent, 0), 100)), tone}
}

// levelText names a level for people.
func levelText(l feedback.Level) string {
	switch l {
	case feedback.ICB:
		return "Integrated care board"
	case feedback.Provider:
		return "Provider"
	case feedback.Site:
		return "Site"
	case feedback.Ward:
		return "Ward or team"
	}
	return ""
}

// settingText names a setting for people.
func settingText(s feedback.Setting) string {
	switch s {
	case feedback.NoSetting:
		return ""
	case feedback.AccidentEmergency:
		return "A&E"
	case feedback.GP:
		return "GP practice"
	}
	words := strings.ReplaceAll(s.String(), "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}
