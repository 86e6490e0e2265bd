// Package api is Earshot's HTTP face: scorecards and places as JSON, the same
// as pages that work without JavaScript, the Friends and Family Test form, and
// the door through which partners send answers.
//
// [New] gives the public handler and [NewAdmin] the one that only operators
// may reach (health, readiness, metrics); the two never share a listener.
//
// Handlers return errors. One function writes them, from one table of the
// meanings in package feedback (see problem.go): as RFC 9457 problem details
// under /v1/, as a page elsewhere. Figures reach the public through one
// function only (see publish.go).
package api
