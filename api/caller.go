package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
)

// caller is who asks: the holder of a key, or the public.
type caller struct {
	key *ledger.Key // nil for the public
}

// caller tells who sent a request. Without an Authorization header it is the
// public; with one that does not hold a key in force it is nobody, and the
// request fails rather than be answered as if it were the public's.
func (s *server) caller(r *http.Request) (caller, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return caller{}, nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		token = ""
	}
	key, err := s.keys.Authenticate(r.Context(), strings.TrimSpace(token))
	if err != nil {
		return caller{}, err
	}
	traceOf(r).key = key.ID
	return caller{key: &key}, nil
}

// require gives the caller's key if it has one of the roles.
func (c caller) require(roles ...ledger.Role) (*ledger.Key, error) {
	if c.key == nil {
		return nil, fmt.Errorf("no key: %w", feedback.ErrUnauthenticated)
	}
	if !slices.Contains(roles, c.key.Role) {
		return nil, fmt.Errorf("key %s has role %s: %w", c.key.ID, c.key.Role, feedback.ErrForbidden)
	}
	return c.key, nil
}

// viewOfPlace tells how the caller may see a place's figures.
func (c caller) viewOfPlace(dir *feedback.Directory, id feedback.PlaceID) view {
	if c.key == nil || c.key.Role != ledger.RoleProvider && c.key.Role != ledger.RoleOperator {
		return viewPublic
	}
	if len(c.key.Places) == 0 || slices.ContainsFunc(c.key.Places, func(top feedback.PlaceID) bool { return dir.Contains(top, id) }) {
		return viewLive
	}
	return viewPublic
}

// viewOfArea tells how the caller may see an area's figures.
func (c caller) viewOfArea(gss feedback.GSS) view {
	switch {
	case c.key == nil:
		return viewPublic
	case c.key.Role == ledger.RoleOperator && len(c.key.Places) == 0:
		return viewLive
	case c.key.Role == ledger.RoleHealthwatch && slices.Contains(c.key.Areas, gss):
		return viewShared
	}
	return viewPublic
}

// seesEngland reports whether the caller may see England's live figures.
func (c caller) seesEngland() bool {
	return c.key != nil && c.key.Role == ledger.RoleOperator && len(c.key.Places) == 0
}
