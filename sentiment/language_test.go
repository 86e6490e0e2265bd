package sentiment

import (
	"strings"
	"testing"
)

func TestDetectLanguage(t *testing.T) {
	for want, texts := range map[string][]string{
		"en": {
			"Ok", "Gd", "K", "gd service", "Very good", "Excelent servise", "vry hlpfull", "Brill", "No", "Nope", "n/a",
			"Nothing", "Staff", "Fab", "everthing was gr8", "Polite", "Excellent", "Superb!!!", "Smashing", "Ta",
			"Café staff were très bien, merci to all", "Nice 😊", "I was seen by a Polish nurse, dziękuję to her and everyone",
			"Señor Garcia the porter was lovely", "Naïve question, clear answer", "IT WAS GOOD", "wat cud u do beter: nuthin",
			"Parking", "Die Hard was on the telly", "me no complain", "Prompt. Courteous. Informative.", "Si",
			"reassured informed relaxed", "Kindness personified", "Pleasent manor", "Hot meal plz",
			"communicashun cud be beter", "Marvellous, marvellous, marvellous", "waitin tym 2 long",
		},
		"und": {"", " ", "👍👍", "10/10", "...", "12345"},
		"cy":  {"Diolch yn fawr iawn", "Roedd y staff yn hyfryd", "Gofal ardderchog gan bawb", "Mae'r nyrsys wedi bod yn wych", "Dim byd"},
		"pl": {"Dziękuję bardzo", "dziekuje bardzo", "Personel był bardzo miły", "Za długo się czeka na lekarza", "Wszystko było super",
			"Bardzo dobra opieka i miła obsługa"},
		"ro": {"Mulțumesc foarte mult", "multumesc mult", "Personalul a fost foarte amabil", "Totul a fost bine", "Am așteptat prea mult"},
		"fr": {"Merci beaucoup", "Le personnel était très gentil", "Trop d'attente", "Tout était parfait"},
		"es": {"Muchas gracias", "El personal fue muy amable", "Mucho tiempo de espera", "Todo muy bien"},
		"pt": {"Muito obrigado", "Obrigada por tudo", "O atendimento foi muito bom", "Não gostei da comida"},
		"it": {"Grazie mille", "Tutto molto bene", "Il personale è stato molto gentile"},
		"de": {"Vielen Dank", "Das Personal war sehr freundlich", "Alles gut", "Ich musste zu lange warten"},
		"tr": {"Çok teşekkürler", "tesekkur ederim", "Hemşireler çok iyi", "Her şey çok güzeldi, herkes ilgili"},
		"so": {"Mahadsanid", "Aad ayaad u mahadsantihiin", "Shaqaalaha waa fiican yihiin", "Dhakhtarka wuxuu ahaa mid wanaagsan"},
		"ur": {"شکریہ بہت اچھا تھا", "عملہ بہت مددگار ہے", "bahut acha tha shukriya", "Staff bohat acha hai"},
		"ar": {"شكرا جزيلا", "الطاقم كان ممتاز"},
		"fa": {"ممنون از پرستارها"},
		"pa": {"ਬਹੁਤ ਵਧੀਆ ਸੇਵਾ", "ਧੰਨਵਾਦ"},
		"bn": {"ধন্যবাদ", "সেবা খুব ভালো ছিল"},
		"gu": {"આભાર", "ખૂબ સારી સેવા"},
		"hi": {"बहुत अच्छा", "धन्यवाद, सब कुछ अच्छा था"},
		"ne": {"धेरै राम्रो छ"},
		"ta": {"மிக்க நன்றி"},
		"zh": {"谢谢", "服务很好,护士很友善"},
		"ja": {"ありがとうございます"},
		"ko": {"감사합니다"},
		"uk": {"Дуже дякую, все було чудово, лікарі привітні"},
		"ru": {"Спасибо большое, всё очень хорошо"},
		"bg": {"Благодаря, беше много добър"},
		"el": {"Ευχαριστώ πολύ"},
		"he": {"תודה רבה"},
		"am": {"አመሰግናለሁ"},
		"ti": {},
		"vi": {"Cảm ơn rất nhiều", "Nhân viên rất tốt"},
		"lt": {"Labai ačiū, viskas buvo gerai"},
		"lv": {"Liels paldies, viss bija ļoti labi"},
		"hu": {"Köszönöm szépen", "Nagyon kedves volt minden orvos"},
		"cs": {"Děkuji, bylo to velmi dobré"},
		"sq": {"Faleminderit shumë"},
		"sw": {"Asante sana, huduma nzuri"},
		"tl": {"Maraming salamat po"},
		"nl": {"Het personeel was heel vriendelijk"},
	} {
		for _, text := range texts {
			if got := detectLanguage(text); got != want {
				t.Errorf("detectLanguage(%q) = %q, want %q", text, got, want)
			}
		}
	}
}

func TestDetectLanguageAllocatesNothing(t *testing.T) {
	text := strings.Repeat("The staff were très kind, dziękuję. ", 8)
	languageWords()
	if n := testing.AllocsPerRun(50, func() { detectLanguage(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkDetectLanguage(b *testing.B) {
	const text = "The paramedics came quickly and were very kind to my mother, who was frightened."
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		detectLanguage(text)
	}
}
