package api

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"
	"github.com/xuri/excelize/v2"
)

// fullReport gives an area's report with what only a key for the area sees, if
// the caller has one.
func (s *server) fullReport(r *http.Request) (*areaReport, error) {
	a, err := s.report(r)
	if err != nil {
		return nil, err
	}
	who, err := s.caller(r)
	if err != nil || who.viewOfArea(a.Area.GSS) == viewPublic {
		return a, err
	}
	quiet := []areaPlaceName{}
	for _, p := range a.Places {
		if p.Quiet {
			quiet = append(quiet, areaPlaceName{p.ID, p.Name})
		}
	}
	a.Shared, err = s.shared(r.Context(), a.Area.GSS, who.key, quiet)
	return a, err
}

// table is a sheet of a workbook.
type table struct {
	name   string
	header []string
	rows   [][]string
}

func commentHeader() []string {
	return []string{"id", "month", "place_id", "place", "question", "text", "source", "source_url", "licence", "reply", "reply_date"}
}

// commentRows gives a row for each answer to a question.
func commentRows(list []commentJSON) [][]string {
	var out [][]string
	for _, c := range list {
		reply, date := "", ""
		if c.Reply != nil {
			reply, date = c.Reply.Text, c.Reply.Date
		}
		for _, p := range c.Parts {
			out = append(out, []string{c.ID, c.Month, string(c.Place.ID), c.Place.Name, p.Question, p.Text, c.Source.Name, c.Source.URL, c.Source.Licence, reply, date})
		}
	}
	return out
}

// sheets gives the further sheets of a report's workbook.
func (a *areaReport) sheets() []table {
	out := []table{{"Comments", commentHeader(), commentRows(a.Comments)}}
	if a.Shared == nil {
		return out
	}
	warnings := table{name: "Warnings open", header: []string{"id", "day", "place_id", "place", "about", "state", "urgent"}}
	for _, x := range a.Shared.Warnings {
		warnings.rows = append(warnings.rows, []string{strconv.FormatInt(x.ID, 10), x.Day, string(x.Place), x.Name, x.About, x.State, strconv.FormatBool(x.Urgent)})
	}
	concerns := table{name: "Unanswered concerns", header: append([]string{"since", "overdue"}, commentHeader()...)}
	for _, c := range a.Shared.Concerns {
		for _, row := range commentRows([]commentJSON{c.commentJSON}) {
			concerns.rows = append(concerns.rows, append([]string{c.Since, strconv.FormatBool(c.Overdue)}, row...))
		}
	}
	requests := table{name: "Requests", header: []string{"request", "id", "asked_at", "due", "state", "place_id", "place", "about", "ref", "text", "answer", "answered_at"}}
	for _, q := range a.Shared.Requests {
		answered := ""
		if q.AnsweredAt != nil {
			answered = q.AnsweredAt.Format("2006-01-02T15:04:05Z")
		}
		requests.rows = append(requests.rows, []string{strconv.FormatInt(q.Request, 10), q.ID, q.AskedAt.Format("2006-01-02T15:04:05Z"), q.Due, q.State, string(q.Place), q.PlaceName, q.About, q.Ref, q.Text, q.Answer, answered})
	}
	return append(out, warnings, concerns, requests)
}

// addSheet adds a table of texts to a workbook.
func addSheet(f *excelize.File, t table) error {
	_, err := f.NewSheet(t.name)
	for i, row := range append([][]string{t.header}, t.rows...) {
		for j, cell := range row {
			at, e := excelize.CoordinatesToCellName(j+1, i+1)
			err = errors.Join(err, e, f.SetCellStr(t.name, at, cell))
		}
	}
	return err
}

// getAreaCommentsCSV is GET /v1/areas/{gss}/comments.csv: the newest comments, or
// those after a cursor, as a table with a row for each answer to a question.
func (s *server) getAreaCommentsCSV(w http.ResponseWriter, r *http.Request) error {
	area, err := findArea(s.directory(), mux.Vars(r)["gss"])
	if err != nil {
		return err
	}
	q, _, err := s.shownQuery(r)
	if err != nil {
		return err
	}
	a, err := s.areaComments(r.Context(), area.GSS, q, mostComments)
	if err != nil {
		return err
	}
	return s.sendCSV(w, r, commentHeader(), commentRows(a.Comments))
}

// wordsOf gives a comment in one piece, for feeds.
func (c *commentJSON) wordsOf() string {
	var parts []string
	for _, p := range c.Parts {
		if question := promptText(p.Question); question != "" {
			parts = append(parts, question+": "+p.Text)
			continue
		}
		parts = append(parts, p.Text)
	}
	text := strings.Join(parts, " ") + " (" + c.Source.Name + ", " + c.Source.Licence + ")"
	if c.Reply != nil {
		text += " The service replied: " + c.Reply.Text
	}
	return text
}
