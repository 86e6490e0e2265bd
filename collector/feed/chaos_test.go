package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// TestWhateverHappensTheLedgerEndsAsTheSourceStands plays days in which stories
// come, change and go while the far side answers slowly, doubly, out of order
// or not at all and the program dies before or after it stored. In the end the
// ledger holds each story that is left once, as it now reads.
func TestWhateverHappensTheLedgerEndsAsTheSourceStands(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(strconv.Itoa(int(seed)), func(t *testing.T) { chaos(t, rand.New(rand.NewPCG(seed, 77))) })
	}
}

func chaos(t *testing.T, random *rand.Rand) {
	w := newWorld(t)
	s := newStories(w)
	src := w.source(careOpinionFile)
	live := make(map[int]map[string]any)
	places := map[string]string{"RXX02": "annexe", "RXX09": "willow", "RYY": "rival"}
	about := make(map[int][]string)
	services := func(id int) {
		var list []string
		for code := range places {
			if random.IntN(2) == 0 {
				list = append(list, code)
			}
		}
		if len(list) == 0 {
			list = []string{"RYY"}
		}
		about[id] = list
		text := ""
		for _, c := range list {
			text += fmt.Sprintf(`,{"nacs":%q}`, c)
		}
		w.answer(fmt.Sprintf("/api/v2/opinions/%d/healthservices", id), "["+text[1:]+"]")
	}
	listing := w.mux["/api/v2/opinions"]
	troubled := true
	w.handle("/api/v2/opinions", func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case troubled && random.IntN(6) == 0:
			http.Error(rw, "busy", http.StatusBadGateway)
		case troubled && random.IntN(6) == 0 && r.URL.Query().Get("skip") == "0": // doubled and out of order
			var page []any
			for _, o := range s.list {
				page = append(page, o, o)
			}
			random.Shuffle(len(page), func(i, j int) { page[i], page[j] = page[j], page[i] })
			json.NewEncoder(rw).Encode(append(page, "Sorry! Something went wrong."))
		case troubled && random.IntN(8) == 0:
			fmt.Fprint(rw, `[]`) // a listing that leaves everything out
		default:
			listing(rw, r)
		}
	})
	crash := errors.New("killed")
	w.fail = func() error {
		w.failBefore = random.IntN(2) == 0
		if troubled && random.IntN(4) == 0 {
			return crash
		}
		return nil
	}
	for step := range 40 {
		switch id := random.IntN(8) + 1; {
		case live[id] == nil:
			live[id] = s.story(id, fmt.Sprintf("story %d as of %d", id, step))
			services(id)
		case random.IntN(3) == 0:
			live[id]["body"] = fmt.Sprintf("story %d as of %d", id, step)
			services(id)
		case random.IntN(4) == 0:
			delete(live, id)
			w.remove(fmt.Sprintf("/api/v2/opinions/%d", id))
		}
		s.list = s.list[:0]
		for _, o := range live {
			s.list = append(s.list, o)
		}
		w.Collect(t.Context(), src)
		w.pass(time.Duration(random.IntN(60)) * time.Hour)
	}
	troubled = false
	for range 2 {
		w.pass(8 * 24 * time.Hour)
		w.collect(src)
	}
	var want []string
	for id := range maps.Keys(live) {
		for _, code := range about[id] {
			want = append(want, fmt.Sprintf("%s 2026-07-01 0 | why: A short title//%s", places[code], live[id]["body"]))
		}
	}
	w.holds(want...)
	if r := w.collect(src); r.Taken+r.Revised+r.Removed != 0 {
		t.Errorf("once more: %+v", r)
	}
	w.audited()
}
