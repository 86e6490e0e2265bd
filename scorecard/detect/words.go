package detect

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// date writes a day numbered from 1 January 1970.
func date(day int) string {
	return time.Unix(int64(day)*secondsPerDay, 0).UTC().Format("2 January 2006")
}

// Sureness puts a probability into a word: "almost certain", "very likely",
// "likely" or "possible".
func Sureness(p float64) string {
	switch {
	case p >= 0.99:
		return "almost certain"
	case p >= 0.9:
		return "very likely"
	case p >= 0.7:
		return "likely"
	}
	return "possible"
}

// Sentence says a finding in plain words, with when, how much and how sure.
func (m Measure) Sentence(f Finding) string {
	var b strings.Builder
	switch m.Form {
	case Silence:
		fmt.Fprintf(&b, "%s fell to about %s a day, from about %s.", capital(m.Label), short(f.After), short(f.Before))
	case Mean:
		fmt.Fprintf(&b, "%s fell to about %.2f, from about %.2f.", capital(m.Label), f.After, f.Before)
	default:
		verb := "rose"
		if m.Form == Falling {
			verb = "fell"
		}
		fmt.Fprintf(&b, "%s %s to about %s of %s, from about %s.", capital(m.Label), verb, percent(f.After), m.Of, percent(f.Before))
	}
	fmt.Fprintf(&b, " Since about %s", date(f.Since))
	if f.SinceFrom != f.SinceTo {
		fmt.Fprintf(&b, " (between %s and %s)", date(f.SinceFrom), date(f.SinceTo))
	}
	switch m.Form {
	case Silence:
		fmt.Fprintf(&b, ": %s answers in all.", short(f.N))
	case Mean:
		fmt.Fprintf(&b, ": %s scores.", short(f.N))
	default:
		fmt.Fprintf(&b, ": %s of %s.", short(f.X), short(f.N))
	}
	fmt.Fprintf(&b, " That something lasting changed is %s", Sureness(f.Sure))
	if years := years(f.ChanceYears); years != "" {
		fmt.Fprintf(&b, "; chance alone would look like this about once in %s", years)
	}
	b.WriteString(".")
	return b.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// percent writes a share with as many digits as it deserves.
func percent(v float64) string {
	digits := 0
	if v < 0.02 || v > 0.98 {
		digits = 1
	}
	return strconv.FormatFloat(v*100, 'f', digits, 64) + "%"
}

func short(v float64) string {
	if v >= 10 || v == math.Round(v) {
		return strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// years writes a long time without false precision; empty under a year.
func years(v float64) string {
	switch {
	case v >= 1000:
		return "more than 1,000 years"
	case v >= 100:
		return strconv.Itoa(int(v/100)*100) + " years"
	case v >= 10:
		return strconv.Itoa(int(v/5)*5) + " years"
	case v >= 2:
		return strconv.Itoa(int(v)) + " years"
	case v >= 1:
		return "a year"
	}
	return ""
}
