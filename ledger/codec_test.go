package ledger_test

import (
	"errors"
	"reflect"
	"strconv"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/sentiment"
)

func sampleFacts(n int) *ledger.Facts {
	return &ledger.Facts{
		Path: ledgertest.Path(n), Day: feedback.Day(20_000 + n), Rating: feedback.Rating(n % 7), Channel: feedback.ChannelSMS, Mode: feedback.ModeSMS,
		Comments: []ledger.CommentFacts{ledgertest.Reading(sentiment.VeryNegative, 3),
			{Prompt: feedback.PromptImprove, Class: sentiment.Neutral, Score: -1000, Version: "v", Lang: "cy", Flags: []sentiment.Flag{sentiment.SelfHarm, sentiment.Complaint}}},
	}
}

func TestFactsComeBack(t *testing.T) {
	a, b, empty := sampleFacts(1), sampleFacts(2), &ledger.Facts{Day: feedback.NoDay}
	for i, pair := range [][2]*ledger.Facts{{nil, nil}, {a, nil}, {nil, b}, {a, b}, {a, a}, {empty, a}, {nil, empty}} {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			var d ledger.Decoder
			stored := ledger.AppendFacts([]byte("before"), pair[0], pair[1])[len("before"):]
			minus, plus, err := d.Facts(stored)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(minus, pair[0]) || !reflect.DeepEqual(plus, pair[1]) {
				t.Errorf("got %+v %+v, want %+v %+v", minus, plus, pair[0], pair[1])
			}
			for n := range stored {
				if _, _, err := d.Facts(stored[:n]); !errors.Is(err, feedback.ErrCorrupt) {
					t.Errorf("cut to %d bytes: %v, want ErrCorrupt", n, err)
				}
			}
			if _, _, err := d.Facts(append(stored, 0)); !errors.Is(err, feedback.ErrCorrupt) {
				t.Errorf("a byte too many: %v, want ErrCorrupt", err)
			}
		})
	}
}

// TestDecoderKeepsEntriesApart decodes many entries with one decoder: none may
// see another's comments, themes or flags, not even by appending.
func TestDecoderKeepsEntriesApart(t *testing.T) {
	var d ledger.Decoder
	var got []*ledger.Facts
	for n := range 1000 {
		_, f, err := d.Facts(ledger.AppendFacts(nil, nil, sampleFacts(n)))
		if err != nil {
			t.Fatal(err)
		}
		_ = append(f.Comments, ledger.CommentFacts{Lang: "xx"})
		_ = append(f.Comments[0].Themes, ledger.ThemeFact{Theme: 99})
		_ = append(f.Comments[1].Flags, 99)
		got = append(got, f)
	}
	for n, f := range got {
		if !reflect.DeepEqual(f, sampleFacts(n)) {
			t.Fatalf("entry %d was changed by a later one", n)
		}
	}
}

// FuzzFacts looks for stored bytes that crash the decoder, ask for much memory,
// or decode to something that is not stored the same way again.
func FuzzFacts(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0})
	f.Add(ledger.AppendFacts(nil, nil, sampleFacts(1)))
	f.Add(ledger.AppendFacts(nil, sampleFacts(1), sampleFacts(2)))
	same := sampleFacts(3)
	f.Add(ledger.AppendFacts(nil, same, same))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d ledger.Decoder
		minus, plus, err := d.Facts(b)
		if err != nil {
			if !errors.Is(err, feedback.ErrCorrupt) || minus != nil || plus != nil {
				t.Fatalf("got %v %v %v", minus, plus, err)
			}
			return
		}
		again, _, err := d.Facts(ledger.AppendFacts(nil, minus, nil))
		_, plusAgain, err2 := d.Facts(ledger.AppendFacts(nil, nil, plus))
		if err != nil || err2 != nil || !reflect.DeepEqual(minus, again) || !reflect.DeepEqual(plus, plusAgain) {
			t.Fatalf("decoded, stored and decoded again it differs: %v %v", err, err2)
		}
	})
}

func BenchmarkDecodeFacts(b *testing.B) {
	facts := sampleFacts(1)
	facts.Comments = facts.Comments[:1]
	stored := ledger.AppendFacts(nil, nil, facts)
	var d ledger.Decoder
	b.ReportAllocs()
	b.SetBytes(int64(len(stored)))
	for b.Loop() {
		if _, _, err := d.Facts(stored); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMakePlan(b *testing.B) {
	var cmds []ledger.Command
	known := ledger.Known{Heads: map[ledger.Partition]ledger.Head{}}
	for p := range ledger.Partitions {
		known.Heads[ledger.Partition(p)] = ledger.Head{}
	}
	for n := range 128 {
		cmds = append(cmds, ledgertest.Receive("bench", strconv.Itoa(n), n))
	}
	salt := ledgertest.Salt(1)
	b.ReportAllocs()
	for b.Loop() {
		known.First = make(map[ledger.SourceKey]ledger.Receipt, len(cmds))
		if _, err := ledger.MakePlan(known, cmds, salt); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*128), "ns/command")
}
