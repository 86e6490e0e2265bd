package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
)

// Paper cards are typed in by staff, with the keyboard alone: a digit and Enter
// for a card with only a tick. A person's key is asked for once and kept in a
// cookie that no script can read and no other site can send.
//
// Nothing about a batch is kept on the server. Its totals travel in the form,
// and count a card once however often its page is sent, since the page holds
// the totals from before it.

const (
	paperCookie = "earshot_paper"
	paperShift  = 12 * time.Hour // how long a sign-in lasts
)

// maxPaper is the most cards that a batch's slip may say.
const maxPaper = 9999

// paperKey gives the key of whoever is signed in.
func (s *server) paperKey(r *http.Request) (*ledger.Key, error) {
	c, err := r.Cookie(paperCookie)
	if err != nil {
		return nil, fmt.Errorf("paper: %w", feedback.ErrUnauthenticated)
	}
	return s.paperHolder(r, c.Value)
}

// paperHolder gives the key of a token if its holder may type cards in.
func (s *server) paperHolder(r *http.Request, token string) (*ledger.Key, error) {
	key, err := s.keys.Authenticate(r.Context(), strings.TrimSpace(token))
	if err != nil {
		return nil, err
	}
	traceOf(r).key = key.ID
	return caller{key: &key}.require(ledger.RolePartner, ledger.RoleProvider, ledger.RoleOperator)
}

// paperData is what the pages show.
type paperData struct {
	Signed bool
	Batch  paperBatch
	Token  string
	Faults []formFault
	Place  feedback.Place
	Rows   []paperRow
	Total  paperRow
	Saved  string // what was just saved
	ID     string // of what was just saved
	Card   paperCard
	Today  string
}

// Fault gives what is wrong with a field; empty if nothing is.
func (d paperData) Fault(field string) string { return formData{Faults: d.Faults}.Fault(field) }

// paperRow is one line of the totals.
type paperRow struct {
	Key     string
	Label   string
	Typed   int
	Slip    string // as the batch's slip says; empty if it does not
	Differs int    // typed less slip
	Checked bool   // the slip says something
}

// paperBatch is what the cards of a batch have in common, and how many there
// are: index 0 counts cards without a tick, 1 to 6 the answers.
type paperBatch struct {
	Place, Mode, Date string
	Slip              [7]string
	SlipTotal         string
	Typed             [7]int
}

// paperCard is one card as typed.
type paperCard struct {
	Rating, Why, Improve string
	Consent              bool
}

// paperPage is GET /paper.
func (s *server) paperPage(w http.ResponseWriter, r *http.Request) error {
	_, err := s.paperKey(r)
	switch {
	case err == nil:
	case errors.Is(err, feedback.ErrUnauthenticated), errors.Is(err, feedback.ErrForbidden):
		return s.showPaper(w, http.StatusOK, paperData{})
	default:
		return err
	}
	today := feedback.DayOf(s.now()).String()
	return s.showPaper(w, http.StatusOK, paperData{Signed: true, Batch: paperBatch{Date: today, Mode: feedback.ModePaperDischarge.String()}, Today: today})
}

func (s *server) showPaper(w http.ResponseWriter, status int, d paperData) error {
	private(w)
	return s.pages.show(w, status, Page{Title: "Type in paper cards", NoIndex: true, Problem: len(d.Faults) > 0}, "paper.html", d)
}

// paperSignIn is POST /paper/sign-in.
func (s *server) paperSignIn(w http.ResponseWriter, r *http.Request) error {
	if err := paperForm(r); err != nil {
		return err
	}
	if err := s.chargeForm(w, r); err != nil {
		return fmt.Errorf("paper sign-in: %w", err)
	}
	token := strings.TrimSpace(r.PostForm.Get("key"))
	_, err := s.paperHolder(r, token)
	switch {
	case errors.Is(err, feedback.ErrUnauthenticated):
		return s.showPaper(w, http.StatusUnauthorized, paperData{Faults: []formFault{{"key", "This key is not known or no longer in force", "key"}}})
	case errors.Is(err, feedback.ErrForbidden):
		return s.showPaper(w, http.StatusForbidden, paperData{Faults: []formFault{{"key", "This key is not for typing in cards", "key"}}})
	case err != nil:
		return err
	}
	s.setPaperCookie(w, token, int(paperShift.Seconds()))
	http.Redirect(w, r, "/paper", http.StatusSeeOther)
	return nil
}

// paperSignOut is POST /paper/sign-out.
func (s *server) paperSignOut(w http.ResponseWriter, r *http.Request) error {
	if err := paperForm(r); err != nil {
		return err
	}
	s.setPaperCookie(w, "", -1)
	http.Redirect(w, r, "/paper", http.StatusSeeOther)
	return nil
}

