package feedback

import (
	"errors"
	"testing"
)

func TestParsePostcode(t *testing.T) {
	for _, c := range []struct{ in, want, outward, sector, region string }{
		{"zz1 3ex", "ZZ1 3EX", "ZZ1", "ZZ1 3", "ZZ"},
		{" Zz13eX ", "ZZ1 3EX", "ZZ1", "ZZ1 3", "ZZ"},
		{"z1 1aa", "Z1 1AA", "Z1", "Z1 1", "Z"},
		{"zc1a 1bb", "ZC1A 1BB", "ZC1A", "ZC1A 1", "ZC"},
		{"z33 8TH", "Z33 8TH", "Z33", "Z33 8", "Z"},
		{"ZZ551PT", "ZZ55 1PT", "ZZ55", "ZZ55 1", "ZZ"},
		{"zz16", "ZZ16", "ZZ16", "", "ZZ"},
		{"Z1A", "Z1A", "Z1A", "", "Z"},
	} {
		p, err := ParsePostcode(c.in)
		if err != nil || string(p) != c.want || p.Outward() != c.outward || p.Sector() != c.sector || p.Region() != c.region {
			t.Errorf("ParsePostcode(%q) = %q (%q, %q, %q), %v; want %q (%q, %q, %q)", c.in, p, p.Outward(), p.Sector(), p.Region(), err, c.want, c.outward, c.sector, c.region)
		}
	}
	for _, bad := range []string{"", "ward 7", "ZZZ1", "1AA", "ZZ1 3E", "ZZ123 4EX", "Z", "ZZ", "Lark"} {
		if p, err := ParsePostcode(bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("ParsePostcode(%q) = %q, %v; want ErrInvalid", bad, p, err)
		}
	}
	if Postcode("").Region() != "" || Postcode("").Outward() != "" {
		t.Error("no postcode has no parts")
	}
}
