package ledgertest

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// Epoch is the time at which the samples begin.
func Epoch() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// Provider gives the id of an invented provider.
func Provider(n int) feedback.PlaceID { return feedback.PlaceID(fmt.Sprintf("prov%06d", n)) }

// Path gives the path of an invented ward: there are as many as one likes, ten
// to a provider.
func Path(n int) feedback.Path {
	return feedback.Path{
		Ward:     feedback.PlaceID(fmt.Sprintf("ward%06d", n)),
		Site:     feedback.PlaceID(fmt.Sprintf("site%06d", n/5)),
		Provider: Provider(n / 10),
		ICB:      feedback.PlaceID(fmt.Sprintf("icb0%06d", n/100)),
		Area:     feedback.GSS(fmt.Sprintf("E%08d", n/50)),
		Setting:  feedback.Inpatient,
	}
}

// Reading gives a reading such as a short comment gets.
func Reading(class sentiment.Class, theme sentiment.Theme) ledger.CommentFacts {
	return ledger.CommentFacts{Class: class, Score: 300 * (3 - int16(class)), Version: "sample-1", Lang: "en",
		Themes: []ledger.ThemeFact{{Theme: theme, Polarity: 1}, {Theme: theme%32 + 1, Polarity: -1}}}
}

// Receive gives a command that stores a response with one comment about ward n.
func Receive(source feedback.Source, sourceID string, n int) ledger.Command {
	at := Epoch().Add(time.Duration(n) * time.Minute)
	return ledger.Command{
		Kind: ledger.Received, Source: source, SourceID: sourceID, At: at,
		Response: &feedback.Response{
			Source: source, SourceID: sourceID, Path: Path(n), Rating: feedback.Rating(n%6 + 1),
			Comments: []feedback.Comment{{Text: feedback.Text("The nurses on ward " + strconv.Itoa(n) + " were kind, but the wait was long.")}},
			Channel:  feedback.ChannelWeb, Mode: feedback.ModeOnline, AnsweredAt: at.Add(-time.Minute),
			Language: "en", Consent: true,
		},
		Readings: []ledger.CommentFacts{Reading(sentiment.Class(n%5+1), sentiment.Theme(n%32+1))},
	}
}

// Change gives a command that changes a response.
func Change(kind ledger.Kind, sourceID string, subject ledger.ID) ledger.Command {
	return ledger.Command{Kind: kind, Source: "staff", SourceID: sourceID, Subject: subject, At: Epoch().Add(time.Hour)}
}

// Random gives a source of numbers that repeats itself.
func Random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6a72)) }

// Salt gives bytes that look random and repeat themselves, for tests of what
// is otherwise salted.
func Salt(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }
