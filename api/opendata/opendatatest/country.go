// Package opendatatest holds an invented country whose figures are published,
// for tests of what is made of publications.
package opendatatest

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
	"earshot/scorecard/release/releasetest"
	"earshot/sentiment"
)

// Country is an invented country: two boards, three providers, of which one is
// independent, sites and wards, and three published months.
type Country struct {
	Directory *feedback.Directory
	shelf     *releasetest.Shelf
	publisher *release.Publisher
	wards     []feedback.Place
	random    *rand.Rand
	now       time.Time
}

// NewCountry gives the country, the same every time.
func NewCountry() (*Country, error) {
	c := &Country{shelf: releasetest.NewShelf(), random: rand.New(rand.NewPCG(3, 5)), now: time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)}
	var err error
	if c.Directory, err = feedback.NewDirectory(c.places(), []feedback.Area{{GSS: "E06000090", Name: "Saltmarsh"}, {GSS: "E06000091", Name: "Weald"}}); err != nil {
		return nil, err
	}
	for _, m := range []string{"2026-08", "2026-09", "2026-10"} {
		if err := c.Answer(m); err != nil {
			return nil, err
		}
	}
	c.publisher = release.NewPublisher(c.shelf, release.Usual(), func() time.Time { return c.now }, slog.New(slog.DiscardHandler))
	return c, c.Publish()
}

// Edition gives the edition in force.
func (c *Country) Edition() *release.Edition { return c.publisher.Current() }

// Publish publishes what is new.
func (c *Country) Publish() error {
	_, err := c.publisher.Publish(context.Background(), false)
	return err
}

// NextMonth lets a month pass.
func (c *Country) NextMonth() { c.now = c.now.AddDate(0, 1, 0) }

// Answer lets people in every ward answer in a month; in some, very few.
func (c *Country) Answer(period string) error {
	month, err := feedback.ParseMonth(period)
	if err != nil {
		return err
	}
	for i, w := range c.wards {
		path, err := c.Directory.Path(w.ID, month.First())
		if err != nil {
			return err
		}
		n := c.random.IntN(40)
		if i%5 == 0 {
			n = c.random.IntN(5)
		}
		for range n {
			f := &ledger.Facts{Path: path, Day: month.First() + feedback.Day(c.random.IntN(28)), Rating: feedback.Rating(1 + c.random.IntN(6)), Mode: feedback.Mode(c.random.IntN(9))}
			f.Comments = []ledger.CommentFacts{{Themes: []ledger.ThemeFact{{Theme: sentiment.Theme(1 + c.random.IntN(32))}}}}
			c.shelf.Put(nil, f)
		}
	}
	return nil
}

// places gives the country's places and notes its wards. Names hold what makes
// trouble in files.
func (c *Country) places() []feedback.Place {
	var out []feedback.Place
	add := func(p feedback.Place) {
		p.From, p.To = feedback.NoDay, feedback.NoDay
		out = append(out, p)
	}
	add(feedback.Place{ID: "icb0000001", Level: feedback.ICB, Name: "NHS Saltmarsh and Weald ICB", Code: "QX1", PublicCode: "ICB-ONE"})
	add(feedback.Place{ID: "icb0000002", Level: feedback.ICB, Name: "Independent sector providers", Code: "IS1", PublicCode: "ICB-TWO"})
	for prov := range 3 {
		id := feedback.PlaceID(fmt.Sprintf("prov00000%d", prov))
		name, parent := fmt.Sprintf("Saltmarsh %d NHS Trust", prov), feedback.PlaceID("icb0000001")
		if prov == 2 {
			name, parent = "=Wealdbridge, \"Care\" & Sons", "icb0000002"
		}
		add(feedback.Place{ID: id, Level: feedback.Provider, Name: name, Code: feedback.OrgCode(fmt.Sprintf("RX%d", prov)), PublicCode: feedback.PublicCode(fmt.Sprintf("PROV%d", prov)), Parent: parent})
		for site := range 2 {
			sid := fmt.Sprintf("site0000%d%d", prov, site)
			add(feedback.Place{ID: feedback.PlaceID(sid), Level: feedback.Site, Name: fmt.Sprintf("Site %d of %d", site, prov), Code: feedback.OrgCode(fmt.Sprintf("RX%d0%d", prov, site)),
				PublicCode: feedback.PublicCode("S" + sid[4:] + "X"), Parent: id, Area: feedback.GSS(fmt.Sprintf("E0600009%d", site))})
			for ward := range 4 {
				setting := []feedback.Setting{feedback.Inpatient, feedback.Inpatient, feedback.AccidentEmergency, feedback.PatientTransport}[ward]
				w := feedback.Place{ID: feedback.PlaceID(fmt.Sprintf("ward000%d%d%d", prov, site, ward)), Level: feedback.Ward, Name: fmt.Sprintf("Ward %d <%s>", ward, setting),
					PublicCode: feedback.PublicCode(fmt.Sprintf("W%d%d%dX", prov, site, ward)), Parent: feedback.PlaceID(sid), Setting: setting}
				add(w)
				c.wards = append(c.wards, w)
			}
		}
	}
	return out
}