func (s *server) setPaperCookie(w http.ResponseWriter, value string, age int) {
	private(w)
	http.SetCookie(w, &http.Cookie{Name: paperCookie, Value: value, Path: "/paper", MaxAge: age, HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: strings.HasPrefix(s.publicURL, "https://")})
}

// paperForm reads a posted form that no other site may send.
func paperForm(r *http.Request) error {
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return fmt.Errorf("paper from another site: %w", feedback.ErrForbidden)
	}
	if err := r.ParseForm(); err != nil {
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			return say(err, "The card is too long to be taken. Go back and shorten it.")
		}
		return &feedback.FieldError{Reason: "the form did not arrive whole"}
	}
	return nil
}

// paperPost is POST /paper/batch: it starts a batch, adds a card or ends it.
func (s *server) paperPost(w http.ResponseWriter, r *http.Request) error {
	if err := paperForm(r); err != nil {
		return err
	}
	key, err := s.paperKey(r)
	if errors.Is(err, feedback.ErrUnauthenticated) || errors.Is(err, feedback.ErrForbidden) {
		return s.showPaper(w, http.StatusUnauthorized, paperData{Faults: []formFault{{"key", "Sign in again; the last card was not saved", "key"}}})
	}
	if err != nil {
		return err
	}
	d := paperData{Signed: true, Batch: readBatch(r.PostForm), Today: feedback.DayOf(s.now()).String()}
	if d.Faults = s.checkBatch(key, &d); len(d.Faults) > 0 {
		return s.showPaper(w, http.StatusBadRequest, d)
	}
	switch r.PostForm.Get("press") {
	case "start":
		return s.showEntry(w, http.StatusOK, key, newFormToken(s.now()), d)
	case "end":
		return s.showTotals(w, d)
	}
	return s.addCard(w, r, key, d)
}

// addCard stores one card and shows the form for the next.
func (s *server) addCard(w http.ResponseWriter, r *http.Request, key *ledger.Key, d paperData) error {
	v := r.PostForm
	d.Card = paperCard{Rating: strings.TrimSpace(v.Get("rating")), Why: tidy(v.Get("why")), Improve: tidy(v.Get("improve")), Consent: v.Get("consent") == "yes"}
	token, err := s.tokens.open(v.Get("token"), paperCode(key))
	if err != nil {
		d.Faults = []formFault{{"rating", "This page could not be matched to the card; check it and save it again", "rating"}}
		return s.showEntry(w, http.StatusBadRequest, key, newFormToken(s.now()), d)
	}
	rating, ok := paperRating(d.Card)
	if !ok {
		d.Faults = []formFault{{"rating", "Type 1 to 6, or 0 for a card with words but no tick", "rating"}}
	}
	for _, f := range [...]struct{ name, text string }{{"why", d.Card.Why}, {"improve", d.Card.Improve}} {
		if len(f.text) > feedback.MaxComment {
			d.Faults = append(d.Faults, formFault{f.name, "This text is too long", f.name})
		}
	}
	if len(d.Faults) > 0 {
		return s.showEntry(w, http.StatusBadRequest, key, token, d)
	}
	mode, err := feedback.ParseMode(d.Batch.Mode)
	if err != nil {
		return err
	}
	day, err := feedback.ParseDay(d.Batch.Date)
	if err != nil {
		return err
	}
	at := day.Start().Add(12 * time.Hour)
	if now := s.now(); at.After(now) {
		at = now
	}
	results, err := s.intake.Submit(r.Context(), collector.Submission{
		Source: "paper:" + feedback.Source(strings.TrimPrefix(string(partnerSource(key)), "partner:")), SourceID: token.sourceID(),
		Place: string(d.Place.ID), Within: key.Places, Rating: rating, Channel: feedback.ChannelPaper, Mode: mode, AnsweredAt: at, Consent: d.Card.Consent,
		Comments: []feedback.Comment{{Prompt: feedback.PromptWhy, Text: feedback.Text(d.Card.Why)}, {Prompt: feedback.PromptImprove, Text: feedback.Text(d.Card.Improve)}},
	})
	if err == nil {
		err = results[0].Err
	}
	if err != nil {
		traceOf(r).fault = "paper card not kept: " + err.Error()
		d.Faults = []formFault{{"rating", "The card was not saved: try again in a minute. It is still here.", "rating"}}
		return s.showEntry(w, meaningOf(s.meanings, err).status, key, token, d)
	}
	d.Batch.Typed[rating]++
	d.Saved, d.ID, d.Card = paperLabel(int(rating)), results[0].ID.String(), paperCard{}
	return s.showEntry(w, http.StatusOK, key, newFormToken(s.now()), d)
}

