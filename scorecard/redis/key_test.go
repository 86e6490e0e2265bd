package redis

import (
	"errors"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

func TestNames(t *testing.T) {
	day := feedback.DateDay(2026, 3, 9)
	tests := []struct {
		p    ledger.Partition
		key  scorecard.Key
		want string
	}{
		{17, scorecard.DayKey("h2k9x00abc", day), "{p17}:d:h2k9x00abc:20260309"},
		{0, scorecard.MonthKey(scorecard.AreaScope("E06000023"), day.Month()), "{p0}:m:gss:E06000023:202603"},
		{63, scorecard.WindowKey(scorecard.England, 365), "{p63}:w:365:england"},
		{5, scorecard.WindowKey("gss:E06000023", 7), "{p5}:w:7:gss:E06000023"},
	}
	for _, test := range tests {
		got := keyName(test.p, test.key)
		if got != test.want {
			t.Errorf("%v: got %s, want %s", test.key, got, test.want)
		}
		if k, ok := parseName(test.p, got); !ok || k != test.key {
			t.Errorf("%s was read as %v, %v", got, k, ok)
		}
	}
	for _, bad := range []string{"", "{p1}:", "{p1}:d:", "{p1}:d:x", "{p1}:d:x:2026", "{p1}:d:x:20260230", "{p1}:m:x:202613", "{p1}:w:x", "{p1}:w:07:x",
		"{p1}:w:-7:x", "{p1}:x:7:x", "{p10}:w:7:x", "{p1}:cursor", "{p1}:m:x: 202601"} {
		if k, ok := parseName(1, bad); ok {
			t.Errorf("%q was read as %v", bad, k)
		}
	}
}

func TestSeenText(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 0, 0, 5000, time.UTC)
	c := scorecard.Cursor{Seq: 4, Today: 20000, Gen: 9}
	if got := parseSeen(seenText(at, c), c.String()); !got.Equal(at) {
		t.Errorf("got %v, want %v", got, at)
	}
	for _, s := range []string{"", "x", "12", seenText(at, scorecard.Cursor{Seq: 5, Today: 20000, Gen: 9}), "x " + c.String()} {
		if got := parseSeen(s, c.String()); !got.IsZero() {
			t.Errorf("%q was read as %v", s, got)
		}
	}
}

func TestKeep(t *testing.T) {
	b := new(Board)
	for _, test := range []struct {
		key  scorecard.Key
		want string
	}{
		{scorecard.DayKey("x", 20000), "34732800"}, // 402 days
		{scorecard.DayKey("x", 19601), "259200"},   // the last that is kept: 3 days
		{scorecard.DayKey("x", 10000), "172800"},   // never less than 2 days
		{scorecard.MonthKey("x", 24000), "0"},      // for ever
		{scorecard.WindowKey("x", 7), "0"},         // for ever
		{scorecard.DayKey("x", 20001), "34819200"}, // to come
	} {
		if got := b.keepSeconds(test.key, 20000); got != test.want {
			t.Errorf("%v: kept %s s, want %s", test.key, got, test.want)
		}
	}
}

func TestAddresses(t *testing.T) {
	tests := []struct {
		url, addrs, user, password, master string
		db                                 int
		cluster, tls                       bool
	}{
		{url: "redis://localhost", addrs: "localhost:6379"},
		{url: "redis://:pa%40ss:word@10.0.0.1:7000/3", addrs: "10.0.0.1:7000", password: "pa@ss:word", db: 3},
		{url: "rediss://u:p@cache.example", addrs: "cache.example:6379", user: "u", password: "p", tls: true},
		{url: "redis://[::1]:7000?db=2", addrs: "[::1]:7000", db: 2},
		{url: "redis+sentinel://u:p@a,b:1,c/cards?db=4", addrs: "a:26379 b:1 c:26379", user: "u", password: "p", master: "cards", db: 4},
		{url: "redis+cluster://a:7000,b,c:7002", addrs: "a:7000 b:6379 c:7002", cluster: true},
		{url: "rediss+cluster://:x@a", addrs: "a:6379", password: "x", cluster: true, tls: true},
	}
	for _, test := range tests {
		o, err := options(test.url)
		if err != nil {
			t.Errorf("%s: %v", test.url, err)
			continue
		}
		if got := strings.Join(o.Addrs, " "); got != test.addrs || o.Username != test.user || o.Password != test.password ||
			o.MasterName != test.master || o.DB != test.db || o.IsClusterMode != test.cluster || (o.TLSConfig != nil) != test.tls {
			t.Errorf("%s: got %+v", test.url, o)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	const secret = "hunter2"
	tests := []struct{ url, want string }{
		{"", "must be embedded"},
		{"localhost:6379", "must be embedded"},
		{"http://x", "unknown scheme"},
		{"redis://", "names no host"},
		{"redis://a,b", "several hosts"},
		{"redis://u:" + secret + "@a:port", "port"},
		{"redis://u:" + secret + "@a:0", "port"},
		{"redis://u:" + secret + "%zz@a", "percent-encoded"},
		{"redis://u:" + secret + "@a/x", "database that is not a number"},
		{"redis://u:" + secret + "@a?x=1", "unknown option"},
		{"redis+cluster://u:" + secret + "@a/1", "cluster has only number 0"},
		{"redis+cluster://u:" + secret + "@a,,b", "names no host"},
		{"redis+sentinel://u:" + secret + "@a,b", "names no master"},
		{"redis://a?sentinel_user=x", "unknown option"},
	}
	for _, test := range tests {
		_, err := options(test.url)
		if !errors.Is(err, feedback.ErrInvalid) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.url, err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}
