package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"earshot/feedback"
)

const choicesFile = `{"name":"old","kind":"nhs_choices","url":"URL/organisations/hospitals","internal":true,"key_env":"KEY",
	"credit":{"name":"Old Reviews","licence":"OGL v3","url":"https://old.example/"},"robots":false}`

func atom(entries ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">` + strings.Join(entries, "") + `</feed>`
}

func entry(id, org, term, more string) string {
	return fmt.Sprintf(`<entry><id>urn:x/%s</id><postingid xmlns="urn:old">%s</postingid><postingorganisationid>%s</postingorganisationid>
		<published>2026-06-03T10:00:00Z</published><updated>2026-06-03T10:00:00Z</updated><category term="%s"/><author><name>Anonymous</name></author>%s</entry>`, id, id, org, term, more)
}

const atomWords = `<title>A&amp;amp;E was calm</title>
	<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><div id="liked"><p>Kind staff</p></div><div id="improved">The wait</div><div id="anythingElse">Thanks</div><div id="commentTags">Calm</div></div></content>
	<link title="Organisation commented on" href="http://old.example/organisations/hospitals/rxx02.atom"/>`

const atomHeld = "annexe 2026-06-03 0 | what_good: Kind staff | could_improve: The wait | why: A&E was calm//Thanks"

func TestAtomEntry(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", atomWords)))
	if r := w.collect(w.source(choicesFile)); r.Taken != 1 {
		t.Errorf("%+v", r)
	}
	w.holds(atomHeld)
	if got := w.credit("feed:old", "5/12@annexe"); got.URL != "https://old.example/" {
		t.Errorf("credit %+v", got)
	}
	if !strings.Contains(strings.Join(w.asked, " "), "apikey=s3cret") {
		t.Errorf("asked %v", w.asked)
	}
}

func TestAtomTitleEscapedTwice(t *testing.T) {
	if got := plainText("A&amp;amp;E &amp;quot;calm&amp;quot;"); got != `A&E "calm"` {
		t.Errorf("%q", got)
	}
}

func TestAtomEmptyResultIsNotFound(t *testing.T) {
	w := newWorld(t)
	if r := w.collect(w.source(choicesFile)); r.Seen != 0 {
		t.Errorf("%+v", r)
	}
}

func TestAtomRepliesAreNotPatients(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", atomWords),
		entry("12R", "5", "reply", `<in-reply-to postingid="12"/><content>We are sorry</content>`), entry("13R", "5", "", atomWords)))
	if r := w.collect(w.source(choicesFile)); r.Taken != 1 || r.Seen != 1 {
		t.Errorf("%+v", r)
	}
}

func TestAtomSameNumberOfTwoPosters(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", atomWords), entry("12", "6", "comment", atomWords)))
	if r := w.collect(w.source(choicesFile)); r.Taken != 2 {
		t.Errorf("%+v", r)
	}
	w.holds(atomHeld, atomHeld)
}

func TestAtomDeletion(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", atomWords), entry("13", "5", "comment", atomWords)))
	src := w.source(choicesFile)
	w.collect(src)
	// The next run asks for changes since a day; a deletion has new dates.
	w.answer("/organisations/hospitals/commentssince/2026/5/31.atom", atom(strings.Replace(entry("12", "5", "deletion", ""), "2026-06-03", "2026-07-09", 2)))
	if r := w.collect(src); r.Removed != 1 {
		t.Errorf("%+v; asked %v", r, w.asked)
	}
	w.holds(atomHeld)
	w.audited()
}

func TestAtomNextLinkLacksAtom(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", atom(`<link rel="last" href="/organisations/hospitals/comments?page=2"/><link rel="next" href="/organisations/hospitals/page2?apikey=s3cret&amp;page=2"/>`, entry("12", "5", "comment", atomWords)))
	w.answer("/organisations/hospitals/page2.atom", atom(`<link rel="next" href="http://elsewhere.example/page3"/>`, entry("14", "5", "comment", atomWords)))
	if r := w.collect(w.source(choicesFile)); r.Taken != 2 {
		t.Errorf("%+v; asked %v", r, w.asked)
	}
}

// In some records the values of the Test's answers are the wrong way round; in
// others the wordings are those of the old question.
func TestAtomRatingGoesByItsWords(t *testing.T) {
	rated := func(answer, value string) string {
		return atomWords + `<ratings><rating><questionText>How likely are you to recommend this hospital to friends and family if they needed similar care or treatment?</questionText><answerText>` +
			answer + `</answerText><answerMetric value="` + value + `"/></rating><rating><questionText>Cleanliness</questionText><answerText>Very good</answerText><answerMetric value="5"/></rating></ratings>`
	}
	for _, c := range []struct {
		answer, value string
		want          feedback.Rating
	}{{"Extremely likely", "5", 1}, {"Extremely likely", "1", 1}, {"Extremely unlikely", "5", 5}, {"Don’t know", "6", 6}, {"", "5", 0}, {"5 stars", "5", 0}} {
		w := newWorld(t)
		w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", rated(c.answer, c.value))))
		w.collect(w.source(choicesFile))
		w.holds(strings.Replace(atomHeld, "03 0 |", fmt.Sprintf("03 %d |", c.want), 1))
	}
}

func TestAtomBombsAreRefused(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", `<!DOCTYPE f [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><feed><entry><title>&b;</title></entry></feed>`)
	w.collectError(w.source(choicesFile), feedback.ErrInvalid)
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", atomWords))[:300])
	w.collectError(w.source(choicesFile), feedback.ErrInvalid)
}

func TestAtomInWindows1252(t *testing.T) {
	w := newWorld(t)
	doc := strings.Replace(atom(entry("12", "5", "comment", strings.Replace(atomWords, "Kind staff", "Caf\xe9 \x93closed\x94", 1))), "utf-8", "windows-1252", 1)
	w.handle("/organisations/hospitals/comments.atom", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, doc) })
	w.collect(w.source(choicesFile))
	w.holds(strings.Replace(atomHeld, "Kind staff", "Café “closed”", 1))
}

// A surgery's reviews are about its branches too; they count once.
func TestReviewOfASurgeryIsFannedOutToBranches(t *testing.T) {
	w := newWorld(t)
	rated := strings.Replace(atomWords, "rxx02", "Y00001", 1) + `<ratings><rating><questionText>Friends and Family</questionText><answerText>Likely</answerText></rating></ratings>`
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", rated)))
	w.collect(w.source(strings.Replace(choicesFile, `"robots"`, `"places":{"y00001":["MILLE","MILLW"]},"robots"`, 1)))
	w.holds(strings.Replace(strings.Replace(atomHeld, "annexe", "branch1", 1), "03 0 |", "03 2 |", 1), strings.Replace(atomHeld, "annexe", "branch2", 1))
}
