package train

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"earshot/sentiment"
)

// Comment is one labelled comment.
type Comment struct {
	Respondent string // comments of one respondent are never parted by a fold
	Service    string
	Text       string
	Question   sentiment.Question
	Rating     uint8             // 1 to 5, 6 other or not asked
	Class      sentiment.Class   // Unread if it has no label of sentiment
	Themes     []sentiment.Theme // may be empty
	Weight     float32           // 1 for a comment; less for a written example
}

// ReadComments reads labelled comments: CSV with a header that names id,
// comment, question, rating, sentiment and themes (";" between them), and
// optionally service.
func ReadComments(r io.Reader) ([]Comment, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	at, err := columns(head, "id", "comment", "question", "rating", "sentiment", "themes")
	if err != nil {
		return nil, err
	}
	var out []Comment
	for line := 2; ; line++ {
		rec, err := in.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read comments: %w", err)
		}
		c := Comment{
			Respondent: respondent(rec[at["id"]]),
			Text:       rec[at["comment"]],
			Question:   sentiment.ParseQuestion(rec[at["question"]]),
			Weight:     1,
		}
		if i, ok := at["service"]; ok {
			c.Service = rec[i]
		}
		if n, err := strconv.Atoi(rec[at["rating"]]); err == nil && n >= 1 {
			c.Rating = uint8(min(n, 6))
		}
		if s := rec[at["sentiment"]]; s != "" {
			n, err := strconv.Atoi(s)
			if err != nil || n < 1 || n > 5 {
				return nil, fmt.Errorf("record %d: sentiment is not 1 to 5", line)
			}
			c.Class = sentiment.Class(n)
		}
		if s := rec[at["themes"]]; s != "" {
			for _, name := range strings.Split(s, ";") {
				th, ok := sentiment.ParseTheme(name)
				if !ok {
					return nil, fmt.Errorf("record %d: unknown theme %q", line, name)
				}
				c.Themes = append(c.Themes, th)
			}
		}
		out = append(out, c)
	}
}

// columns finds the wanted columns in a header.
func columns(head []string, want ...string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	for _, w := range want {
		if _, ok := at[w]; !ok {
			return nil, fmt.Errorf("header has no column %q", w)
		}
	}
	return at, nil
}

// respondent gives the id without the number of the question.
func respondent(id string) string {
	if i := strings.LastIndex(id, " - Q"); i > 0 {
		return id[:i]
	}
	return id
}

// Earlier is a comment of the earlier collection, labelled another way.
type Earlier struct {
	Text        string
	Label       string // one label and sub-category, "Staff/Attitude Of Staff"
	Criticality int    // −5 worst to 5 best
	Known       bool   // whether the criticality could be read
}

// ReadEarlier reads the earlier comments: CSV with columns comment,
// criticality, label and subcategory. Criticalities that are not numbers from
// −5 to 5 are taken as not known.
func ReadEarlier(r io.Reader) ([]Earlier, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	at, err := columns(head, "comment", "criticality", "label", "subcategory")
	if err != nil {
		return nil, err
	}
	var out []Earlier
	for {
		rec, err := in.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read earlier comments: %w", err)
		}
		e := Earlier{Text: rec[at["comment"]], Label: rec[at["label"]] + "/" + strings.TrimSpace(rec[at["subcategory"]])}
		if n, err := strconv.Atoi(rec[at["criticality"]]); err == nil && n >= -5 && n <= 5 {
			e.Criticality, e.Known = n, true
		}
		out = append(out, e)
	}
}
