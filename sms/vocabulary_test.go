package sms

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"earshot/feedback"
)

// translated are the languages that texts come in besides English.
func translated() []string { return []string{"ar", "bn", "cy", "pa", "pl", "ro", "ur"} }

func standard(t testing.TB) *Wordings {
	t.Helper()
	w, err := StandardWordings()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWordingsAreComplete holds every language to having everything that is said
// and understood, marked for review; the check of segments is part of loading.
func TestWordingsAreComplete(t *testing.T) {
	w := standard(t)
	for _, language := range translated() {
		for _, audience := range []string{"", "young", "easy"} {
			text, ok := w.texts.all[phraseKey{"", language, audience}]
			if !ok {
				if audience == "" || language != "cy" && language != "pl" {
					t.Errorf("%s %s is missing", language, audience)
				}
				continue
			}
			name := strings.TrimSuffix(language+"."+audience, ".")
			if faults := text.Check(); len(faults) > 0 {
				t.Errorf("%s: %v", name, faults)
			}
			if !strings.Contains(strings.ToLower(text.Review), "needs review by a translator") {
				t.Errorf("%s is not marked for review", name)
			}
			if len(text.Answers) != 6 || len(text.Also) != 6 || len(text.Stop) == 0 || len(text.Counted) < 10 {
				t.Errorf("%s: %d answers, %d lists of others, %d words for STOP, %d that are counted", name, len(text.Answers), len(text.Also), len(text.Stop), len(text.Counted))
			}
			for _, digit := range []string{"1", "2", "3", "4", "5", "6"} {
				if !strings.Contains(text.AskRating, digit) || !strings.Contains(text.Invite, digit) {
					t.Errorf("%s does not offer %s", name, digit)
				}
			}
			for _, emergency := range []string{"999"} {
				if !strings.Contains(text.Safety, emergency) {
					t.Errorf("%s: the safety text does not name %s", name, emergency)
				}
			}
			for part, limit := range map[string]int{text.Invitation("the Children's Assessment Unit of the West Wing", false): text.Costs["invite"], text.Safety: text.Costs["safety"]} {
				if n, _ := Segments(part); n > max(1, limit) {
					t.Errorf("%s costs %d segments, says %d: %s", name, n, limit, part)
				}
			}
		}
	}
}

// TestWordingsDoNotShareLists holds that a file which stands on another leaves
// that one as it was.
func TestWordingsDoNotShareLists(t *testing.T) {
	w := standard(t)
	if got := w.For("", "en", "").Answers[2]; got != "Neither good nor poor" {
		t.Errorf("the third English answer became %q", got)
	}
	if got := w.For("", "en", "young").Answers[2]; got != "OK" {
		t.Errorf("the third answer for young people became %q", got)
	}
}

func TestAnswersOfEveryLanguage(t *testing.T) {
	w := standard(t)
	english := w.For("", "en", "")
	for _, language := range translated() {
		own := w.For("", language, "")
		for i, said := range own.Answers {
			for _, say := range append(slices.Clone(own.Also[i]), said, said+".", " "+strings.ToUpper(said)+" !") {
				if r := w.understand(say, own); r.Intent != Answer || int(r.Rating) != i+1 || !r.Lone {
					t.Errorf("%s: %q is %+v, want %d", language, say, r, i+1)
				}
			}
			comma := said + ", 4 x"
			if r := w.understand(comma, own); r.Intent != Answer || int(r.Rating) != i+1 || r.Comment.Reveal() != "4 x" {
				t.Errorf("%s: %q is intent %d, rating %d, %q", language, comma, r.Intent, r.Rating, r.Comment.Reveal())
			}
			if glued := said + "ngo"; w.understand(glued, own).Intent == Answer {
				t.Errorf("%s: %q is taken for an answer", language, glued)
			}
		}
		for _, stop := range own.Stop {
			if r := w.understand(stop+"!", own); r.Intent != Stop {
				t.Errorf("%s: %q is intent %d, want stop", language, stop, r.Intent)
			}
			if r := w.understand(stop+" 4 u", own); r.Intent == Stop {
				t.Errorf("%s: %q with more words is an opt-out", language, stop)
			}
		}
		for _, thing := range own.Counted {
			if r := w.understand("4 "+thing, own); r.Intent == Answer {
				t.Errorf("%s: %q is taken for an answer", language, "4 "+thing)
			}
		}
		for _, say := range []string{"Kind staff", "an hour", "10/10", "STOP making people wait", "4 hours wait"} {
			if a, b := w.understand(say, own), w.understand(say, english); a.Intent == Answer || a.Intent != b.Intent {
				t.Errorf("%q is intent %d to whom we write in %s, else %d", say, a.Intent, language, b.Intent)
			}
		}
	}
}

func TestOtherScripts(t *testing.T) {
	w := standard(t)
	own := w.For("", "en", "") // nobody is asked in which language they answer
	for _, c := range []struct {
		in      string
		rating  feedback.Rating
		comment string
	}{
		{"١", 1, ""}, {"٦", 6, ""}, {"۲", 2, ""}, {"۴", 4, ""}, {"৩", 3, ""}, {"৫", 5, ""}, {"੧", 1, ""}, {"੬", 6, ""}, {"२", 2, ""},
		{"\u200f٢", 2, ""}, {"\u202b1\u202c", 1, ""}, {"٢.", 2, ""},
		{"٢ الطاقم لطيف جدا", 2, "الطاقم لطيف جدا"}, {"١، الطاقم لطيف", 1, "الطاقم لطيف"},
		{"৪ লাইন অনেক লম্বা ছিল ২৫ জনের", 4, "লাইন অনেক লম্বা ছিল ২৫ জনের"}, {"੨। ਸਟਾਫ਼ ਚੰਗਾ ਸੀ", 2, "ਸਟਾਫ਼ ਚੰਗਾ ਸੀ"}, {"۵۔ انتظار بہت لمبا تھا", 5, "انتظار بہت لمبا تھا"},
		{"جيدة جدًا", 1, ""}, {"سيئه", 4, ""}, {"بہت اچھا۔ شکریہ", 1, "شکریہ"}, {"খুব ভালো। ধন্যবাদ", 1, "ধন্যবাদ"}, {"ਬਹੁਤ ਵਧੀਆ", 1, ""},
		{"Foarte bună", 1, ""}, {"FOARTE SLABA - am asteptat", 5, "am asteptat"}, {"Bardzo dobrze", 1, ""}, {"źle", 0, "źle"}, {"Gwael iawn", 5, ""},
		{"٤ ساعات انتظار", 0, "٤ ساعات انتظار"}, {"৪ ঘণ্টা অপেক্ষা", 0, "৪ ঘণ্টা অপেক্ষা"}, {"੪ ਘੰਟੇ ਉਡੀਕ", 0, "੪ ਘੰਟੇ ਉਡੀਕ"}, {"۴ گھنٹے انتظار", 0, "۴ گھنٹے انتظار"},
		{"4 godziny czekania", 0, "4 godziny czekania"}, {"5 ore de asteptare", 5, "ore de asteptare"}, {"١٠/١٠", 0, "١٠/١٠"}, {"১৫", 0, "১৫"},
		{"جيدة الممرضات لطيفات", 0, "جيدة الممرضات لطيفات"}, {"da", 0, "da"}, {"1 an absolute star", 1, "an absolute star"},
	} {
		r := w.understand(c.in, own)
		if r.Rating != c.rating || r.Comment.Reveal() != c.comment {
			t.Errorf("%q is rating %d, comment %q; want %d, %q", c.in, r.Rating, r.Comment.Reveal(), c.rating, c.comment)
		}
	}
	if r := w.understand("5 ore de asteptare", w.For("", "ro", "")); r.Intent == Answer {
		t.Error("hours are a rating to whom we write in Romanian")
	}
}

// TestDialoguesInOtherLanguages lets people answer invitations in their language.
func TestDialoguesInOtherLanguages(t *testing.T) {
	w := standard(t)
	for _, c := range []struct {
		language, audience string
		say                []string
		stored             []string
		out                bool
	}{
		{"ar", "", []string{"٢", "الانتظار طويل", "٤"}, []string{"new r1 oak 2", "add r1  0 الانتظار طويل", "add r1  4"}, false},
		{"bn", "", []string{"ভালো", "সবাই দয়ালু"}, []string{"new r1 oak 2", "add r1  0 সবাই দয়ালু"}, false},
		{"pa", "young", []string{"ਠੀਕ ਠਾਕ"}, []string{"new r1 oak 3"}, false},
		{"ur", "easy", []string{"درمیانہ۔ شکریہ"}, []string{"new r1 oak 3 شکریہ"}, false},
		{"ro", "", []string{"Bună", "STOP"}, []string{"new r1 oak 2"}, true},
		{"ro", "", []string{"Dezabonare"}, nil, true},
		{"ar", "", []string{"توقف"}, nil, true},
		{"cy", "", []string{"da", "peidiwch â phoeni"}, []string{"new r1 oak 2", "add r1  0 peidiwch â phoeni"}, false},
	} {
		t.Run(fmt.Sprint(c.language, c.say), func(t *testing.T) {
			book := newNotebook()
			const phone feedback.Phone = "+447700900456"
			now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
			book.threads[phone] = feedback.Thread{Place: "oak", State: invitedState(), ExpiresAt: now.Add(time.Hour), Version: 1, Invitation: "i", Language: c.language, Audience: c.audience}
			dir, err := feedback.NewDirectory(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			talk := NewConversation(book, func() *feedback.Directory { return dir }, func(string) string { return "home" }, w)
			for i, say := range c.say {
				reply, err := talk.Receive(context.Background(), Inbound{Gateway: "twilio", ID: fmt.Sprint(i), From: phone, Body: feedback.Text(say), At: now})
				if err != nil {
					t.Fatal(err)
				}
				if i == 0 && !c.out && !slices.Contains([]string{w.For("", c.language, c.audience).AskWhy, w.For("", c.language, c.audience).Thanks}, reply) {
					t.Errorf("%q was answered %q", say, reply)
				}
			}
			if !slices.Equal(book.lines, c.stored) || book.out[phone] != c.out {
				t.Errorf("stored %q, opted out %v; want %q, %v", book.lines, book.out[phone], c.stored, c.out)
			}
		})
	}
}

func FuzzUnderstand(f *testing.F) {
	w := standard(f)
	for _, s := range []string{"١", "1 kind", "\u200f٢ \u200f", "৪ ঘণ্টা", "Foarte bună, da", "توقف", "\xff٢ x\u200f", "1️⃣ ok", "ﷺ 1"} {
		f.Add(s, "ar")
	}
	f.Fuzz(func(t *testing.T, body, language string) {
		r := w.understand(body, w.For("", language, ""))
		if (r.Intent == Answer) != r.Rating.Valid() {
			t.Errorf("%q: intent %d with rating %d", body, r.Intent, r.Rating)
		}
		if !utf8.ValidString(r.Comment.Reveal()) {
			t.Errorf("%q: the comment is not UTF-8", body)
		}
		if (r.Intent == Words || r.Intent == Unclear) && r.Comment == "" {
			t.Errorf("%q: words were lost", body)
		}
	})
}
