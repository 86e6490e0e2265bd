package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"earshot/api"
	"earshot/collector"
	"earshot/sms"
)

// voiceConfig is what may be set about telephone calls.
type voiceConfig struct {
	Numbers   map[string]string // the place that each of our numbers stands for, for texts and calls
	Languages []string          // that callers may choose from, the usual one first
	Wording   string            // folder

	numbersFault error
}

// voiceOptions are the settings of telephone calls.
func voiceOptions() []option {
	return []option{
		{"EARSHOT_NUMBERS", "", "", "the place (id or code) that each of our telephone numbers stands for, if not EARSHOT_SMS_PLACE: +441632960001=RXX01,+441632960002=RXX02", false,
			func(c *config, v string) { c.Voice.Numbers, c.Voice.numbersFault = parseNumbers(v) }},
		{"EARSHOT_VOICE_LANGUAGES", "voice-languages", "en", "languages that callers may choose from, with commas between, the usual one first: en,cy,ur", false,
			func(c *config, v string) {
				c.Voice.Languages = nil
				for l := range strings.SplitSeq(v, ",") {
					if l = strings.ToLower(strings.TrimSpace(l)); l != "" {
						c.Voice.Languages = append(c.Voice.Languages, l)
					}
				}
			}},
		{"EARSHOT_VOICE_WORDING", "voice-wording", "", "folder of what is said to callers in place of the standard wording", false,
			func(c *config, v string) { c.Voice.Wording = v }},
	}
}

// parseNumbers reads NUMBER=PLACE with commas between.
func parseNumbers(v string) (map[string]string, error) {
	out := make(map[string]string)
	for pair := range strings.SplitSeq(v, ",") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		number, place, ok := strings.Cut(pair, "=")
		phone, err := sms.ParsePhone(strings.TrimSpace(number))
		if place = strings.TrimSpace(place); !ok || place == "" || err != nil {
			return nil, errors.New("must be numbers and places, such as +441632960001=RXX01, with commas between")
		}
		out[phone.Reveal()] = place
	}
	return out, nil
}

// home gives the place that one of our numbers stands for. A gateway may write
// the number as people dial it.
func (c config) home(ours string) string {
	if place, ok := c.Voice.Numbers[ours]; ok {
		return place
	}
	if len(c.Voice.Numbers) > 0 {
		if phone, err := sms.ParsePhone(ours); err == nil {
			if place, ok := c.Voice.Numbers[phone.Reveal()]; ok {
				return place
			}
		}
	}
	return c.SMSPlace
}

// homes gives every place that a number may stand for, with its setting.
func (c config) homes() map[string]string {
	out := make(map[string]string)
	for _, place := range c.Voice.Numbers {
		out[place] = "EARSHOT_NUMBERS"
	}
	if c.SMSPlace != "" {
		out[c.SMSPlace] = "EARSHOT_SMS_PLACE"
	}
	return out
}

// voicing reads what is said to callers.
func (c config) voicing() (*sms.Voicings, error) {
	if c.Voice.Wording == "" {
		return sms.LoadVoicings(nil)
	}
	v, err := sms.LoadVoicings(os.DirFS(c.Voice.Wording))
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("EARSHOT_VOICE_WORDING: %w", err)}
	}
	return v, nil
}

// voiceMounts gives the webhooks of telephone calls.
func (a *app) voiceMounts(far sms.Twilio, desk *collector.Texts, fail func(*http.Request, error)) ([]api.Mount, error) {
	voicing, err := a.cfg.voicing()
	if err != nil {
		return nil, err
	}
	calls, err := sms.NewCalls(desk, a.dir.current, a.cfg.home, voicing, a.texts.wording, a.cfg.Voice.Languages)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("EARSHOT_VOICE_LANGUAGES: %w", err)}
	}
	h := sms.NewTwilioVoiceHandler(far, calls, a.now, fail)
	return []api.Mount{
		{Method: http.MethodPost, Path: "/voice/twilio", Handler: h},
		{Method: http.MethodPost, Path: "/voice/twilio/fallback", Handler: h},
	}, nil
}
