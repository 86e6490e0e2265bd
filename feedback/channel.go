package feedback

import (
	"fmt"
	"slices"
	"strings"
)

// Channel is the door through which an answer came into Earshot.
type Channel uint8

// The channels. Their numbers are stored; add new ones at the end.
const (
	NoChannel      Channel = iota
	ChannelSMS             // text message
	ChannelWeb             // the web form
	ChannelKiosk           // a kiosk or bedside tablet
	ChannelPaper           // a card or form typed in by staff
	ChannelVoice           // a telephone call
	ChannelFile            // an uploaded file
	ChannelPartner         // a partner's system, by API
	ChannelFeed            // collected from a site such as Care Opinion or NHS.UK
	channelEnd
)

var channelNames = [channelEnd]string{"", "sms", "web", "kiosk", "paper", "voice", "file", "partner", "feed"}

// Channels lists every channel.
func Channels() []Channel {
	out := make([]Channel, 0, channelEnd-1)
	for c := ChannelSMS; c < channelEnd; c++ {
		out = append(out, c)
	}
	return out
}

// String gives the channel's name as the API writes it.
func (c Channel) String() string { return nameOf(channelNames[:], int(c), "channel") }

// ParseChannel reads what String writes.
func ParseChannel(s string) (Channel, error) {
	i, err := indexOf(channelNames[:], s, "channel")
	return Channel(i), err
}

// Mode is the national "mode of collection", the breakdown that is published
// beside the Test's results.
type Mode uint8

// The eight modes in the order of the published workbook. Their numbers are
// stored.
const (
	NoMode                  Mode = iota
	ModeSMS                      // text message or smartphone app
	ModeElectronicDischarge      // tablet or kiosk at the point of discharge
	ModeElectronicHome           // tablet or app after discharge
	ModePaperDischarge           // paper or postcard at the point of discharge
	ModePaperHome                // paper sent to the patient's home
	ModeTelephone                // telephone survey once the patient is home
	ModeOnline                   // online survey once the patient is home
	ModeOther
	modeEnd
)

var modeNames = [modeEnd]string{"", "sms", "electronic_discharge", "electronic_home", "paper_discharge", "paper_home", "telephone", "online", "other"}

var modeLabels = [modeEnd]string{"", "SMS", "Electronic Discharge", "Electronic Home", "Paper Discharge", "Paper Home", "Telephone", "Online", "Other"}

// Modes lists the eight modes in the order of the published workbook.
func Modes() []Mode {
	out := make([]Mode, 0, modeEnd-1)
	for m := ModeSMS; m < modeEnd; m++ {
		out = append(out, m)
	}
	return out
}

// String gives the mode's name as the API writes it.
func (m Mode) String() string { return nameOf(modeNames[:], int(m), "mode") }

// Label gives the mode's column name in the published workbook, without its
// leading "Mode".
func (m Mode) Label() string {
	if m >= modeEnd {
		return m.String()
	}
	return modeLabels[m]
}

// ParseMode reads what String writes; it also takes the workbook's column name.
func ParseMode(s string) (Mode, error) {
	key := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "_")
	key = strings.TrimPrefix(key, "mode_")
	i, err := indexOf(modeNames[:], key, "mode")
	return Mode(i), err
}

// DefaultMode gives the mode under which an answer through channel c is counted
// if the sender did not say.
func (c Channel) DefaultMode() Mode {
	switch c {
	case ChannelSMS:
		return ModeSMS
	case ChannelWeb:
		return ModeOnline
	case ChannelKiosk:
		return ModeElectronicDischarge
	case ChannelPaper:
		return ModePaperDischarge
	case ChannelVoice:
		return ModeTelephone
	}
	return ModeOther
}

// Setting is the kind of service, as the national collection divides them.
type Setting uint8

// The settings. Their numbers are stored; add new ones at the end.
const (
	NoSetting Setting = iota
	Inpatient
	AccidentEmergency
	PatientTransport
	Outpatient
	MaternityAntenatal
	MaternityBirth
	MaternityPostnatalWard
	MaternityPostnatalCommunity
	Community
	MentalHealth
	GP
	Dental
	PostCovid
	OtherSetting
	settingEnd
)

var settingNames = [settingEnd]string{"", "inpatient", "ae", "patient_transport", "outpatient", "maternity_antenatal", "maternity_birth",
	"maternity_postnatal_ward", "maternity_postnatal_community", "community", "mental_health", "gp", "dental", "post_covid", "other"}

// Settings lists every setting.
func Settings() []Setting {
	out := make([]Setting, 0, settingEnd-1)
	for s := Inpatient; s < settingEnd; s++ {
		out = append(out, s)
	}
	return out
}

// String gives the setting's name as the API writes it.
func (s Setting) String() string { return nameOf(settingNames[:], int(s), "setting") }

// ParseSetting reads what String writes; it also takes "A&E" and names with
// spaces.
func ParseSetting(s string) (Setting, error) {
	key := strings.ToLower(strings.TrimSpace(s))
	key = strings.NewReplacer("a&e", "ae", " ", "_", "-", "_").Replace(key)
	i, err := indexOf(settingNames[:], key, "setting")
	return Setting(i), err
}

func nameOf(names []string, i int, what string) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("%s %d", what, i)
}

func indexOf(names []string, s, field string) (int, error) {
	if s != "" {
		if i := slices.Index(names, s); i > 0 {
			return i, nil
		}
	}
	return 0, &FieldError{Field: field, Reason: "must be one of " + strings.Join(names[1:], ", ")}
}
