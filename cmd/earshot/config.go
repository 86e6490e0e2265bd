package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"earshot/api/deliver"
	"earshot/api/limit"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
)

// config is everything an operator can set. Packages take what they need of it
// as small option structs and never read the environment themselves.
type config struct {
	Database  string
	Redis     string
	Addr      string
	AdminAddr string
	PublicURL string
	SecretKey feedback.Secret
	OldKey    feedback.Secret
	LogLevel  string

	TwilioAccount string
	TwilioTokens  []feedback.Secret
	SMSPlace      string
	SMSGateway    string // of texts that we begin: twilio, notify or empty for none
	SMSFrom       string
	SMSRules      string // file
	SMSWording    string // folder
	SMSCatchUp    bool
	TwilioAPI     string
	Voice         voiceConfig

	NotifyKey      feedback.Secret
	NotifyBearer   feedback.Secret
	NotifyTemplate string
	NotifySender   string
	NotifyAPI      string

	TrustedProxies []netip.Prefix
	proxyFault     error

	// Open lets the public see live cards; Publish says when figures are
	// published otherwise.
	Open          bool
	Publish       release.Calendar
	publishFault  error
	SharedMinimum int // least number of people that a figure shared with a Healthwatch may be about
	Limits        limit.Rates
	limitsFault   error
	WarningBudget float64 // false alarms a provider accepts in a year; not over 0 if it could not be read
	// Publisher and Contact are the body that publishes and its e-mail address.
	Publisher, Contact string
	PortalToken        feedback.Secret // of the portal that "publish push" sends to

	SMTP         deliver.Mail
	HooksPrivate bool // webhooks may call private addresses
}

// sealer gives what seals and hashes telephone numbers.
func (c config) sealer() (*ledger.Sealer, error) {
	var previous []feedback.Secret
	if c.OldKey != "" {
		previous = append(previous, c.OldKey)
	}
	return ledger.NewSealer(c.SecretKey, previous...)
}

// option is one setting: how it is named in the environment and as a flag, its
// default, and where its value goes.
type option struct {
	env    string // EARSHOT_…; a secret (or an address that may hold a password) is also read from the file named by EARSHOT_…_FILE
	flag   string // empty if it can only come from the environment or a file
	def    string
	help   string
	secret bool
	set    func(*config, string)
}

