package sentiment

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// namedSentence is a sentence with the places of the names in it.
type namedSentence struct {
	text string
	gold []Span
}

// marked reads a sentence with names between < and >.
func marked(s string) namedSentence {
	var n namedSentence
	var b strings.Builder
	for s != "" {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		name, after, _ := strings.Cut(rest, ">")
		start := b.Len()
		b.WriteString(name)
		n.gold = append(n.gold, Span{start, b.Len()})
		s = after
	}
	n.text = b.String()
	return n
}

func writtenNames(t testing.TB) []namedSentence {
	t.Helper()
	f, err := os.Open("testdata/names_written.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []namedSentence
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if !strings.HasPrefix(sc.Text(), "#") && sc.Text() != "" {
			out = append(out, marked(sc.Text()))
		}
	}
	return out
}

// Names for the templates: common and rare ones, some on no list of the rules,
// some that are words too.
const (
	testGiven = `Emma Jack Olivia Harry Amelia George Isla Noah Ava Leo Mia Arthur Ivy Muhammad Lily Oscar Rosie Charlie Sophie
Jacob Grace Freddie Willow Alfie Poppy Ethan Ella Theo Daisy Finley Priya Arjun Aisha Omar Fatima Yusuf Zainab Bilal Agnieszka Piotr Katarzyna
Tomasz Ioana Andrei Oluwaseun Chidi Ngozi Kwame Ama Tendai Blessing Thandiwe Saoirse Caoimhe Niamh Eoin Rhys Carys Dafydd Ffion Callum Eilidh
Morag Hamish Mei Xiu Minh Thuy Hiroshi Yuki Carlos Lucia Joao Beatriz Giulia Marco Hans Greta Svetlana Dmitri Ekaterina Ayşe Mehmet Leila Reza
Sunita Rajesh Gurpreet Harjit Manjit Shanice Tyrone Keisha Delroy Winston Beverley Nigel Derek Maureen Doreen Brenda Keith Trevor Barry Sheila Pauline
Jean Joan Dot Elsie Mavis Faith Hope Joy Rose Mark Frank Bill Sue Dawn Carol Heather Amber Robin Dean Ray Ottilie Bronwen Zuleikha Obinna Ximena Kofi Wanjiku`
	testFamily = `Smith Jones Patel Khan Williams Brown Taylor Davies Evans Singh Begum Okafor Adeyemi Kowalski Nowak Popescu Murphy Kelly
Walsh MacDonald Stewart Campbell Hussain Ahmed Ali Chowdhury Rahman Sharma Kaur Nguyen Chen Wong Garcia Silva Rossi Schmidt Mensah Osei Mwangi Featherstone
Braithwaite Entwistle Thistlewood Ravensdale Cobbold Pargeter Ollerenshaw Young Black Fisher Ward Stone Long Bell Wood Hill Cook`
)

// nameTemplates are the sentences round the names: %g a given name, %f a family
// name.
var nameTemplates = []string{
	"<%g> was lovely", "nurse <%g> was so kind to me", "Thank you <%g> for everything", "thanks to <%g> and <%g> on nights",
	"<%g> and <%g> were brilliant", "<Dr %f> explained it well", "I saw <Mr %f> in clinic", "<Mrs %f> on the desk was rude",
	"the physio <%g> got me moving", "my daughter <%g> was looked after", "A nurse called <%g> held my hand", "<%g %f> is a credit to you",
	"Can I say a big thank you to <%g %f>", "my son <%g> has autism and they were patient", "the porter, <%g>, told jokes",
	"Her name was <%g> and she was great", "I was treated by <%g>, <%g> and <%g>", "<%g> on reception helped me", "<%g> took my blood",
	"We spoke to <%g> who was very helpful", "especially <%g> who went the extra mile", "consultant <%g %f> listened", "<Miss %f> did my operation",
	"my husband <%g> was on the ward for a week", "student nurse <%g> will go far", "please pass on my thanks to <%g>", "<%g> the healthcare assistant was fab",
	"It took ages until <%g> came", "the doctor was <Dr %f>", "carer <%g> never turned up", "<%g> said she would ring me and did not",
	"All staff were great but <%g> deserves a mention", "<%g>'s kindness meant a lot", "I was met by <%g> at the door", "Signed <%g %f>",
}

// templateNames fills the templates: as written, in small letters, and with a
// slip in the name.
func templateNames(n int) []namedSentence {
	r := rand.New(rand.NewPCG(7, 19))
	given, family := strings.Fields(testGiven), strings.Fields(testFamily)
	var out []namedSentence
	for i := range n {
		s := nameTemplates[i%len(nameTemplates)]
		for strings.Contains(s, "%g") {
			g := given[r.IntN(len(given))]
			if i%5 == 4 && len(g) > 5 {
				k := 2 + r.IntN(len(g)-3)
				g = g[:k] + g[k+1:]
			}
			s = strings.Replace(s, "%g", g, 1)
		}
		s = strings.ReplaceAll(s, "%f", family[r.IntN(len(family))])
		switch i % 5 {
		case 2, 3:
			s = strings.ToLower(s)
		}
		out = append(out, marked(s))
	}
	return out
}

// nameFigures counts names found whole, names there are, spans taken out, and
// spans taken out that hold part of a name.
func nameFigures(r *redactor, sentences []namedSentence, log func(string)) (found, gold, taken, right int) {
	for _, s := range sentences {
		got := r.redact(s.text)
		for _, g := range s.gold {
			gold++
			if covered(got.Items, g.Start, g.End, s.text) {
				found++
			} else {
				log(fmt.Sprintf("missed %q in %q: %q", s.text[g.Start:g.End], s.text, got.Text))
			}
		}
		for _, it := range got.Items {
			if it.Kind != PersonName {
				continue
			}
			taken++
			ok := false
			for _, g := range s.gold {
				ok = ok || it.Span.Start < g.End && g.Start < it.Span.End
			}
			if ok {
				right++
			} else {
				log(fmt.Sprintf("took %q out of %q", s.text[it.Span.Start:it.Span.End], s.text))
			}
		}
	}
	return found, gold, taken, right
}

// TestNameFigures measures recall and precision of people's names, with prose
// and without it, on sentences written for it and on filled templates.
func TestNameFigures(t *testing.T) {
	judge, err := loadProse()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name              string
		sentences         []namedSentence
		recall, precision float64
	}{
		{"written", writtenNames(t), 0.90, 0.93},
		{"templates", templateNames(1000), 0.90, 0.97},
	} {
		for _, people := range []personJudge{judge, nil} {
			r := newRedactor(people)
			log := func(s string) {
				if testing.Verbose() && people != nil {
					t.Log(s)
				}
			}
			found, gold, taken, right := nameFigures(r, c.sentences, log)
			recall, precision := float64(found)/float64(gold), float64(right)/float64(taken)
			t.Logf("%s, prose %v: %d sentences, recall %d/%d = %.3f, precision %d/%d = %.3f", c.name, people != nil,
				len(c.sentences), found, gold, recall, right, taken, precision)
			if recall < c.recall || precision < c.precision {
				t.Errorf("%s: recall %.3f (want %.2f), precision %.3f (want %.2f)", c.name, recall, c.recall, precision, c.precision)
			}
		}
	}
}
