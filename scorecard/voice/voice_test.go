package voice_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/sqlite"
	"earshot/scorecard/voice"
	"earshot/sentiment"
)

// guard is built once: it loads a model.
var guard = sync.OnceValues(sentiment.NewGuard)

// room is a ledger with a reader and a desk.
type room struct {
	testing.TB
	ctx    context.Context
	store  *sqlite.Store
	reader *voice.Reader
	desk   *voice.Desk
	now    time.Time
	n      int
}

func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{TB: t, ctx: t.Context(), now: ledgertest.Epoch().Add(time.Hour)}
	var err error
	if r.store, err = sqlite.Open(r.ctx, filepath.Join(t.TempDir(), "l.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.store.Close() })
	r.reader = r.newReader()
	g, err := guard()
	if err != nil {
		t.Fatal(err)
	}
	r.desk = &voice.Desk{Store: r.store, Guard: g, Now: func() time.Time { return r.now }}
	return r
}

func (r *room) newReader() *voice.Reader {
	r.Helper()
	g, err := guard()
	if err != nil {
		r.Fatal(err)
	}
	dir, err := feedback.NewDirectory([]feedback.Place{{ID: ledgertest.Provider(0), Level: feedback.Provider, Name: "Larkfield Hospitals NHS Trust", From: feedback.NoDay, To: feedback.NoDay}}, nil)
	if err != nil {
		r.Fatal(err)
	}
	return voice.NewReader(voice.Options{Store: r.store, Guard: g, Directory: func() *feedback.Directory { return dir }, Now: func() time.Time { return r.now }, Log: slog.New(slog.DiscardHandler)})
}

// say stores a response with comments, changed as need be.
func (r *room) say(text string, change ...func(*ledger.Command)) ledger.ID {
	r.Helper()
	r.n++
	cmd := ledgertest.Receive("web", strconv.Itoa(r.n), 7)
	cmd.Response.Rating = feedback.VeryGood
	cmd.Response.Comments = []feedback.Comment{{Text: feedback.Text(text)}}
	cmd.Readings = []ledger.CommentFacts{{Class: sentiment.Positive, Version: "1"}}
	for _, f := range change {
		f(&cmd)
	}
	return r.append(cmd)
}

func (r *room) append(cmd ledger.Command) ledger.ID {
	r.Helper()
	receipts, err := r.store.Append(r.ctx, cmd)
	if err != nil || receipts[0].Err != nil {
		r.Fatal(err, receipts)
	}
	return receipts[0].Subject
}

// change stores a change of a response.
func (r *room) change(kind ledger.Kind, id ledger.ID, f ...func(*ledger.Command)) {
	r.Helper()
	r.n++
	cmd := ledgertest.Change(kind, strconv.Itoa(r.n), id)
	for _, g := range f {
		g(&cmd)
	}
	r.append(cmd)
}

func (r *room) look() {
	r.Helper()
	if err := r.reader.Look(r.ctx); err != nil {
		r.Fatal(err)
	}
}

func (r *room) voice(id ledger.ID) ledger.Voice {
	r.Helper()
	v, err := r.store.Voice(r.ctx, id)
	if err != nil {
		r.Fatal(err)
	}
	return v
}

const (
	plainText = "The nurses were kind and the ward was clean."
	namedText = "Nurse Bartholomew Quint was kind. Ring me on 07700 900123."
)

func TestVerdicts(t *testing.T) {
	r := newRoom(t)
	credit := func(licence string) func(*ledger.Command) {
		return func(c *ledger.Command) {
			c.Response.Credit = &feedback.Attribution{Name: "Elsewhere", URL: "https://elsewhere.example/7", Licence: licence}
		}
	}
	flagged := func(f sentiment.Flag) func(*ledger.Command) {
		return func(c *ledger.Command) { c.Readings[0].Flags = []sentiment.Flag{f} }
	}
	for _, c := range []struct {
		text   string
		change func(*ledger.Command)
		want   ledger.VoiceState
		hint   string
	}{
		{plainText, func(*ledger.Command) {}, ledger.VoiceShown, ""},
		{plainText, credit("CC BY 4.0"), ledger.VoiceShown, ""},
		{plainText, credit(""), ledger.NoVoiceState, ""},
		{plainText, func(c *ledger.Command) { c.Response.Consent = false }, ledger.NoVoiceState, ""},
		{"", func(c *ledger.Command) { c.Response.Comments, c.Readings = nil, nil }, ledger.NoVoiceState, ""},
		{namedText, func(*ledger.Command) {}, ledger.VoiceWaiting, "names"},
		{plainText, flagged(sentiment.ClinicalHarm), ledger.VoiceWaiting, "sign of clinical-harm"},
		{plainText, flagged(sentiment.SelfHarm), ledger.VoiceRefused, "sign of self-harm"},
		{"The staff were fucking awful to my mother.", func(*ledger.Command) {}, ledger.VoiceRefused, "hard profanity"},
		{"THE STAFF WERE AWFUL TO MY MOTHER", func(*ledger.Command) {}, ledger.VoiceRefused, "capitals"},
		{"Η νοσοκόμα ήταν πολύ ευγενική μαζί μου σήμερα", func(*ledger.Command) {}, ledger.VoiceWaiting, "redaction"},
	} {
		id := r.say(c.text, c.change)
		r.look()
		v, err := r.store.Voice(r.ctx, id)
		if c.want == ledger.NoVoiceState {
			if !errors.Is(err, feedback.ErrNotFound) {
				t.Errorf("%q without consent or licence has a voice: %v, %v", c.text, v.State, err)
			}
			continue
		}
		if err != nil || v.State != c.want || c.hint != "" && !slices.Contains(v.Hints, c.hint) {
			t.Errorf("%q: %s with %v, %v; want %s with %q", c.text, v.State, v.Hints, err, c.want, c.hint)
		}
		if (len(v.Parts) > 0) != (c.want == ledger.VoiceShown) {
			t.Errorf("%q: %s holds %d parts", c.text, v.State, len(v.Parts))
		}
		if len(v.Name) != 12 || v.Day == 0 || v.Source != "web" || v.Path != ledgertest.Path(7) {
			t.Errorf("%q: %+v", c.text, v)
		}
	}
}

func TestDesk(t *testing.T) {
	r := newRoom(t)
	id := r.say(namedText)
	r.look()
	v := r.voice(id)
	draft, err := r.desk.Draft(r.ctx, &v)
	if err != nil || len(draft) != 1 || strings.Contains(draft[0].Text, "Quint") || strings.Contains(draft[0].Text, "900123") {
		t.Fatalf("draft %v, %v", draft, err)
	}
	in := voice.Decision{Subject: id, Version: v.Version, By: "Ward manager", Why: "The name is out."}
	for name, c := range map[string]struct {
		change func(*voice.Decision)
		want   error
	}{
		"no reason":        {func(d *voice.Decision) { d.Why = " " }, feedback.ErrInvalid},
		"nobody":           {func(d *voice.Decision) { d.By = "" }, feedback.ErrInvalid},
		"another version":  {func(d *voice.Decision) { d.Version = 9 }, feedback.ErrConflict},
		"nothing there":    {func(d *voice.Decision) { d.Subject.Seq = 99 }, feedback.ErrNotFound},
		"name put back":    {func(d *voice.Decision) { d.Parts = []string{"Nurse Bartholomew Quint was kind."} }, feedback.ErrInvalid},
		"words put in":     {func(d *voice.Decision) { d.Parts = []string{draft[0].Text + " Five stars."} }, feedback.ErrInvalid},
		"words turned":     {func(d *voice.Decision) { d.Parts = []string{"kind was"} }, feedback.ErrInvalid},
		"all taken out":    {func(d *voice.Decision) { d.Parts = []string{" "} }, feedback.ErrInvalid},
		"a part too many":  {func(d *voice.Decision) { d.Parts = []string{draft[0].Text, "was kind"} }, feedback.ErrInvalid},
		"number pieced on": {func(d *voice.Decision) { d.Parts = []string{"was kind. 07700 900123"} }, feedback.ErrInvalid},
	} {
		d := in
		c.change(&d)
		if _, err := r.desk.Show(r.ctx, d); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	in.Parts = []string{"[nurse] was kind."}
	shown, err := r.desk.Show(r.ctx, in)
	if err != nil || shown.State != ledger.VoiceShown || !shown.Person || shown.Parts[0].Text != "[nurse] was kind." {
		t.Fatalf("shown: %+v, %v", shown, err)
	}
	in.Version, in.Why = shown.Version, "On second thoughts."
	refused, err := r.desk.Refuse(r.ctx, in)
	if err != nil || refused.State != ledger.VoiceRefused || len(r.voice(id).Parts) != 0 {
		t.Fatalf("refused: %+v, %v", refused, err)
	}
	events, err := r.store.VoiceEvents(r.ctx, id)
	var steps []string
	for _, e := range events {
		steps = append(steps, string(e.Step)+" by "+e.By+": "+e.Note)
	}
	want := []string{"read by earshot: ", "edited by Ward manager: The name is out.", "refused by Ward manager: On second thoughts."}
	if err != nil || !slices.Equal(steps, want) {
		t.Errorf("events %q, %v; want %q", steps, err, want)
	}
}

func TestReplies(t *testing.T) {
	r := newRoom(t)
	id := r.say(plainText)
	r.look()
	reply := func(text string, checked bool) (ledger.Voice, error) {
		return r.desk.Reply(r.ctx, voice.ReplyText{Subject: id, By: "Ward manager", Text: text, Checked: checked})
	}
	for _, bad := range []string{"", "Ring Bartholomew Quint on 07700 900123.", "Write to pat@ward.example.", "This is fucking unfair.", strings.Repeat("long ", 500)} {
		if v, err := reply(bad, true); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%.30q: %q, %v; want ErrInvalid", bad, v.Reply, err)
		}
	}
	v, err := reply("Thank you. You said the nights were noisy: the doors close softly now.", false)
	if err != nil || v.Reply == "" || v.ReplyBy != "Ward manager" || v.ReplyAt.IsZero() {
		t.Fatalf("reply: %+v, %v", v, err)
	}
	if _, err := r.desk.Reply(r.ctx, voice.ReplyText{Subject: id, Version: 1, By: "Another", Text: "Late."}); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("an old page: %v, want ErrConflict", err)
	}
	if v, err = reply("Thank you.", false); err != nil || v.Reply != "Thank you." {
		t.Errorf("edited: %q, %v", v.Reply, err)
	}
	if v, err = reply("", false); err != nil || v.Reply != "" || v.ReplyBy != "" {
		t.Errorf("withdrawn: %+v, %v", v, err)
	}
	hidden := r.say(namedText)
	r.look()
	if _, err := r.desk.Reply(r.ctx, voice.ReplyText{Subject: hidden, By: "Ward manager", Text: "Thank you."}); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("reply to what is not shown: %v, want ErrNotFound", err)
	}
}

