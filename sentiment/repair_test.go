package sentiment

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// misread reads UTF-8 as Windows-1252, as a careless import does; bytes that
// Windows-1252 does not have are kept as control characters.
func misread(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(windowsRune(s[i]))
	}
	return b.String()
}

// latin reads UTF-8 as Latin-1.
func latin(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func TestRepair(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", "Lovely staff.\nThank you", "Lovely staff.\nThank you"},
		{"emoji kept", "Great 👍🏽 👨‍👩‍👧 ❤️", "Great 👍🏽 👨‍👩‍👧 ❤️"},
		{"accents kept", "Zoë had a crème brûlée at the café, £5", "Zoë had a crème brûlée at the café, £5"},
		{"capital before a quote kept", "THE CAFÉ’S STAFF “DÉJÀ” — É…", "THE CAFÉ’S STAFF “DÉJÀ” — É…"},
		{"Welsh capital kept", "DIOLCH Â CHI", "DIOLCH Â CHI"},
		{"curly quote", "donâ€™t", "don’t"},
		{"quote that lost a byte", "â€œlovelyâ€", "“lovely”"},
		{"pound", "Â£5 parking", "£5 parking"},
		{"no-break space left over", "nice Â staff", "nice  staff"},
		{"emoji", misread("so kind 😊🙏"), "so kind 😊🙏"},
		{"emoji in Latin-1", latin("so kind 😊🙏"), "so kind 😊🙏"},
		{"stump of an emoji", "thanks ðŸ˜ bye", "thanks  bye"},
		{"double", misread(misread("don’t, café 😊")), "don’t, café 😊"},
		{"triple", misread(misread(misread("“né” – £3"))), "“né” – £3"},
		{"Polish", misread("dziękuję, są bardzo miłe żółć"), "dziękuję, są bardzo miłe żółć"},
		{"Cyrillic", misread("дякую вам"), "дякую вам"},
		{"Punjabi", misread("ਧੰਨਵਾਦ"), "ਧੰਨਵਾਦ"},
		{"Windows byte", "caf\xe9 don\x92t \x80 \x85", "café don’t € …"},
		{"byte with no meaning", "a\x81b\x90c", "abc"},
		{"surrogate pair as UTF-8", "ok \xed\xa0\xbd\xed\xb8\x8a", "ok 😊"},
		{"half a pair", "ok \xed\xa0\xbd!", "ok !"},
		{"NUL and controls", "a\x00b\x07c\x1bd\x7fe", "abcde"},
		{"line ends", "a\r\nb\rc", "a\nb\nc"},
		{"byte order mark", "\ufeffhello ï»¿you", "hello you"},
		{"zero width and direction", "a\u200bb\u202ec", "abc"},
		{"Kelvin and Angstrom", "\u212Aaren \u212B", "Karen Å"},
		{"Kelvin misread", misread("\u212Aaren"), "Karen"},
	} {
		got := Repair(c.in)
		if got != c.want {
			t.Errorf("%s: Repair(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
		if again := Repair(got); again != got {
			t.Errorf("%s: not idempotent: %q then %q", c.name, got, again)
		}
	}
}

func TestRepairLeavesGoodTextAlone(t *testing.T) {
	texts := []string{"All good", "Très bien – merci…", "“Quoted” ‘text’", "żółć ąę", "Приве́т", "谢谢", "👍"}
	for _, s := range texts {
		if n := testing.AllocsPerRun(20, func() { Repair(s) }); n != 0 && s != "Très bien – merci…" {
			t.Errorf("Repair(%q) allocates %v times", s, n)
		}
		if Repair(s) != s {
			t.Errorf("Repair(%q) = %q", s, Repair(s))
		}
	}
}

func TestRepairIsLinear(t *testing.T) {
	for _, unit := range []string{"Ã", "â€", "ðŸ", "Ãƒ", "\x81", "Â\u0081", "(", "\xed\xa0\xbd"} {
		linear(t, unit, Repair)
	}
}

// linear fails the test where sixteen times the text takes much more than
// sixteen times as long.
func linear[T any](t *testing.T, unit string, f func(string) T) {
	t.Helper()
	noSlower(t, unit, strings.Repeat(unit, 250), strings.Repeat(unit, 1500), f)
}

// noSlower fails the test where a byte of the large text takes more than three
// times what one of the small does, every time it is tried: other work on the
// machine only ever makes a run slower.
func noSlower[T any](t *testing.T, name, small, large string, f func(string) T) {
	t.Helper()
	var a, b time.Duration
	for range 5 {
		a, b = fastest(small, f), fastest(large, f)
		if b <= 3*a*time.Duration(len(large))/time.Duration(len(small))+200*time.Microsecond {
			return
		}
	}
	t.Errorf("%q: %d bytes take %v, %d take %v", name, len(small), a, len(large), b)
}

// fastest is the least processor time of a few runs: what the work takes when
// nothing else disturbs it.
func fastest[T any](s string, f func(string) T) time.Duration {
	best := time.Hour
	for range 8 {
		start := cpuTime()
		f(s)
		best = min(best, cpuTime()-start)
	}
	return best
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{"", "donâ€™t", misread(misread("é😊")), "a\x81\xed\xa0\xbd", "Ã\x00©", "ðŸ˜ Â x", "CAFÉ’"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Repair(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Repair(%q) = %q is not UTF-8", s, got)
		}
		if strings.ContainsAny(got, "\x00\x07\x7f\u0080\u009d\u212a") {
			t.Fatalf("Repair(%q) = %q holds a control character", s, got)
		}
		if again := Repair(got); again != got {
			t.Fatalf("Repair(%q) = %q, then %q", s, got, again)
		}
	})
}
