package ledger

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"earshot/feedback"
)

func sampleWords() Words {
	return Words{
		Comments: []feedback.Comment{{Text: "Kind staff."}, {Prompt: feedback.PromptImprove, Text: "The wait\x00\xff."}},
		Consent:  true, Language: "cy", Audience: "adult",
		About:  feedback.About{AgeBand: "65-74", Role: "carer"},
		Credit: &feedback.Attribution{Name: "A site", URL: "https://example.org/1", Licence: "CC BY 4.0"},
	}
}

func TestWordsComeBack(t *testing.T) {
	for _, want := range []Words{{}, {Consent: true}, sampleWords()} {
		stored := appendWords(bytes.Repeat([]byte{7}, saltSize), &want)
		got, err := decodeWords(stored)
		if err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("got %#v, %v", got, err)
		}
		for n := range stored {
			if _, err := decodeWords(stored[:n]); !errors.Is(err, feedback.ErrCorrupt) {
				t.Errorf("cut to %d bytes: %v, want ErrCorrupt", n, err)
			}
		}
	}
}

func TestCommitment(t *testing.T) {
	w := sampleWords()
	one := appendWords(bytes.Repeat([]byte{1}, saltSize), &w)
	two := appendWords(bytes.Repeat([]byte{2}, saltSize), &w)
	if bytes.Equal(commit(one), commit(two)) {
		t.Error("the same words under two salts have the same commitment, so they could be guessed")
	}
	if !keepsPromise(one, commit(one)) || keepsPromise(one, commit(two)) || keepsPromise(nil, commit(one)) {
		t.Error("a commitment must fit its own words only")
	}
	for i := range one {
		bad := bytes.Clone(one)
		bad[i] ^= 1
		if keepsPromise(bad, commit(one)) {
			t.Errorf("byte %d changed and nothing shows", i)
		}
	}
}

func FuzzWords(f *testing.F) {
	w := sampleWords()
	f.Add(appendWords(make([]byte, saltSize), &w))
	f.Add(appendWords(make([]byte, saltSize), &Words{}))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := decodeWords(b)
		if err != nil {
			return
		}
		again, err := decodeWords(appendWords(b[:saltSize:saltSize], w))
		if err != nil || !reflect.DeepEqual(w, again) {
			t.Fatalf("decoded, stored and decoded again it differs: %v", err)
		}
	})
}

// TestHashCoversEverything changes each part of a row in turn.
func TestHashCoversEverything(t *testing.T) {
	base := Row{ID: ID{3, 9}, Kind: Commented, Source: "web", SourceID: "1", Subject: ID{4, 2}, Version: 2, Facts: []byte{1, 2}, Commitment: bytes.Repeat([]byte{5}, 32)}
	var scratch []byte
	want := base.chain([32]byte{1}, &scratch)
	for name, change := range map[string]func(*Row){
		"partition": func(r *Row) { r.ID.Partition++ }, "seq": func(r *Row) { r.ID.Seq++ }, "kind": func(r *Row) { r.Kind++ },
		"at": func(r *Row) { r.At = r.At.Add(1000) }, "source": func(r *Row) { r.Source = "we" }, "source id": func(r *Row) { r.SourceID = "2" },
		"boundary": func(r *Row) { r.Source, r.SourceID = "we", "b1" }, "subject": func(r *Row) { r.Subject.Seq++ },
		"subject's partition": func(r *Row) { r.Subject.Partition++ }, "version": func(r *Row) { r.Version++ },
		"facts": func(r *Row) { r.Facts = []byte{1, 3} }, "commitment": func(r *Row) { r.Commitment = nil },
	} {
		r := base
		change(&r)
		if r.chain([32]byte{1}, &scratch) == want {
			t.Errorf("%s changed and the hash did not", name)
		}
	}
	if base.chain([32]byte{2}, &scratch) == want {
		t.Error("the entry before changed and the hash did not")
	}
	base.Words = []byte("gone or not")
	if base.chain([32]byte{1}, &scratch) != want {
		t.Error("blanking words breaks the hash")
	}
}
