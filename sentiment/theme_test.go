package sentiment

import "testing"

func TestThemeNames(t *testing.T) {
	if ThemeCount != 32 {
		t.Fatalf("ThemeCount = %d, want 32", ThemeCount)
	}
	slugs := map[string]Theme{}
	for _, th := range Themes() {
		if th.Slug() == "" || th.Category() == "" || !th.Valid() {
			t.Errorf("theme %d: slug %q, category %q", th, th.Slug(), th.Category())
		}
		if other, taken := slugs[th.Slug()]; taken {
			t.Errorf("slug %q belongs to %d and %d", th.Slug(), other, th)
		}
		slugs[th.Slug()] = th
		for _, s := range []string{th.String(), th.Slug()} {
			if got, ok := ParseTheme(s); !ok || got != th {
				t.Errorf("ParseTheme(%q) = %v, %v; want %v", s, got, ok, th)
			}
		}
	}
	// Numbers are stored; a reordering would change what old readings say.
	for _, c := range []struct {
		theme  Theme
		number int
	}{{PositiveExperience, 1}, {StaffManner, 6}, {Timeliness, 12}, {Parking, 32}} {
		if int(c.theme) != c.number {
			t.Errorf("%v is number %d, want %d", c.theme, c.theme, c.number)
		}
	}
	if Theme(0).Valid() || Theme(33).Valid() || Theme(0).String() != "no theme" || Theme(33).Slug() != "" {
		t.Error("0 and 33 must not be themes")
	}
	if _, ok := ParseTheme("Wayfinding"); ok {
		t.Error("ParseTheme takes a name that is not in the framework")
	}
}