func TestChangesOfTheResponse(t *testing.T) {
	approve := func(r *room, id ledger.ID) {
		r.Helper()
		if _, err := r.desk.Show(r.ctx, voice.Decision{Subject: id, Version: r.voice(id).Version, By: "Ward manager", Why: "Fine."}); err != nil {
			r.Fatal(err)
		}
	}
	reread := func(flags ...sentiment.Flag) func(*ledger.Command) {
		return func(c *ledger.Command) {
			c.Readings = []ledger.CommentFacts{{Class: sentiment.Positive, Version: "2", Flags: flags}}
		}
	}
	comment := func(text string) func(*ledger.Command) {
		return func(c *ledger.Command) {
			c.Comments, c.Readings = []feedback.Comment{{Text: feedback.Text(text)}}, []ledger.CommentFacts{{Class: sentiment.Positive, Version: "1"}}
		}
	}
	elsewhere := ledgertest.Path(12345)
	move := func(c *ledger.Command) { c.Path = &elsewhere }
	rate := func(c *ledger.Command) { c.Rating = feedback.VeryPoor }
	for _, c := range []struct {
		name, text string
		approved   bool
		kind       ledger.Kind
		change     func(*ledger.Command)
		want       ledger.VoiceState
	}{
		{"erased", plainText, false, ledger.Erased, func(*ledger.Command) {}, ledger.VoiceGone},
		{"withdrawn", namedText, true, ledger.Withdrawn, func(*ledger.Command) {}, ledger.VoiceGone},
		{"moved", plainText, false, ledger.Moved, move, ledger.VoiceShown},
		{"moved after approval", namedText, true, ledger.Moved, move, ledger.VoiceShown},
		{"rated again", plainText, false, ledger.Rerated, rate, ledger.VoiceShown},
		{"read again, the same", plainText, false, ledger.Reread, reread(), ledger.VoiceShown},
		{"read again, the same, after approval", namedText, true, ledger.Reread, reread(), ledger.VoiceShown},
		{"read again, with a sign of danger", plainText, false, ledger.Reread, reread(sentiment.Safeguarding), ledger.VoiceRefused},
		{"read again, with a sign of danger, after approval", namedText, true, ledger.Reread, reread(sentiment.ClinicalHarm), ledger.VoiceWaiting},
		{"more words", plainText, false, ledger.Commented, comment("The food was good."), ledger.VoiceShown},
		{"more words with a name", plainText, false, ledger.Commented, comment("Thank Bartholomew Quint."), ledger.VoiceWaiting},
		{"more words after approval", namedText, true, ledger.Commented, comment("The food was good."), ledger.VoiceWaiting},
	} {
		r := newRoom(t)
		id := r.say(c.text)
		r.look()
		if c.approved {
			approve(r, id)
		}
		r.change(c.kind, id, c.change)
		if c.want == ledger.VoiceGone && len(r.voice(id).Parts) != 0 {
			t.Errorf("%s: words stand until the reader comes", c.name)
		}
		r.look()
		v := r.voice(id)
		if v.State != c.want || (len(v.Parts) > 0) != (c.want == ledger.VoiceShown) {
			t.Errorf("%s: %s with %d parts and %v, want %s", c.name, v.State, len(v.Parts), v.Hints, c.want)
		}
		if c.kind == ledger.Moved && v.Path != elsewhere {
			t.Errorf("%s: at %+v", c.name, v.Path)
		}
		if c.kind == ledger.Rerated && !v.Concern {
			t.Errorf("%s: very poor is no concern", c.name)
		}
		last := v.Version
		r.reader = r.newReader() // another process, from the stored place
		r.look()
		if again := r.voice(id); again.Version != last {
			t.Errorf("%s: looking again changed it: %+v", c.name, again)
		}
	}
}

