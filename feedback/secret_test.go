package feedback_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"

	"earshot/feedback"
)

// canary is what must never be seen. canaryHex and canaryHEX are how %x and %X
// would show it.
const (
	canary    = "canary sings +447700900123"
	canaryHex = "63616e617279"
)

type guardedAll struct {
	Text   feedback.Text
	Phone  feedback.Phone
	Secret feedback.Secret
	List   []feedback.Text
	Map    map[string]feedback.Phone
	Ptr    *feedback.Text
	Any    any
}

func guarded() guardedAll {
	text := feedback.Text(canary)
	return guardedAll{text, canary, canary, []feedback.Text{canary}, map[string]feedback.Phone{"k": canary}, &text, feedback.Secret(canary)}
}

// leaks reports whether s shows any of the canary.
func leaks(s string) bool {
	low := strings.ToLower(s)
	for _, sign := range []string{"canary", "sings", "7700900123", canaryHex, "63 61 6e 61", "0x63", "99, 97", "99 97 110"} {
		if strings.Contains(low, sign) {
			return true
		}
	}
	return false
}

func TestGuardedValuesDoNotPrint(t *testing.T) {
	all := guarded()
	values := map[string]any{
		"text": all.Text, "phone": all.Phone, "secret": all.Secret, "pointer": &all.Text, "slice": all.List, "map": all.Map,
		"struct": all, "pointer to struct": &all, "comment": feedback.Comment{Text: canary}, "message": feedback.Message{Phone: canary, Comment: canary},
		"response": feedback.Response{Comments: []feedback.Comment{{Text: canary}}}, "array": [1]feedback.Text{canary}, "map key": map[feedback.Phone]int{canary: 1},
	}
	formats := []string{"%v", "%+v", "%#v", "%s", "%+s", "%#s", "%q", "%+q", "%#q", "%x", "%X", "% x", "%#x", "% X", "%d", "%c", "%U", "%t", "%e", "%b", "%o", "%10s", "%-40.3s", "%.2q", "%[1]v"}
	for name, v := range values {
		for _, f := range formats {
			if got := fmt.Sprintf(f, v); leaks(got) {
				t.Errorf("%s with %s prints %q", name, f, got)
			}
		}
		for how, got := range map[string]string{
			"Sprint": fmt.Sprint(v), "Sprintln": fmt.Sprintln(v), "error": fmt.Errorf("wrapped: %v: %w", v, feedback.ErrInvalid).Error(),
			"append": string(fmt.Append(nil, v)),
		} {
			if leaks(got) {
				t.Errorf("%s by %s gives %q", name, how, got)
			}
		}
	}
	if got := fmt.Sprintf("%s|%v|%q", all.Text, all.Phone, all.Secret); got != "[hidden]|[hidden]|[hidden]" {
		t.Errorf("hidden values print as %q", got)
	}
	if got := fmt.Sprintf("%s%v%q", feedback.Text(""), feedback.Phone(""), feedback.Secret("")); got != "" {
		t.Errorf("empty values print as %q: whether there is one is worth knowing", got)
	}
}

func TestGuardedValuesDoNotEncode(t *testing.T) {
	all := guarded()
	for name, v := range map[string]any{"text": all.Text, "phone": all.Phone, "secret": all.Secret, "struct": all, "slice": all.List, "comment": feedback.Comment{Text: canary}} {
		if b, err := json.Marshal(v); err != nil || leaks(string(b)) || !strings.Contains(string(b), "[hidden]") {
			t.Errorf("%s as JSON: %s, %v", name, b, err)
		}
	}
	if b, err := xml.Marshal(feedback.Comment{Text: canary}); err != nil || leaks(string(b)) {
		t.Errorf("as XML: %s, %v", b, err)
	}
	var page bytes.Buffer
	if err := template.Must(template.New("").Parse(`<p>{{.Text}} {{printf "%x" .Phone}} {{.List}}</p><script>var x = {{.Text}}</script>`)).Execute(&page, all); err != nil || leaks(page.String()) {
		t.Errorf("in a page: %s, %v", page.String(), err)
	}
}

func TestGuardedValuesAreNotLogged(t *testing.T) {
	all := guarded()
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
	} {
		var out bytes.Buffer
		log := slog.New(handler(&out)).With("with", all.Phone)
		log.Error("failed", "text", all.Text, "phone", all.Phone, "secret", all.Secret, "struct", all, "pointer", &all, "list", all.List,
			slog.Group("group", "text", all.Text), "error", errors.Join(fmt.Errorf("about %q", all.Text), fmt.Errorf("%x", all.Phone)))
		if leaks(out.String()) || !strings.Contains(out.String(), "[hidden]") {
			t.Errorf("%s log: %s", name, out.String())
		}
	}
}

func TestRevealGivesTheValue(t *testing.T) {
	all := guarded()
	if all.Text.Reveal() != canary || all.Phone.Reveal() != canary || all.Secret.Reveal() != canary {
		t.Error("Reveal does not give the value")
	}
}
