// Package limit bounds how many requests one key or one address may send. The
// count is kept where every process of an installation sees it ([Buckets]); while
// that is away each process counts by itself, so that a limit may let through more
// than it says, and never shuts people out because of a fault of ours.
//
// Nothing here keeps a key's id or an address: buckets are named by a keyed hash.
package limit

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
)

// Rate is how much is let through: Burst at once, and on average PerMinute. A
// Rate of zero sets no limit.
type Rate struct {
	PerMinute int
	Burst     int
}

// None reports whether the rate sets no limit.
func (r Rate) None() bool { return r.PerMinute <= 0 }

// Every is the time after which one more is let through.
func (r Rate) Every() time.Duration { return time.Minute / time.Duration(max(1, r.PerMinute)) }

// Buckets holds what is left of every limit. A bucket begins full, holds at most
// its burst, and fills by one each time of every. It is safe for concurrent use,
// by any number of processes: together they are given no more than a bucket held.
// A bucket that is full again need not be kept.
type Buckets interface {
	// Take takes up to n from a bucket; every is at least a microsecond, burst and
	// n at least 1. It tells how many it took, 0 if there was none, how many are
	// left, and when there is one again, 0 if there is one still. It fails with
	// ErrUnavailable if the buckets cannot be reached.
	Take(ctx context.Context, bucket string, every time.Duration, burst, n int) (taken, left int, wait time.Duration, err error)
}

// The classes of whoever sends requests: holders of keys by role, and others by
// address.
const (
	Public      = "public"      // an address without a key
	Forms       = "forms"       // an address that sends forms or signs in
	Partner     = "partner"     // a key
	Provider    = "provider"    // a key
	Healthwatch = "healthwatch" // a key
	Operator    = "operator"    // a key
)

// Rates are the rates by class.
type Rates map[string]Rate

// Usual gives the rates if nothing else is said. A whole hospital's guest network
// shares one address, and a partner's system sends for a region: the limits are
// far above what these do and stop programs that run away.
func Usual() Rates {
	r := Rates{}
	for class, n := range map[string]int{Public: 6_000, Forms: 120, Partner: 3_000_000, Provider: 3_000_000, Healthwatch: 600_000, Operator: 0} {
		r.set(class, n)
	}
	return r
}

// set sets a class to so many a minute. As many may come at once; of forms twice
// as many, since a kiosk that was offline sends what it kept.
func (r Rates) set(class string, perMinute int) {
	r[class] = Rate{perMinute, perMinute}
	if class == Forms {
		r[class] = Rate{perMinute, 2 * perMinute}
	}
}

// most is the highest limit that can be set, in requests a minute.
const most = 60_000_000

// Parse reads "public=6000 partner=0": requests a minute by class, 0 for no limit.
// A class that is not named keeps its usual rate. It fails with ErrInvalid.
func Parse(text string) (Rates, error) {
	r := Usual()
	for field := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ' ' || c == ',' }) {
		class, value, _ := strings.Cut(field, "=")
		n, err := strconv.Atoi(value)
		if _, known := r[class]; !known || err != nil || n < 0 || n > most {
			return nil, &feedback.FieldError{Field: "limits", Reason: fmt.Sprintf(
				"must be like “public=6000 forms=120 partner=3000000”: a class (public, forms, partner, provider, healthwatch, operator) and requests a minute, at most %d", most)}
		}
		r.set(class, n)
	}
	return r, nil
}