// paperCode binds a page's token to whoever is signed in.
func paperCode(key *ledger.Key) feedback.PublicCode { return feedback.PublicCode("paper:" + key.ID) }

// paperRating reads a card's tick; 0 stands for none and needs words.
func paperRating(c paperCard) (feedback.Rating, bool) {
	n, err := strconv.Atoi(c.Rating)
	switch {
	case err != nil || n < 0 || n > int(feedback.DontKnow) || len(c.Rating) != 1:
		return feedback.NoRating, false
	case n == 0:
		return feedback.NoRating, strings.TrimSpace(c.Why+c.Improve) != ""
	}
	return feedback.Rating(n), true
}

func paperLabel(i int) string {
	if i == 0 {
		return "No tick"
	}
	return ratingText(feedback.Rating(i))
}

func readBatch(v url.Values) paperBatch {
	b := paperBatch{Place: strings.TrimSpace(v.Get("place")), Mode: v.Get("mode"), Date: strings.TrimSpace(v.Get("date")), SlipTotal: strings.TrimSpace(v.Get("slip"))}
	for i := range b.Typed {
		b.Slip[i] = strings.TrimSpace(v.Get("slip" + strconv.Itoa(i)))
		if n, err := strconv.Atoi(v.Get("typed" + strconv.Itoa(i))); err == nil && n > 0 && n <= maxPaper {
			b.Typed[i] = n
		}
	}
	return b
}

// checkBatch finds the batch's place and what is wrong with its head.
func (s *server) checkBatch(key *ledger.Key, d *paperData) []formFault {
	var faults []formFault
	p, err := s.directory().Find(d.Batch.Place, key.Places)
	switch {
	case err != nil || p.Level < feedback.Provider:
		faults = append(faults, formFault{"place", "Type the code of a ward, team, site or provider that your key is for", "place"})
	case p.Closed:
		faults = append(faults, formFault{"place", p.Name + " has closed", "place"})
	}
	d.Place = p
	day, err := feedback.ParseDay(d.Batch.Date)
	switch {
	case err != nil:
		faults = append(faults, formFault{"date", "Type the date as year-month-day, such as 2026-03-09", "date"})
	case day > feedback.DayOf(s.now()):
		faults = append(faults, formFault{"date", "The date is in the future", "date"})
	}
	if m, err := feedback.ParseMode(d.Batch.Mode); err != nil || m != feedback.ModePaperDischarge && m != feedback.ModePaperHome {
		faults = append(faults, formFault{"mode", "Select where the cards were filled in", "mode-1"})
	}
	bad := false
	for _, n := range append(d.Batch.Slip[:], d.Batch.SlipTotal) {
		if v, err := strconv.Atoi(n); n != "" && (err != nil || v < 0 || v > maxPaper) {
			bad = true
		}
	}
	if bad {
		faults = append(faults, formFault{"slip", fmt.Sprintf("The slip’s counts must be whole numbers up to %s", thousands(maxPaper)), "slip"})
	}
	return faults
}

// count fills the lines of the totals.
func (d *paperData) count() {
	row := func(key, label string, typed int, slip string) paperRow {
		out := paperRow{Key: key, Label: label, Typed: typed, Slip: slip}
		if n, err := strconv.Atoi(slip); err == nil {
			out.Checked, out.Differs = true, typed-n
		}
		return out
	}
	d.Rows = nil
	total := 0
	for _, i := range []int{1, 2, 3, 4, 5, 6, 0} {
		d.Rows = append(d.Rows, row(strconv.Itoa(i), paperLabel(i), d.Batch.Typed[i], d.Batch.Slip[i]))
		total += d.Batch.Typed[i]
	}
	d.Total = row("", "All cards", total, d.Batch.SlipTotal)
}

// Differs reports whether any total is not what the slip says.
func (d paperData) Differs() bool {
	for _, r := range append(d.Rows, d.Total) {
		if r.Differs != 0 {
			return true
		}
	}
	return false
}

// Checks reports whether the slip says anything.
func (d paperData) Checks() bool {
	for _, r := range append(d.Rows, d.Total) {
		if r.Checked {
			return true
		}
	}
	return false
}

func (s *server) showEntry(w http.ResponseWriter, status int, key *ledger.Key, token formToken, d paperData) error {
	d.count()
	d.Token = s.tokens.seal(token, paperCode(key))
	private(w)
	title := fmt.Sprintf("Card %d – %s", d.Total.Typed+1, d.Place.Name)
	return s.pages.show(w, status, Page{Title: title, NoIndex: true, Problem: len(d.Faults) > 0}, "paper-entry.html", d)
}

func (s *server) showTotals(w http.ResponseWriter, d paperData) error {
	d.count()
	private(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Batch totals", NoIndex: true}, "paper-total.html", d)
}