// options is the whole table of settings.
func options() []option {
	return append([]option{
		{"EARSHOT_DATABASE", "database", "sqlite:earshot-data/earshot.db", "where the ledger is: sqlite:PATH or postgres://user@host/name", true,
			func(c *config, v string) { c.Database = v }},
		{"EARSHOT_REDIS", "redis", "embedded", "where the scorecards are: embedded, redis://host:6379, redis+sentinel://h1,h2/master or redis+cluster://a,b,c", true,
			func(c *config, v string) { c.Redis = v }},
		{"EARSHOT_ADDR", "addr", "127.0.0.1:8080", "address of the public listener", false,
			func(c *config, v string) { c.Addr = v }},
		{"EARSHOT_ADMIN_ADDR", "admin-addr", "127.0.0.1:9090", "address of the internal listener: health, readiness, metrics", false,
			func(c *config, v string) { c.AdminAddr = v }},
		{"EARSHOT_PUBLIC_URL", "public-url", "http://127.0.0.1:8080", "the address under which the world sees the public listener", false,
			func(c *config, v string) { c.PublicURL = v }},
		{"EARSHOT_SECRET_KEY", "", "", "at least 32 characters, kept for ever: seals telephone numbers and signs forms", true,
			func(c *config, v string) { c.SecretKey = feedback.Secret(v) }},
		{"EARSHOT_SECRET_KEY_OLD", "", "", "the secret key before the present one, while it is being changed", true,
			func(c *config, v string) { c.OldKey = feedback.Secret(v) }},
		{"EARSHOT_LOG_LEVEL", "log-level", "info", "debug, info, warn or error", false,
			func(c *config, v string) { c.LogLevel = v }},
		{"EARSHOT_TWILIO_ACCOUNT_SID", "", "", "the Twilio account whose texts are taken", false,
			func(c *config, v string) { c.TwilioAccount = v }},
		{"EARSHOT_TWILIO_AUTH_TOKEN", "", "", "its auth token; two, with a comma between, while it is being changed", true,
			func(c *config, v string) {
				c.TwilioTokens = nil
				for t := range strings.SplitSeq(v, ",") {
					if t = strings.TrimSpace(t); t != "" {
						c.TwilioTokens = append(c.TwilioTokens, feedback.Secret(t))
					}
				}
			}},
		{"EARSHOT_SMS_PLACE", "sms-place", "", "the place (id or code) that a text is about if it does not say", false,
			func(c *config, v string) { c.SMSPlace = v }},
		{"EARSHOT_SMS_GATEWAY", "sms-gateway", "", "who sends invitations: twilio or notify; empty for nobody", false,
			func(c *config, v string) { c.SMSGateway = v }},
		{"EARSHOT_SMS_FROM", "", "", "the number, or Twilio Messaging Service (MG…), that invitations are sent from", false,
			func(c *config, v string) { c.SMSFrom = v }},
		{"EARSHOT_SMS_RULES", "sms-rules", "", "JSON file of the rules of invitations, for all providers and for single ones", false,
			func(c *config, v string) { c.SMSRules = v }},
		{"EARSHOT_SMS_WORDING", "sms-wording", "", "folder of texts that stand in for the standard ones", false,
			func(c *config, v string) { c.SMSWording = v }},
		{"EARSHOT_SMS_CATCH_UP", "sms-catch-up", "on", "on or off: ask the gateway for texts that were missed, at the start and every ten minutes", false,
			func(c *config, v string) { c.SMSCatchUp = v != "off" }},
		{"EARSHOT_TWILIO_API", "", "", "address of Twilio's API, if not https://api.twilio.com", false,
			func(c *config, v string) { c.TwilioAPI = v }},
		{"EARSHOT_NOTIFY_KEY", "", "", "GOV.UK Notify API key; texts are sent and received with it", true,
			func(c *config, v string) { c.NotifyKey = feedback.Secret(v) }},
		{"EARSHOT_NOTIFY_BEARER", "", "", "the bearer token that Notify's callbacks carry, at least 20 characters", true,
			func(c *config, v string) { c.NotifyBearer = feedback.Secret(v) }},
		{"EARSHOT_NOTIFY_TEMPLATE", "", "", "id of a Notify template whose text is ((text)) alone", false,
			func(c *config, v string) { c.NotifyTemplate = v }},
		{"EARSHOT_NOTIFY_SENDER", "", "", "id of the Notify text message sender; empty for the service's usual one", false,
			func(c *config, v string) { c.NotifySender = v }},
		{"EARSHOT_NOTIFY_API", "", "", "address of Notify's API, if not https://api.notifications.service.gov.uk", false,
			func(c *config, v string) { c.NotifyAPI = v }},
		{"EARSHOT_TRUSTED_PROXIES", "trusted-proxies", "", "networks of the proxies in front, with commas between, whose X-Forwarded-For is believed: 10.0.0.0/8", false,
			func(c *config, v string) { c.TrustedProxies, c.proxyFault = parseNetworks(v) }},
		{"EARSHOT_PUBLISH", "publish", usualPublish, "when figures become public: the day of the following month (1 to 28) and the time of day in London, all releases guarded together; or live, which shows live cards, each guarded on its own only: somebody who subtracts them may learn a single answer", false,
			func(c *config, v string) {
				if c.Open = v == "live"; c.Open {
					c.Publish = release.Usual()
					return
				}
				c.Publish, c.publishFault = parseCalendar(v)
			}},
		{"EARSHOT_SHARED_MINIMUM", "shared-minimum", "5", "the least number of people that a figure shared with a Healthwatch may be about; a key may ask for more, never for less", false,
			func(c *config, v string) { c.SharedMinimum, _ = strconv.Atoi(v) }},
		{"EARSHOT_LIMITS", "limits", "", "requests a minute by class, 0 for no limit, such as: public=6000 forms=120 partner=3000000 provider=3000000 healthwatch=600000 operator=0, which are the usual ones", false,
			func(c *config, v string) { c.Limits, c.limitsFault = limit.Parse(v) }},
		{"EARSHOT_WARNING_BUDGET", "warning-budget", "2", "false alarms that a provider accepts in a year, over all of its places and measures", false,
			func(c *config, v string) { c.WarningBudget, _ = strconv.ParseFloat(v, 64) }},
		{"EARSHOT_PUBLISHER", "publisher", "Earshot", "the body that publishes, as catalogues of open data name it", false,
			func(c *config, v string) { c.Publisher = v }},
		{"EARSHOT_PUBLISHER_EMAIL", "publisher-email", "", "its e-mail address for questions about the data; open-data at the public address's host if not given", false,
			func(c *config, v string) { c.Contact = v }},
		{"EARSHOT_PORTAL_TOKEN", "", "", "token of the open-data portal that \"earshot publish push\" sends to", true,
			func(c *config, v string) { c.PortalToken = feedback.Secret(v) }},
		{"EARSHOT_SMTP_ADDR", "smtp-addr", "", "host:port of the mail server that warnings are sent through; empty sends no e-mail", false,
			func(c *config, v string) { c.SMTP.Addr = v }},
		{"EARSHOT_SMTP_FROM", "smtp-from", "", "the address that e-mail comes from", false,
			func(c *config, v string) { c.SMTP.From = v }},
		{"EARSHOT_SMTP_USER", "smtp-user", "", "user name for the mail server; empty for none", false,
			func(c *config, v string) { c.SMTP.User = v }},
		{"EARSHOT_SMTP_PASSWORD", "", "", "password for the mail server", true,
			func(c *config, v string) { c.SMTP.Password = feedback.Secret(v) }},
		{"EARSHOT_SMTP_TLS", "smtp-tls", "starttls", "starttls, tls, or none for a mail server on this machine", false,
			func(c *config, v string) { c.SMTP.TLS = v }},
		{"EARSHOT_WEBHOOK_PRIVATE", "webhook-private", "no", "yes lets webhooks call private addresses and plain http, as inside one's own network", false,
			func(c *config, v string) { c.HooksPrivate = v == "yes" }},
	}, voiceOptions()...)
}

