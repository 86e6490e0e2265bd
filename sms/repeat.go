package sms

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"earshot/feedback"
)

// repeatWindow is how soon the same words from the same person are the same text
// that came under another id, as gateways are known to deliver it. It is too
// short for a person to have read our answer and to say the same again to it.
const repeatWindow = 4 * time.Second

// keptRepeat is why a text is noted that came before under another id.
const keptRepeat = "repeat"

// printOf tells texts of one person apart without holding what they say: the words,
// and which of our numbers they were sent to. The person's number is part of it, so
// that it cannot be guessed from what people often say.
func printOf(in Inbound) string {
	sum := sha256.Sum256([]byte(in.From.Reveal() + "\n" + in.To + "\n" + in.Body.Reveal()))
	return hex.EncodeToString(sum[:4])
}

// twice reports whether a text is the last one of a conversation, under another
// id.
func twice(in Inbound, t feedback.Thread) bool {
	st := parseState(t.State)
	return st.last != in.ID && in.At.Sub(lastAt(t, st)).Abs() <= repeatWindow && st.print == printOf(in)
}
