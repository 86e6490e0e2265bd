package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/feedback"
	"earshot/ledger"
)

// reach is what invitations about one place, or in one hour of the day, came to.
type reach struct {
	Name      string  `json:"name"`
	Queued    int     `json:"queued"`
	Withheld  int     `json:"withheld"`
	Sent      int     `json:"sent"` // given to a gateway, whatever came of it; reminders too
	Delivered int     `json:"delivered"`
	Failed    int     `json:"failed"`
	Answered  int     `json:"answered"`
	Commented int     `json:"commented"`
	Segments  int     `json:"segments"`
	Cost      float64 `json:"cost"` // segments times the price of one
}

func (r *reach) add(row ledger.ReachRow, price float64) {
	switch row.Status {
	case feedback.Queued:
		r.Queued += row.Count
		return
	case feedback.Withheld:
		r.Withheld += row.Count
		return
	case feedback.Delivered:
		r.Delivered += row.Count
	case feedback.Failed, feedback.Undelivered:
		r.Failed += row.Count
	}
	r.Sent += row.Count
	r.Answered += row.Answered
	r.Commented += row.Commented
	if row.Status != feedback.Failed {
		r.Segments += row.Segments
		r.Cost = float64(r.Segments) * price
	}
}

func newReachCommand(c *console) *cobra.Command {
	var from, to string
	var price float64
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "reach",
		Short: "What invitations by text came to and cost, by place and by hour of sending",
		Long: `What invitations by text came to and cost: sent, delivered, answered, commented and
segments, by place and by the hour (in London) in which they were sent. Texts that
the gateway refused are not charged; those that a network gave up are.`,
		Example: `  earshot invite reach --from 2026-11-01 --to 2026-12-01
  earshot invite reach --from 2026-11-01 --to 2026-12-01 --price 0.024 --json`,
		Args: cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&from, "from", "", "first day of events (YYYY-MM-DD); 30 days ago if not given")
	cmd.Flags().StringVar(&to, "to", "", "day after the last; tomorrow if not given")
	cmd.Flags().Float64Var(&price, "price", 0, "price of one segment")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		london, err := time.LoadLocation("Europe/London")
		if err != nil {
			return err
		}
		begin, end := c.now().AddDate(0, 0, -30), c.now().AddDate(0, 0, 1)
		for _, d := range []struct {
			text string
			at   *time.Time
		}{{from, &begin}, {to, &end}} {
			if d.text == "" {
				continue
			}
			if *d.at, err = time.ParseInLocation(time.DateOnly, d.text, london); err != nil {
				return &exitError{exitUsage, fmt.Errorf("%q: must be a day such as 2026-11-20", d.text)}
			}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			rows, err := s.Reach(cmd.Context(), begin, end)
			if err != nil {
				return err
			}
			places, hours := reachOf(rows, london, price)
			if asJSON {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"places": places, "hours": hours})
			}
			return c.reachTable(places, hours)
		})
	}
	return cmd
}

// reachOf sums rows, which are in order of place, by place and by hour.
func reachOf(rows []ledger.ReachRow, london *time.Location, price float64) (places, hours []reach) {
	var byHour [24]reach
	for _, row := range rows {
		if n := len(places); n == 0 || places[n-1].Name != string(row.Place) {
			places = append(places, reach{Name: string(row.Place)})
		}
		places[len(places)-1].add(row, price)
		if row.Status != feedback.Queued && row.Status != feedback.Withheld {
			byHour[row.TriedAt.In(london).Hour()].add(row, price)
		}
	}
	for h := range byHour {
		if byHour[h].Sent > 0 {
			byHour[h].Name = fmt.Sprintf("%02d:00", h)
			hours = append(hours, byHour[h])
		}
	}
	return places, hours
}

func (c *console) reachTable(lists ...[]reach) error {
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for i, list := range lists {
		fmt.Fprintf(w, "%s\tqueued\twithheld\tsent\tdelivered\tfailed\tanswered\tcommented\tsegments\tcost\n", [...]string{"PLACE", "HOUR"}[i])
		for _, r := range list {
			fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%.2f\n", r.Name, r.Queued, r.Withheld, r.Sent, r.Delivered, r.Failed, r.Answered, r.Commented, r.Segments, r.Cost)
		}
	}
	return w.Flush()
}
