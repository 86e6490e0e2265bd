package opendata

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"earshot/feedback"
)

// The one profile and the one group of its indicators.
const (
	fingertipsProfile = 980
	fingertipsGroup   = 9800
)

// What the smaller endpoints answer. The order of members matters: clients in
// Python take the first member of an object as its key, and those in R name
// columns by their place.
type (
	ftAreaType struct {
		ID         int          `json:"Id"`
		Name       string       `json:"Name"`
		Short      string       `json:"Short"`
		OnMap      bool         `json:"CanBeDisplayedOnMap"`
		Searchable bool         `json:"IsSearchable"`
		Parents    []ftAreaType `json:"ParentAreaTypes,omitzero"`
	}
	ftArea struct {
		Code  string `json:"Code"`
		Name  string `json:"Name"`
		Short string `json:"Short"`
		Type  int    `json:"AreaTypeId"`
	}
	ftGroup struct {
		ID       int    `json:"Id"`
		Name     string `json:"Name"`
		Sequence int    `json:"Sequence"`
		Profile  int    `json:"ProfileId"`
	}
	ftProfile struct {
		ID       int       `json:"Id"`
		Name     string    `json:"Name"`
		Key      string    `json:"Key"`
		Groups   []int     `json:"GroupIds"`
		Metadata []ftGroup `json:"GroupMetadata"`
	}
	ftAvailable struct {
		Indicator int `json:"IndicatorId"`
		AreaType  int `json:"AreaTypeId"`
	}
	ftName struct {
		ID   int    `json:"Id"`
		Name string `json:"Name"`
	}
	ftNote struct {
		ID   int    `json:"Id"`
		Text string `json:"Text"`
	}
)

// The notes that a row without a value has.
const (
	noteHidden      = "Value suppressed for disclosure control due to small count"
	noteUnpublished = "Value not published"
	noteNobody      = "Value cannot be calculated as nobody answered"
)

// FingertipsJSON answers the smaller endpoints of Fingertips' API; ok is false
// if there is no such endpoint.
func (s *Source) FingertipsJSON(path string, query func(string) string) (v any, ok bool, err error) {
	switch path {
	case "area_types", "area_types/with_data":
		return fingertipsAreaTypes(AreaTypes()), true, nil
	case "area_types/parent_area_types":
		out := []ftAreaType{}
		for _, t := range AreaTypes() {
			one := fingertipsAreaTypes([]AreaType{t})[0]
			one.Parents = fingertipsAreaTypes(parentTypes(t))
			out = append(out, one)
		}
		return out, true, nil
	case "areas/by_area_type":
		t, err := askedType(query, "area_type_id")
		if err != nil {
			return nil, true, err
		}
		return s.fingertipsAreas(t, func(*Line) bool { return true }), true, nil
	case "areas/by_parent_area_code":
		v, err := s.fingertipsUnder(query)
		return v, true, err
	case "area/parent_areas":
		v, err := s.fingertipsParents(query)
		return v, true, err
	case "parent_to_child_areas":
		v, err := s.fingertipsChildren(query)
		return v, true, err
	case "indicator_search":
		return fingertipsSearch(query("search_text")), true, nil
	case "available_data":
		v, err := fingertipsAvailable(query)
		return v, true, err
	}
	v, ok = fingertipsFixed(path)
	return v, ok, nil
}

// fingertipsFixed answers what does not depend on what is published.
func fingertipsFixed(path string) (v any, ok bool) {
	group := ftGroup{fingertipsGroup, "Friends and Family Test", 1, fingertipsProfile}
	profile := ftProfile{fingertipsProfile, ResultsTitle, "friends-and-family-test", []int{fingertipsGroup}, []ftGroup{group}}
	switch path {
	case "profiles":
		return []ftProfile{profile}, true
	case "profile":
		return profile, true
	case "group_metadata":
		return []ftGroup{group}, true
	case "ages":
		return []ftName{{1, "All ages"}}, true
	case "sexes":
		return []ftName{{4, "Persons"}}, true
	case "value_notes":
		return []ftNote{{0, ""}, {1, noteHidden}, {2, noteUnpublished}, {3, noteNobody}}, true
	case "category_types":
		return []any{}, true // figures are of all people together
	}
	return nil, false
}

func fingertipsAreaTypes(list []AreaType) []ftAreaType {
	out := []ftAreaType{}
	for _, t := range list {
		out = append(out, ftAreaType{ID: t.ID, Name: t.Name, Short: t.Short, Searchable: true})
	}
	return out
}

