package redis

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

// Names of what a partition stores. All of them share the hash tag of the
// partition, so that in a cluster they lie together:
//
//	{p17}:cursor               how far the partition has come
//	{p17}:seen                 when nothing was waiting, and at which cursor
//	{p17}:scopes               the set of scopes
//	{p17}:d:SCOPE:20261120     a day
//	{p17}:m:SCOPE:202611       a month
//	{p17}:w:7:SCOPE            the last 7 days without the present one

func prefix(p ledger.Partition) string { return "{p" + strconv.Itoa(int(p)) + "}:" }

func cursorName(p ledger.Partition) string { return prefix(p) + "cursor" }
func seenName(p ledger.Partition) string   { return prefix(p) + "seen" }
func scopesName(p ledger.Partition) string { return prefix(p) + "scopes" }

// keyName gives the name under which a key of partition p is stored.
func keyName(p ledger.Partition, k scorecard.Key) string {
	b := make([]byte, 0, 48)
	b = append(b, prefix(p)...)
	switch k.Span {
	case scorecard.DaySpan:
		y, m, d := feedback.Day(k.N).Date()
		b = append(b, "d:"...)
		b = append(b, k.Scope...)
		b = append(b, ':')
		b = strconv.AppendInt(b, int64(y)*10000+int64(m)*100+int64(d), 10)
	case scorecard.MonthSpan:
		b = append(b, "m:"...)
		b = append(b, k.Scope...)
		b = append(b, ':')
		b = strconv.AppendInt(b, int64(k.N/12)*100+int64(k.N%12)+1, 10)
	default:
		b = append(b, "w:"...)
		b = strconv.AppendInt(b, int64(k.N), 10)
		b = append(b, ':')
		b = append(b, k.Scope...)
	}
	return string(b)
}

// parseName reads what keyName writes; ok is false for every other name.
func parseName(p ledger.Partition, name string) (k scorecard.Key, ok bool) {
	rest, ok := strings.CutPrefix(name, prefix(p))
	if !ok || len(rest) < 4 {
		return k, false
	}
	kind, rest := rest[:2], rest[2:]
	first, last := strings.IndexByte(rest, ':'), strings.LastIndexByte(rest, ':')
	if first < 0 {
		return k, false
	}
	switch kind {
	case "d:":
		t, err := time.Parse("20060102", rest[last+1:])
		if err != nil {
			return k, false
		}
		k = scorecard.DayKey(scorecard.Scope(rest[:last]), feedback.Day(t.Unix()/86400))
	case "m:":
		t, err := time.Parse("200601", rest[last+1:])
		if err != nil {
			return k, false
		}
		k = scorecard.MonthKey(scorecard.Scope(rest[:last]), feedback.Month(t.Year()*12+int(t.Month())-1))
	case "w:":
		n, err := strconv.Atoi(rest[:first])
		if err != nil || n < 0 || n > 10_000 {
			return k, false
		}
		k = scorecard.WindowKey(scorecard.Scope(rest[first+1:]), n)
	default:
		return k, false
	}
	return k, keyName(p, k) == name
}

// seenText gives what is stored as the time seen.
func seenText(at time.Time, c scorecard.Cursor) string {
	return fmt.Sprintf("%d %s", at.UnixMicro(), c)
}

// parseSeen gives the time seen if it was noted at cursor c, else zero.
func parseSeen(s string, cursor string) time.Time {
	micros, at, ok := strings.Cut(s, " ")
	n, err := strconv.ParseInt(micros, 10, 64)
	if !ok || err != nil || at != cursor {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
