package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// worthZipping is the size in bytes from which an answer is compressed: below
// it the answer fits one packet anyway.
const worthZipping = 1400

// zipped compresses answers for callers that take gzip. It looks at the first
// Write: a small answer that is written whole goes out as it is.
func zipped() middleware {
	pool := &sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
		if err != nil {
			panic("gzip.BestSpeed is a valid level: " + err.Error())
		}
		return z
	}}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Vary", "Accept-Encoding")
			if r.Method == http.MethodHead || !takesGzip(r.Header.Get("Accept-Encoding")) {
				next.ServeHTTP(w, r)
				return
			}
			z := &zipWriter{ResponseWriter: w, pool: pool}
			defer z.close()
			next.ServeHTTP(z, r)
		})
	}
}

// takesGzip reports whether an Accept-Encoding header names gzip and does not
// refuse it with q=0.
func takesGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q = strings.TrimRight(strings.ReplaceAll(q, " ", ""), "0.")
		return q != "q="
	}
	return false
}

type zipWriter struct {
	http.ResponseWriter
	pool    *sync.Pool
	zip     *gzip.Writer
	status  int
	decided bool
}

// WriteHeader holds the status back until the first Write decides.
func (z *zipWriter) WriteHeader(status int) {
	if status < 200 {
		z.ResponseWriter.WriteHeader(status)
		return
	}
	if z.status == 0 {
		z.status = status
	}
}

// Write compresses if the answer is worth it.
func (z *zipWriter) Write(b []byte) (int, error) {
	z.decide(len(b))
	if z.zip != nil {
		return z.zip.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

// FlushError sends what was written so far.
func (z *zipWriter) FlushError() error {
	z.decide(0)
	if z.zip != nil {
		if err := z.zip.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

// Flush is for handlers that look for http.Flusher.
func (z *zipWriter) Flush() { _ = z.FlushError() }

// Unwrap lets http.ResponseController reach the connection.
func (z *zipWriter) Unwrap() http.ResponseWriter { return z.ResponseWriter }

func (z *zipWriter) decide(first int) {
	if z.decided {
		return
	}
	z.decided = true
	h := z.Header()
	if first >= worthZipping && h.Get("Content-Encoding") == "" && compressible(h.Get("Content-Type")) {
		h.Del("Content-Length")
		h.Set("Content-Encoding", "gzip")
		z.zip = z.pool.Get().(*gzip.Writer)
		z.zip.Reset(z.ResponseWriter)
	}
	if z.status != 0 {
		z.ResponseWriter.WriteHeader(z.status)
	}
}

func (z *zipWriter) close() {
	z.decide(0)
	if z.zip != nil {
		_ = z.zip.Close() // the client has gone if this fails
		z.pool.Put(z.zip)
		z.zip = nil
	}
}

func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.HasPrefix(kind, "text/") && kind != "text/event-stream" || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml")
}