// usualPublish is release.Usual as EARSHOT_PUBLISH writes it.
const usualPublish = "10 09:30"

// openNotice says to the operator what live public cards give up.
const openNotice = "EARSHOT_PUBLISH is live: the public sees live cards, each guarded on its own only. Somebody who subtracts two of them, " +
	"such as today's from yesterday's or a ward's from its site's, may learn a single answer. " +
	"Without the setting figures are published by the month and guarded together."

// parseCalendar reads when to publish: "10 09:30".
func parseCalendar(v string) (release.Calendar, error) {
	day, clock, _ := strings.Cut(strings.TrimSpace(v), " ")
	n, err := strconv.Atoi(day)
	at, err2 := time.Parse("15:04", strings.TrimSpace(clock))
	if err := errors.Join(err, err2); err != nil {
		return release.Calendar{}, err
	}
	if n < 1 || n > 28 {
		return release.Calendar{}, errors.New("the day must be 1 to 28")
	}
	return release.Calendar{Day: n, At: time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute}, nil
}

// parseNetworks reads networks and single addresses with commas between.
func parseNetworks(v string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for s := range strings.SplitSeq(v, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// configFlags adds the settings that may be flags to a command and gives a
// function that loads the configuration: defaults, then the file of --config,
// then the environment, then flags.
func configFlags(fs *pflag.FlagSet, getenv func(string) string) func() (config, error) {
	file := fs.String("config", "", "file of NAME=VALUE lines; the environment and flags override it")
	values := make(map[string]*string)
	for _, o := range options() {
		if o.flag != "" {
			values[o.env] = fs.String(o.flag, "", fmt.Sprintf("%s ($%s; default %q)", o.help, o.env, o.def))
		}
	}
	return func() (config, error) {
		var c config
		fromFile, err := readConfigFile(*file)
		if err != nil {
			return c, &exitError{exitUsage, err}
		}
		var faults []error
		for _, o := range options() {
			v := o.def
			if f, ok := fromFile[o.env]; ok {
				v = f
			}
			if f, ok := fromFile[o.env+"_FILE"]; ok && o.secret {
				if v, err = readSecret(f); err != nil {
					faults = append(faults, fmt.Errorf("%s_FILE: %w", o.env, err))
				}
			}
			if e := getenv(o.env); e != "" {
				v = e
			} else if path := getenv(o.env + "_FILE"); path != "" && o.secret {
				if v, err = readSecret(path); err != nil {
					faults = append(faults, fmt.Errorf("%s_FILE: %w", o.env, err))
				}
			}
			if p := values[o.env]; p != nil && fs.Changed(o.flag) {
				v = *p
			}
			o.set(&c, v)
		}
		if len(faults) > 0 {
			return c, &exitError{exitUsage, errors.Join(faults...)}
		}
		return c, nil
	}
}

func readSecret(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(b)), nil
}

// readConfigFile reads NAME=VALUE lines as systemd and Docker do. A name that
// is not a setting is an error, so that a slip of the pen is not ignored.
func readConfigFile(path string) (map[string]string, error) {
	out := make(map[string]string)
	if path == "" {
		return out, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	defer f.Close()
	known := make(map[string]bool)
	for _, o := range options() {
		known[o.env] = true
		known[o.env+"_FILE"] = o.secret
	}
	var faults []error
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		switch {
		case !ok:
			faults = append(faults, fmt.Errorf("%s line %d: must be NAME=VALUE", path, n))
		case !known[name]:
			faults = append(faults, fmt.Errorf("%s line %d: %s is not a setting", path, n, name))
		}
		out[name] = strings.Trim(strings.TrimSpace(value), `"'`)
	}
	if err := sc.Err(); err != nil {
		faults = append(faults, err)
	}
	return out, errors.Join(faults...)
}

// mailFaults finds what is wrong with the settings of e-mail.
func (c config) mailFaults() []error {
	var faults []error
	bad := func(name, why string) { faults = append(faults, fmt.Errorf("%s: %s", name, why)) }
	if c.SMTP.TLS != "starttls" && c.SMTP.TLS != "tls" && c.SMTP.TLS != "none" {
		bad("EARSHOT_SMTP_TLS", "must be starttls, tls or none")
	}
	if c.SMTP.Addr == "" {
		return faults
	}
	if _, _, err := net.SplitHostPort(c.SMTP.Addr); err != nil {
		bad("EARSHOT_SMTP_ADDR", "must be host:port, such as mail.internal:587")
	}
	if deliver.CheckAddress(c.SMTP.From) != nil {
		bad("EARSHOT_SMTP_FROM", "is needed with EARSHOT_SMTP_ADDR: one address such as earshot@example.org")
	}
	if c.SMTP.TLS == "none" && c.SMTP.User != "" {
		bad("EARSHOT_SMTP_USER", "is not sent without TLS: set EARSHOT_SMTP_TLS to starttls or tls")
	}
	return faults
}

// validate finds every fault of a configuration for the server at once: first
// each value, then what must go together.
func (c config) validate() error {
	var faults []error
	bad := func(name, why string) { faults = append(faults, fmt.Errorf("%s: %s", name, why)) }
	if !strings.HasPrefix(c.Database, "sqlite:") && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		bad("EARSHOT_DATABASE", "must be sqlite:PATH or postgres://user:password@host/name")
	}
	if c.Redis != "embedded" && !strings.HasPrefix(c.Redis, "redis://") && !strings.HasPrefix(c.Redis, "rediss://") &&
		!strings.HasPrefix(c.Redis, "redis+sentinel://") && !strings.HasPrefix(c.Redis, "redis+cluster://") {
		bad("EARSHOT_REDIS", "must be embedded, redis://…, rediss://…, redis+sentinel://… or redis+cluster://…")
	}
	for _, a := range [][2]string{{"EARSHOT_ADDR", c.Addr}, {"EARSHOT_ADMIN_ADDR", c.AdminAddr}} {
		if _, _, err := net.SplitHostPort(a[1]); err != nil {
			bad(a[0], "must be host:port, such as 127.0.0.1:8080 or :8080")
		}
	}
	if c.Addr == c.AdminAddr && !strings.HasSuffix(c.Addr, ":0") {
		bad("EARSHOT_ADMIN_ADDR", "must differ from EARSHOT_ADDR; health and metrics are never on the public listener")
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		bad("EARSHOT_PUBLIC_URL", "must be http://… or https://… without a query")
	}
	if len(c.SecretKey) < ledger.MinSecret {
		bad("EARSHOT_SECRET_KEY", fmt.Sprintf("must have at least %d characters; make one with: openssl rand -hex 32", ledger.MinSecret))
	}
	if c.OldKey != "" && len(c.OldKey) < ledger.MinSecret {
		bad("EARSHOT_SECRET_KEY_OLD", fmt.Sprintf("must have at least %d characters", ledger.MinSecret))
	}
	if _, err := logLevel(c.LogLevel); err != nil {
		bad("EARSHOT_LOG_LEVEL", "must be debug, info, warn or error")
	}
	if c.proxyFault != nil {
		bad("EARSHOT_TRUSTED_PROXIES", "must be networks such as 10.0.0.0/8, with commas between")
	}
	if c.publishFault != nil {
		bad("EARSHOT_PUBLISH", "must be a day from 1 to 28 and a time of day, such as: 10 09:30; or live")
	}
	if c.SharedMinimum < 5 || c.SharedMinimum > 100 {
		bad("EARSHOT_SHARED_MINIMUM", "must be a whole number from 5 to 100")
	}
	if c.limitsFault != nil {
		bad("EARSHOT_LIMITS", c.limitsFault.Error())
	}
	if !(c.WarningBudget >= 0.1 && c.WarningBudget <= 1000) {
		bad("EARSHOT_WARNING_BUDGET", "must be a number from 0.1 to 1000: false alarms that a provider accepts in a year")
	}
	if c.Contact != "" && (strings.Count(c.Contact, "@") != 1 || strings.ContainsAny(c.Contact, " <>,;:\"")) {
		bad("EARSHOT_PUBLISHER_EMAIL", "must be one e-mail address, such as data@example.org")
	}
	faults = append(faults, c.mailFaults()...)
	switch {
	case c.TwilioAccount != "" && len(c.TwilioTokens) == 0:
		bad("EARSHOT_TWILIO_AUTH_TOKEN", "is needed with EARSHOT_TWILIO_ACCOUNT_SID")
	case c.TwilioAccount == "" && len(c.TwilioTokens) > 0:
		bad("EARSHOT_TWILIO_ACCOUNT_SID", "is needed with EARSHOT_TWILIO_AUTH_TOKEN")
	case c.TwilioAccount != "" && c.SMSPlace == "":
		bad("EARSHOT_SMS_PLACE", "is needed with Twilio: the place that a text is about if it names none, so that no text is lost")
	}
	faults = append(faults, c.validateTexts()...)
	return errors.Join(faults...)
}

