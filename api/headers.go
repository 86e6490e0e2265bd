package api

import (
	"net/http"
	"strings"
)

// Policies on what a page may load and who may frame it. No page needs a
// script; one that brings its own (see [Page]) gets policyScript.
const (
	policyPage   = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	policyScript = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	policyData   = "default-src 'none'; frame-ancestors 'none'"
)

// secureHeaders sets what every answer carries. A handler may set another
// policy for its own page, such as one that may be framed.
func secureHeaders(https bool) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h["X-Content-Type-Options"] = []string{"nosniff"}
			h["Referrer-Policy"] = []string{"no-referrer"}
			h["Cross-Origin-Opener-Policy"] = []string{"same-origin"}
			h["Permissions-Policy"] = []string{"camera=(), microphone=(), geolocation=(), payment=(), usb=()"}
			if strings.HasPrefix(r.URL.Path, "/v1/") {
				h["Content-Security-Policy"] = []string{policyData}
			} else {
				h["Content-Security-Policy"] = []string{policyPage}
			}
			if https {
				h["Strict-Transport-Security"] = []string{"max-age=31536000"}
			}
			next.ServeHTTP(w, r)
		})
	}
}
