package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/feedback"
)

//go:embed static/earshot.css static/kiosk.css static/kiosk.js static/outbox.js static/suggest.js static/favicon.svg static/nhsuk/nhsuk-frontend.min.css static/nhsuk/LICENSE
var staticFiles embed.FS

// static is the embedded files under addresses that hold their hash, so that
// they can be kept for ever and a new version is a new address.
type static struct{ files map[string]*staticFile }

type staticFile struct {
	hash   string
	kind   string
	body   []byte
	zipped []byte // nil if not worth it
}

// scriptKind is the content type of scripts.
const scriptKind = "text/javascript; charset=utf-8"

func newStatic() (*static, error) {
	s := &static{files: make(map[string]*staticFile)}
	for name, kind := range map[string]string{
		"static/earshot.css": "text/css; charset=utf-8", "static/favicon.svg": "image/svg+xml",
		"static/nhsuk/nhsuk-frontend.min.css": "text/css; charset=utf-8", "static/nhsuk/LICENSE": "text/plain; charset=utf-8",
		"static/kiosk.css": "text/css; charset=utf-8", "static/kiosk.js": scriptKind, "static/outbox.js": scriptKind, "static/suggest.js": scriptKind,
	} {
		body, err := staticFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("static files: %w", err)
		}
		sum := sha256.Sum256(body)
		f := &staticFile{hash: hex.EncodeToString(sum[:6]), kind: kind, body: body}
		if f.zipped, err = squeeze(body); err != nil {
			return nil, fmt.Errorf("static files: %w", err)
		}
		s.files[path.Base(name)] = f
	}
	return s, nil
}

func squeeze(body []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err = z.Write(body); err != nil {
		return nil, err
	}
	if err = z.Close(); err != nil || b.Len() >= len(body) {
		return nil, err
	}
	return b.Bytes(), nil
}

// url gives the address of a file; a template that names a missing one fails.
func (s *static) url(name string) (string, error) {
	f, ok := s.files[name]
	if !ok {
		return "", fmt.Errorf("no static file %s", name)
	}
	return "/static/" + f.hash + "/" + name, nil
}

// getStatic is GET /static/{hash}/{name}.
func (s *server) getStatic(w http.ResponseWriter, r *http.Request) error {
	v := mux.Vars(r)
	f, ok := s.static.files[v["name"]]
	if !ok || f.hash != v["hash"] {
		return fmt.Errorf("static file: %w", feedback.ErrNotFound)
	}
	f.send(w, r, "public, max-age=31536000, immutable")
	return nil
}

// getFavicon is GET /favicon.ico, which browsers ask for unasked.
func (s *server) getFavicon(w http.ResponseWriter, r *http.Request) error {
	s.static.files["favicon.svg"].send(w, r, "public, max-age=86400")
	return nil
}

// getRobots is GET /robots.txt: forms are not for indexing.
func (s *server) getRobots(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /f/\nDisallow: /k/\nDisallow: /paper\n"))
	return nil
}

func (f *staticFile) send(w http.ResponseWriter, r *http.Request, keep string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", keep)
	body := f.body
	if f.zipped != nil && takesGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if !strings.EqualFold(r.Method, http.MethodHead) {
		_, _ = w.Write(body) // the client has gone if this fails
	}
}
