package api

import (
	"errors"
	"net/http/httptest"
	"testing"

	"earshot/api/client"
	"earshot/ledger"
)

// TestClient uses the client package against the real handler.
func TestClient(t *testing.T) {
	w := lively(t)
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	c, err := client.New(srv.URL, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	card, err := c.Scorecard(t.Context(), "LARK", "1m")
	if err != nil || card.View != "public" || card.Place.ID != string(testWard) || *card.Responses < 100 || card.Counts.VeryGood == 0 || card.Note != comparisonNote {
		t.Errorf("%+v %v", card, err)
	}
	hidden, err := c.Scorecard(t.Context(), "ORCHARD", "")
	if err != nil || !hidden.Suppressed || hidden.Marker != "[c]" || hidden.Responses != nil {
		t.Errorf("%+v %v", hidden, err)
	}
	n := 0
	for p, err := range c.Places(t.Context(), client.Query{Words: "ward"}) {
		if err != nil || p.Level != "ward" {
			t.Errorf("%+v %v", p, err)
		}
		n++
	}
	for card, err := range c.Scorecards(t.Context(), client.Query{Level: "ward"}) {
		if err != nil || card.Place == nil {
			t.Errorf("%+v %v", card, err)
		}
		n++
	}
	if n != 5 {
		t.Errorf("%d places and cards", n)
	}
	var fault *client.Error
	if _, err := c.Scorecard(t.Context(), "nowhere", ""); !errors.As(err, &fault) || fault.Status != 404 || fault.Temporary() {
		t.Errorf("unknown place: %v", err)
	}
	if _, err := c.Send(t.Context(), client.Response{ID: "1", Place: "LARK", Rating: 1}); !errors.As(err, &fault) || fault.Status != 401 {
		t.Errorf("sending without a key: %v", err)
	}
	partner, err := client.New(srv.URL+"/", client.Options{Key: w.key(ledger.RolePartner, nil)})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"created", "duplicate"} {
		if r, err := partner.Send(t.Context(), client.Response{ID: "c-1", Place: "LARK", Rating: 2, Comment: "Fine"}); err != nil || r.Status != want {
			t.Errorf("%+v %v, want %s", r, err, want)
		}
	}
	if _, err := client.New("feedback.example.org", client.Options{}); err == nil {
		t.Error("an address without a scheme is taken")
	}
}
