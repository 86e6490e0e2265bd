package api

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// sessionLife is how long a person stays signed in: a long shift.
const sessionLife = 12 * time.Hour

// sessions makes and reads the cookie of somebody who signed in with an API key.
// The key's token is inside, sealed, and checked at each request, so that a revoked
// key ends its sessions.
type sessions struct {
	seal cipher.AEAD
	csrf []byte
	name string
	safe bool // served over TLS
}

func newSessions(secret feedback.Secret, https bool) sessions {
	derive := func(purpose string) []byte {
		m := hmac.New(sha256.New, []byte(secret.Reveal()))
		m.Write([]byte(purpose))
		return m.Sum(nil)
	}
	block, err := aes.NewCipher(derive("earshot session 1"))
	if err != nil {
		panic("32 bytes are a key: " + err.Error())
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		panic("AES goes with GCM: " + err.Error())
	}
	s := sessions{seal: seal, csrf: derive("earshot session form 1"), name: "earshot", safe: https}
	if https {
		s.name = "__Host-earshot" // browsers take such a name only with Secure, from this very host
	}
	return s
}

// cookie gives the cookie of a session that begins now.
func (s sessions) cookie(token string, now time.Time) *http.Cookie {
	nonce := make([]byte, s.seal.NonceSize())
	rand.Read(nonce) // never fails: it ends the program rather than give weak bytes
	plain := binary.BigEndian.AppendUint64(nil, uint64(now.Add(sessionLife).Unix()))
	value := s.seal.Seal(nonce, nonce, append(plain, token...), nil)
	return s.made(base64.RawURLEncoding.EncodeToString(value), int(sessionLife/time.Second))
}

func (s sessions) made(value string, age int) *http.Cookie {
	return &http.Cookie{Name: s.name, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: s.safe, SameSite: http.SameSiteStrictMode}
}

// open gives the token inside a request's cookie, if it is ours and in time.
func (s sessions) open(r *http.Request, now time.Time) (token, value string, ok bool) {
	c, err := r.Cookie(s.name)
	if err != nil {
		return "", "", false
	}
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(b) < s.seal.NonceSize() {
		return "", "", false
	}
	plain, err := s.seal.Open(nil, b[:s.seal.NonceSize()], b[s.seal.NonceSize():], nil)
	if err != nil || len(plain) < 8 || int64(binary.BigEndian.Uint64(plain)) < now.Unix() {
		return "", "", false
	}
	return string(plain[8:]), c.Value, true
}

// formKey gives the hidden field of a session's forms.
func (s sessions) formKey(value string) string {
	m := hmac.New(sha256.New, s.csrf)
	m.Write([]byte(value))
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// visitor is somebody who signed in.
type visitor struct {
	key  *ledger.Key
	Form string // hidden field of forms
	desk bool
	kept bool
}

// errSignIn sends people to the page where they sign in.
var errSignIn = errors.New("nobody is signed in")

// visitor tells who is signed in. A key in the header counts too, for reading.
func (s *server) visitor(r *http.Request) (visitor, error) {
	if r.Header.Get("Authorization") != "" {
		key, err := s.staffKey(r)
		return visitor{key: key, desk: s.desk != nil, kept: s.workspace.Kept != nil}, err
	}
	token, value, ok := s.sessions.open(r, s.now())
	if !ok {
		return visitor{}, errSignIn
	}
	key, err := s.keys.Authenticate(r.Context(), token)
	if errors.Is(err, feedback.ErrUnauthenticated) {
		return visitor{}, errSignIn
	}
	if err != nil {
		return visitor{}, err
	}
	traceOf(r).key = key.ID
	who, err := (caller{key: &key}).require(ledger.RoleProvider, ledger.RoleOperator)
	return visitor{key: who, Form: s.sessions.formKey(value), desk: s.desk != nil, kept: s.workspace.Kept != nil}, err
}

// signedIn answers errSignIn by the way to the sign-in page, and other errors as
// usual.
func (s *server) signedIn(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, errSignIn) {
		return err
	}
	private(w)
	to := "/workspace/sign-in"
	if r.Method == http.MethodGet {
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// signedPost tells who posted a form: it must come from one of our own pages.
func (s *server) signedPost(r *http.Request) (visitor, error) {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return visitor{}, fmt.Errorf("form from elsewhere: %w", feedback.ErrForbidden)
	}
	if err := r.ParseForm(); err != nil {
		return visitor{}, fmt.Errorf("form: %w: %w", feedback.ErrInvalid, err)
	}
	v, err := s.visitor(r)
	if err != nil {
		return v, err
	}
	if v.Form == "" || !hmac.Equal([]byte(v.Form), []byte(r.PostForm.Get("form"))) {
		return visitor{}, fmt.Errorf("form from elsewhere: %w", feedback.ErrForbidden)
	}
	return v, nil
}

type signInData struct {
	Next  string
	Fault string
}

// ownPath lets through only addresses of pages of ours.
func ownPath(next string) string {
	if !strings.HasPrefix(next, "/workspace") && !strings.HasPrefix(next, "/p/") || strings.ContainsAny(next, "\\\r\n") {
		return "/workspace"
	}
	return next
}

// signInPage is GET /workspace/sign-in.
func (s *server) signInPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSignIn(w, http.StatusOK, signInData{Next: ownPath(r.URL.Query().Get("next"))})
}

func (s *server) showSignIn(w http.ResponseWriter, status int, d signInData) error {
	private(w)
	return s.pages.show(w, status, Page{Title: "Sign in", NoIndex: true, Head: workspaceHead, Problem: d.Fault != ""}, "sign-in.html", d)
}

// signIn is POST /workspace/sign-in.
func (s *server) signIn(w http.ResponseWriter, r *http.Request) error {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return fmt.Errorf("form from elsewhere: %w", feedback.ErrForbidden)
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("form: %w: %w", feedback.ErrInvalid, err)
	}
	d := signInData{Next: ownPath(r.PostForm.Get("next"))}
	if err := s.chargeForm(w, r); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	token := strings.TrimSpace(r.PostForm.Get("key"))
	key, err := s.keys.Authenticate(r.Context(), token)
	if errors.Is(err, feedback.ErrUnauthenticated) || err == nil && key.Role != ledger.RoleProvider && key.Role != ledger.RoleOperator {
		d.Fault = "This is not a key of a provider or an operator that is in force. Check that you copied all of it; it begins with esk_."
		return s.showSignIn(w, http.StatusBadRequest, d)
	}
	if err != nil {
		return err
	}
	traceOf(r).key = key.ID
	http.SetCookie(w, s.sessions.cookie(token, s.now()))
	private(w)
	http.Redirect(w, r, d.Next, http.StatusSeeOther)
	return nil
}

// signOut is POST /workspace/sign-out.
func (s *server) signOut(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.signedPost(r); err != nil {
		return s.signedIn(w, r, err)
	}
	http.SetCookie(w, s.sessions.made("", -1))
	private(w)
	http.Redirect(w, r, "/workspace/sign-in", http.StatusSeeOther)
	return nil
}
