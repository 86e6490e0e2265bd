package api

import "net/http"

// voiceOperations describes comments, replies and requests for a response.
func voiceOperations() []operation {
	const get, post = http.MethodGet, http.MethodPost
	area := param{"gss", "GSS code of the area", "E06000023"}
	list := []param{{"limit", "Most comments of a page, 1 to 100", "20"}, {"cursor", "“next” of the page before", ""}}
	return []operation{
		{get, "/v1/places/{id}/comments", "Comments", "What people wrote about a place, with the providers’ replies", append([]param{placeParam("id")}, list...), false, nil,
			map[int]any{200: commentsAnswer{}}, nil, "/v1/places/WILLOW/comments?limit=5"},
		{get, "/v1/areas/{gss}/comments", "Comments", "What people wrote about an area’s sites and wards", append([]param{area}, list...), false, nil, map[int]any{200: commentsAnswer{}}, nil, ""},
		{get, "/v1/areas/{gss}/comments.csv", "Comments", "The same as CSV, a row for each answer to a question", append([]param{area}, list[1]), false, nil, nil, map[string]string{"text/csv": "The file"}, ""},
		{post, "/v1/comments/{comment}/reply", "Comments", "Write, change or (with no text) withdraw the provider’s reply", []param{{"comment", "The comment’s id", ""}}, true,
			object([]string{"text"}, map[string]any{"text": described("string", "What everybody may read; it may name nobody, nor hold a number, address or link. Empty withdraws the reply"),
				"version": described("integer", "The version that you saw; leave it out to write over whatever stands"), "checked": described("boolean", "You looked at what may be a name, and it is none")}),
			map[int]any{200: replyAnswer{}}, nil, ""},
		{get, "/v1/areas/{gss}/voices", "For Healthwatch", "Comments, replies and requests of an area that changed since a cursor, and comments to be dropped",
			[]param{area, {"after", "“cursor” of the answer before", "12"}, {"limit", "Most changes, 1 to 500", "100"}}, true, nil, map[int]any{200: voicesAnswer{}}, nil, ""},
		{get, "/v1/areas/{gss}/concerns", "For Healthwatch", "Published comments about poor experiences without a reply", []param{area, {"after", "“next” of the page before", ""}}, true, nil, map[int]any{200: concernsAnswer{}}, nil, ""},
		{get, "/v1/areas/{gss}/requests", "For Healthwatch", "Requests for a response, and how they stand", []param{area}, true, nil, map[int]any{200: requestsAnswer{}}, nil, ""},
		{post, "/v1/areas/{gss}/requests", "For Healthwatch", "Ask for a response about a place, a comment or a warning: due within 20 working days", []param{area}, true,
			object([]string{"id", "text"}, map[string]any{"id": described("string", "Your own id of the request: a second with the same id is the same request"),
				"place": described("string", "Id or code of the place, or …"), "comment": described("string", "… id of the comment, or …"), "warning": described("integer", "… number of the warning"),
				"text": described("string", "What you ask; the provider will read it")}),
			map[int]any{200: requestJSON{}, 201: requestJSON{}}, nil, ""},
		{get, "/v1/requests", "For providers", "Requests that you are to answer, the next due first", nil, true, nil, map[int]any{200: requestsAnswer{}}, nil, ""},
		{post, "/v1/requests/{request}/answer", "For providers", "Answer a request, or correct the answer", []param{{"request", "The request’s number", ""}}, true,
			object([]string{"text", "version"}, map[string]any{"text": described("string", "The answer; those who asked will read it"), "version": described("integer", "The version that you saw")}),
			map[int]any{200: requestJSON{}}, nil, ""},
	}
}

// object and described make parts of a body's schema.
func object(required []string, properties map[string]any) map[string]any {
	return map[string]any{"type": "object", "required": required, "additionalProperties": false, "properties": properties}
}

func described(kind, about string) map[string]any {
	return map[string]any{"type": kind, "description": about}
}
