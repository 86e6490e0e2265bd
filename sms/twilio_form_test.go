package sms

import (
	"maps"
	"net/url"
	"slices"
	"testing"
)

// FuzzParseFields holds the reading of forms to the standard library's: what one
// refuses the other refuses, and of each name the first value is taken.
func FuzzParseFields(f *testing.F) {
	for _, body := range []string{"", "&&", "=", "a", "a=", "=a", "a=1&a=2", "b=2&a=1", "Body=v+good%21&From=%2B447700900123", "a=%zz", "%=1", "a=1;b=2", "a==b", "%61=1&a=2"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		want, bad := url.ParseQuery(body)
		got, err := parseFields(body)
		if (bad != nil) != (err != nil) {
			t.Fatalf("%q: %v, the library %v", body, err, bad)
		}
		if err != nil {
			return
		}
		names := make([]string, len(got))
		for i, f := range got {
			if names[i] = f.name; f.value != want.Get(f.name) || got.Get(f.name) != f.value {
				t.Errorf("%q: %s is %q and %q, the library has %q", body, f.name, f.value, got.Get(f.name), want[f.name])
			}
		}
		if sorted := slices.Sorted(maps.Keys(want)); !slices.Equal(names, sorted) {
			t.Errorf("%q: names %q, the library has %q", body, names, sorted)
		}
		if got.Get("absent\x00") != want.Get("absent\x00") {
			t.Errorf("%q: what is not there", body)
		}
	})
}