// parentTypes gives the kinds of areas that one lies in, the widest first;
// England lies in itself.
func parentTypes(t AreaType) []AreaType {
	within := map[string][]string{"england": {"england"}, "area": {"england"}, "icb": {"england"}, "provider": {"england", "icb"},
		"site": {"england", "area", "icb", "provider"}, "ward": {"england", "area", "icb", "provider", "site"}}[t.Level]
	var out []AreaType
	for _, p := range AreaTypes() {
		if slices.Contains(within, p.Level) {
			out = append(out, p)
		}
	}
	return out
}

// askedType reads the number of an area type.
func askedType(query func(string) string, name string) (AreaType, error) {
	id, err := strconv.Atoi(strings.TrimSpace(query(name)))
	t, known := areaType(id)
	if err != nil || !known {
		return AreaType{}, &feedback.FieldError{Field: name, Reason: "must be the number of an area type as /api/area_types lists them"}
	}
	return t, nil
}

func (s *Source) fingertipsAreas(t AreaType, fits func(*Line) bool) []ftArea {
	out := []ftArea{}
	for _, l := range s.Lines(s.Latest()) {
		if l.All && l.Level == t.Level && fits(&l) {
			out = append(out, ftArea{areaCode(&l), l.Name, l.Name, t.ID})
		}
	}
	return out
}

// fingertipsUnder gives the areas of a kind that lie in an area.
func (s *Source) fingertipsUnder(query func(string) string) (any, error) {
	t, err := askedType(query, "area_type_id")
	if err != nil {
		return nil, err
	}
	code := query("parent_area_code")
	return s.fingertipsAreas(t, func(l *Line) bool {
		return slices.ContainsFunc(parentTypes(t), func(p AreaType) bool { up, _ := s.parentOf(l, p); return up != "" && up == code })
	}), nil
}

// fingertipsParents gives what an area lies in.
func (s *Source) fingertipsParents(query func(string) string) (any, error) {
	code := query("child_area_code")
	for _, l := range s.Lines(s.Latest()) {
		if !l.All || areaCode(&l) != code {
			continue
		}
		out := []ftArea{}
		for _, t := range AreaTypes() {
			if t.Level != l.Level {
				continue
			}
			for _, p := range parentTypes(t) {
				if up, name := s.parentOf(&l, p); up != "" {
					out = append(out, ftArea{up, name, name, p.ID})
				}
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("fingertips: area: %w", feedback.ErrNotFound)
}

func (s *Source) fingertipsChildren(query func(string) string) (any, error) {
	parent, err := askedType(query, "parent_area_type_id")
	if err != nil {
		return nil, err
	}
	child, err := askedType(query, "child_area_type_id")
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, l := range s.Lines(s.Latest()) {
		if l.All && l.Level == child.Level {
			if code, _ := s.parentOf(&l, parent); code != "" {
				out[code] = append(out[code], areaCode(&l))
			}
		}
	}
	return out, nil
}

// fingertipsSearch finds indicators that hold every word, by area type.
func fingertipsSearch(text string) map[string][]int {
	out := map[string][]int{}
	for _, i := range Indicators() {
		found := true
		for _, w := range strings.Fields(strings.ToLower(text)) {
			found = found && strings.Contains(strings.ToLower(i.Name+" "+i.Definition), w)
		}
		if !found {
			continue
		}
		for _, t := range AreaTypes() {
			key := strconv.Itoa(t.ID)
			out[key] = append(out[key], i.ID)
		}
	}
	return out
}

// fingertipsAvailable says which indicators there are for which areas; of one
// indicator or kind of area, if they are named.
func fingertipsAvailable(query func(string) string) (any, error) {
	wanted, err := ParseIDs(firstOf(query("indicator_ids"), query("indicator_id")))
	if err != nil {
		return nil, err
	}
	types, err := ParseIDs(query("area_type_id"))
	if err != nil {
		return nil, err
	}
	out := []ftAvailable{}
	for _, i := range Indicators() {
		for _, t := range AreaTypes() {
			if (len(wanted) == 0 || slices.Contains(wanted, i.ID)) && (len(types) == 0 || slices.Contains(types, t.ID)) {
				out = append(out, ftAvailable{i.ID, t.ID})
			}
		}
	}
	return out, nil
}

// maxIDs is how many indicators can be asked for at once.
const maxIDs = 100

// ParseIDs reads numbers with commas between.
func ParseIDs(text string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, &feedback.FieldError{Field: "indicator_ids", Reason: "must be whole numbers with commas between"}
		}
		out = append(out, n)
	}
	if len(out) > maxIDs {
		return nil, &feedback.FieldError{Field: "indicator_ids", Reason: fmt.Sprintf("must be at most %d", maxIDs)}
	}
	return out, nil
}
