package redis

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"earshot/feedback"
)

// Embedded is the URL of a board inside the program, which needs no set-up and
// is filled from the ledger each time it starts.
const Embedded = "embedded"

// options reads the URL of a Redis. Its errors never quote the URL, which may
// hold a password.
func options(raw string) (*goredis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return nil, urlError("must be embedded, redis://…, rediss://…, redis+sentinel://… or redis+cluster://…")
	}
	o := &goredis.UniversalOptions{
		// Bounds on every call: a Redis that hangs must not hang Earshot.
		DialTimeout:  2 * time.Second,
		ReadTimeout:  3 * time.Second,
		WriteTimeout: 3 * time.Second,
		PoolTimeout:  3 * time.Second,
		MaxRetries:   1,
		// The projector tries again by itself; its callers would rather know soon.
		DialerRetries: 1,
		MaxRedirects:  5,
		ClientName:    "earshot",

		ContextTimeoutEnabled: true,
	}
	secure, kind := strings.HasPrefix(scheme, "rediss"), ""
	switch scheme {
	case "redis", "rediss":
	case "redis+sentinel", "rediss+sentinel":
		kind = "sentinel"
	case "redis+cluster", "rediss+cluster":
		kind, o.IsClusterMode = "cluster", true
	default:
		return nil, urlError("begins with an unknown scheme; use redis, rediss, redis+sentinel, rediss+sentinel, redis+cluster or rediss+cluster")
	}
	if err := readURL(o, rest, kind); err != nil {
		return nil, err
	}
	if secure {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		if kind == "" {
			o.TLSConfig.ServerName, _, _ = net.SplitHostPort(o.Addrs[0])
		}
	}
	return o, nil
}

// readURL reads what comes after "://": user:password@host,host/name?db=n. The
// standard library's parser is of no use here, since it takes one host only.
func readURL(o *goredis.UniversalOptions, rest, kind string) error {
	rest, query, _ := strings.Cut(rest, "?")
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		user, password, _ := strings.Cut(rest[:at], ":")
		var err1, err2 error
		o.Username, err1 = url.PathUnescape(user)
		o.Password, err2 = url.PathUnescape(password)
		if errors.Join(err1, err2) != nil {
			return urlError("has a user or password that is not percent-encoded")
		}
		rest = rest[at+1:]
	}
	hosts, path, _ := strings.Cut(rest, "/")
	port := "6379"
	if kind == "sentinel" {
		port = "26379"
	}
	for _, h := range strings.Split(hosts, ",") {
		addr, err := address(h, port)
		if err != nil {
			return err
		}
		o.Addrs = append(o.Addrs, addr)
	}
	if kind == "" && len(o.Addrs) > 1 {
		return urlError("names several hosts; use redis+cluster:// or redis+sentinel:// for that")
	}
	return readPath(o, path, query, kind)
}

func address(host, port string) (string, error) {
	if h, p, err := net.SplitHostPort(host); err == nil {
		if n, err := strconv.ParseUint(p, 10, 16); err != nil || n == 0 {
			return "", urlError("has a port that is not a number from 1 to 65535")
		}
		host, port = h, p
	} else if strings.Count(host, ":") == 1 {
		return "", urlError("has a host that cannot be read")
	}
	host = strings.Trim(host, "[]")
	if host == "" {
		return "", urlError("names no host")
	}
	return net.JoinHostPort(host, port), nil
}

func readPath(o *goredis.UniversalOptions, path, query, kind string) error {
	q, err := url.ParseQuery(query)
	if err != nil {
		return urlError("has a query that cannot be read")
	}
	for name := range q {
		if name != "db" && (name != "sentinel_user" && name != "sentinel_password" || kind != "sentinel") {
			return urlError("has an unknown option; db is known, and for Sentinel sentinel_user and sentinel_password")
		}
	}
	db := q.Get("db")
	switch kind {
	case "sentinel":
		if path == "" {
			return urlError("names no master; write redis+sentinel://host,host/MASTER")
		}
		o.MasterName = path
		o.SentinelUsername, o.SentinelPassword = q.Get("sentinel_user"), q.Get("sentinel_password")
	case "":
		if path != "" {
			db = path
		}
	default:
		if path != "" || db != "" && db != "0" {
			return urlError("names a database, but a cluster has only number 0")
		}
	}
	if db != "" {
		if o.DB, err = strconv.Atoi(db); err != nil || o.DB < 0 {
			return urlError("has a database that is not a number")
		}
	}
	return nil
}

func urlError(reason string) error {
	return &feedback.FieldError{Field: "redis", Reason: "the address " + reason}
}
