package feed

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// divs gives the text of the elements of a fragment that have an id of a review's
// part.
func divs(fragment string) map[string]string {
	out := make(map[string]string)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(fragment))
	if err != nil {
		return out
	}
	for _, id := range []string{"liked", "improved", "anythingElse"} {
		sel := doc.Find("#" + id).First()
		if sel.Length() == 0 {
			continue
		}
		if inner, err := sel.Html(); err == nil {
			if text := plainText(inner); text != "" {
				out[id] = text
			}
		}
	}
	return out
}