// TestReadersAtOnce lets two readers and an eraser race: every consented comment
// ends with one voice, and no erased one is shown.
func TestReadersAtOnce(t *testing.T) {
	r := newRoom(t)
	var ids []ledger.ID
	for i := range 40 {
		ids = append(ids, r.say(plainText+strings.Repeat("!", i), func(c *ledger.Command) { c.Response.Path = ledgertest.Path(i * 10) }))
	}
	readers := []*voice.Reader{r.newReader(), r.newReader()}
	var wg sync.WaitGroup
	for _, reader := range readers {
		wg.Go(func() {
			for range 30 {
				if err := reader.Look(r.ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, id := range ids[:10] {
		cmd := ledgertest.Change(ledger.Erased, "e"+id.String(), id)
		if _, err := r.store.Append(r.ctx, cmd); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	r.look()
	r.look() // the first may have met the others' last page
	for i, id := range ids {
		v, err := r.store.Voice(r.ctx, id)
		switch {
		case i < 10 && (err == nil && (v.State != ledger.VoiceGone || len(v.Parts) != 0) || err != nil && !errors.Is(err, feedback.ErrNotFound)):
			t.Errorf("erased %s: %+v, %v", id, v, err)
		case i >= 10 && (err != nil || v.State != ledger.VoiceShown):
			t.Errorf("%s: %+v, %v", id, v.State, err)
		}
	}
}

func TestRequests(t *testing.T) {
	r := newRoom(t)
	ask := ledger.Request{Key: "k", Reference: "1", By: "Healthwatch", Area: "E06000099", Place: "w", About: "place", Text: "What changed?"}
	now := time.Date(2026, 12, 24, 17, 0, 0, 0, time.UTC)
	got, known, err := voice.Ask(r.ctx, r.store, ask, now)
	if err != nil || known || got.Due.String() != "2027-01-26" {
		t.Fatalf("%+v, %v, %v", got, known, err)
	}
	for day, want := range map[string]string{"2026-12-24": "open", "2027-01-26": "open", "2027-01-27": "overdue"} {
		d, err := feedback.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		if s := voice.StateOf(&got, d); s != want {
			t.Errorf("on %s it is %s, want %s", day, s, want)
		}
	}
	for name, bad := range map[string]ledger.Request{"no id": {Text: "x"}, "no text": {Reference: "2"}, "long": {Reference: "2", Text: strings.Repeat("x", 4001)}} {
		if _, _, err := voice.Ask(r.ctx, r.store, bad, now); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, err := voice.Answer(r.ctx, r.store, got.ID, 1, " ", "Ward", now); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("an empty answer: %v", err)
	}
	late := time.Date(2027, 1, 27, 0, 5, 0, 0, time.UTC)
	if got, err = voice.Answer(r.ctx, r.store, got.ID, 1, "A second nurse.", "Ward", late); err != nil || voice.StateOf(&got, 0) != "answered late" {
		t.Errorf("%+v, %v", got, err)
	}
}

// BenchmarkReader reads comments behind the ledger; an operation is one of them.
func BenchmarkReader(b *testing.B) {
	r := newRoom(b)
	const batch = 200
	comments := []string{plainText, namedText, "We waited four hours in a cold corridor and nobody told us why. The doctor who came in the end was thorough and listened to my wife."}
	for b.Loop() {
		b.StopTimer()
		for range batch {
			r.say(comments[r.n%3])
		}
		b.StartTimer()
		r.look()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*batch), "µs/comment")
}