// validateTexts finds what is missing for sending texts.
func (c config) validateTexts() (faults []error) {
	bad := func(name, why string) { faults = append(faults, fmt.Errorf("%s: %s", name, why)) }
	if c.Voice.numbersFault != nil {
		bad("EARSHOT_NUMBERS", c.Voice.numbersFault.Error())
	}
	switch c.SMSGateway {
	case "":
	case "twilio":
		if c.TwilioAccount == "" {
			bad("EARSHOT_TWILIO_ACCOUNT_SID", "is needed to send by twilio")
		}
		if c.SMSFrom == "" {
			bad("EARSHOT_SMS_FROM", "is needed to send by twilio: a number that can be texted back, or a Messaging Service")
		}
	case "notify":
		if c.NotifyKey == "" {
			bad("EARSHOT_NOTIFY_KEY", "is needed to send by notify")
		}
	default:
		bad("EARSHOT_SMS_GATEWAY", "must be twilio, notify or empty")
	}
	if c.NotifyKey != "" {
		if len(c.NotifyBearer) < 20 {
			bad("EARSHOT_NOTIFY_BEARER", "must have at least 20 characters; make one with: openssl rand -hex 32")
		}
		if c.NotifyTemplate == "" {
			bad("EARSHOT_NOTIFY_TEMPLATE", "is needed with EARSHOT_NOTIFY_KEY: Notify sends nothing but templates")
		}
		if c.SMSPlace == "" {
			bad("EARSHOT_SMS_PLACE", "is needed with Notify: the place that a text is about if it names none, so that no text is lost")
		}
	}
	return faults
}
