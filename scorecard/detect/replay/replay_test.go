package replay_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"earshot/scorecard/detect/replay"
)

func TestRun(t *testing.T) {
	o := replay.Options{Providers: 3, Wards: 24, Changes: 8, History: 400, Budget: 2, Seed: 4}
	r, err := replay.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := replay.Run(context.Background(), o)
	if err != nil || !reflect.DeepEqual(r, again) {
		t.Error("the same seed gave another report")
	}
	found := 0
	for _, c := range r.Changes {
		if c.Found {
			found++
			if c.Delay < 1 || c.Delay > 90 {
				t.Errorf("delay of %d days", c.Delay)
			}
		}
	}
	if len(r.Changes) != 8 || found < 5 {
		t.Errorf("%d planted, %d found: %+v", len(r.Changes), found, r.Changes)
	}
	if mean := r.Summary().Mean; mean > 5 {
		t.Errorf("%.1f false alarms a provider on a budget of 2", mean)
	}
	if text := r.Text(o); !strings.Contains(text, "silence") {
		t.Errorf("no row for silence:\n%s", text)
	}
	if _, err := replay.Run(context.Background(), replay.Options{}); err == nil {
		t.Error("no error for an England of nothing")
	}
}
