package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"earshot/api"
	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/sms"
)

// texts is everything about text messages that a server or a command needs.
type texts struct {
	cfg     config
	rules   *sms.RuleBook
	wording *sms.Wordings
	outbox  *collector.Outbox
	sealer  *ledger.Sealer
	twilio  *sms.TwilioGateway // nil if not set up
	notify  *sms.NotifyGateway
	talk    *sms.Conversation // nil in a command that takes no texts
	sender  *sms.Sender       // nil if invitations are not sent
	inviter *sms.Inviter
	log     *slog.Logger
	now     func() time.Time
}

// openTexts reads rules and wording and sets the gateways up.
func openTexts(cfg config, store collector.OutboxStore, places func() *feedback.Directory, now func() time.Time, log *slog.Logger) (*texts, error) {
	t := &texts{cfg: cfg, now: now, log: log}
	var err error
	if t.sealer, err = cfg.sealer(); err != nil {
		return nil, fmt.Errorf("secret key: %w", err)
	}
	if t.rules, err = cfg.rules(); err != nil {
		return nil, err
	}
	if t.wording, err = cfg.wording(); err != nil {
		return nil, err
	}
	t.outbox = collector.NewOutbox(store, t.sealer)
	t.inviter = &sms.Inviter{Places: places, Rules: t.rules, Add: t.outbox.Add, Now: now}
	if cfg.TwilioAccount != "" {
		t.twilio, err = sms.NewTwilioGateway(sms.TwilioAPI{Account: cfg.TwilioAccount, Token: cfg.TwilioTokens[0], From: cfg.SMSFrom,
			PublicURL: cfg.PublicURL, Base: cfg.TwilioAPI})
		if err != nil {
			return nil, err
		}
	}
	if cfg.NotifyKey != "" {
		t.notify, err = sms.NewNotifyGateway(sms.NotifyAPI{Key: cfg.NotifyKey, Template: cfg.NotifyTemplate, Sender: cfg.NotifySender, Base: cfg.NotifyAPI, Now: now})
		if err != nil {
			return nil, err
		}
	}
	var gateway sms.Gateway
	switch {
	case cfg.SMSGateway == "twilio" && t.twilio != nil:
		gateway = t.twilio
	case cfg.SMSGateway == "notify" && t.notify != nil:
		gateway = t.notify
	}
	if gateway != nil {
		t.sender = sms.NewSender(sms.SenderOptions{Outbox: t.outbox, Gateway: gateway, Places: places, Rules: t.rules, Wording: t.wording, Now: now,
			Failed: func(id string, err error) { log.Warn("a text was not sent", "invitation", id, "error", err) }})
	}
	return t, nil
}

// asInviter gives what takes invitations in, nil if none are sent.
func (t *texts) asInviter() api.Inviter {
	if t.sender == nil {
		return nil
	}
	return t.inviter
}

// rules reads the rules of invitations.
func (c config) rules() (*sms.RuleBook, error) {
	if c.SMSRules == "" {
		return sms.NewRuleBook()
	}
	f, err := os.Open(c.SMSRules)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("EARSHOT_SMS_RULES: %w", err)}
	}
	defer f.Close()
	b, err := sms.ParseRules(f)
	if err != nil {
		return nil, &exitError{exitUsage, err}
	}
	return b, nil
}

// wording reads the texts.
func (c config) wording() (*sms.Wordings, error) {
	if c.SMSWording == "" {
		return sms.StandardWordings()
	}
	w, err := sms.LoadWordings(os.DirFS(c.SMSWording))
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("EARSHOT_SMS_WORDING: %w", err)}
	}
	return w, nil
}

// wireTexts sets text messages up, if a gateway is, and gives their webhooks.
func (a *app) wireTexts() ([]api.Mount, error) {
	var err error
	if a.texts, err = openTexts(a.cfg, a.store, a.dir.current, a.now, a.log); err != nil {
		return nil, err
	}
	t := a.texts
	desk := collector.NewTexts(a.intake, a.group, a.store, t.sealer)
	t.talk = sms.NewConversation(desk, a.dir.current, a.cfg.home, t.wording)
	fail := func(r *http.Request, err error) {
		a.log.WarnContext(r.Context(), "a webhook of texts or calls was not taken", "error", err)
	}
	var mounts []api.Mount
	if a.cfg.TwilioAccount != "" {
		far := sms.Twilio{PublicURL: a.cfg.PublicURL, AccountSID: a.cfg.TwilioAccount, Tokens: a.cfg.TwilioTokens}
		inbound := sms.NewTwilioHandler(far, t.talk, a.now, fail)
		mounts = append(mounts,
			api.Mount{Method: http.MethodPost, Path: "/sms/twilio", Handler: inbound, Limit: sms.WebhookBudget},
			api.Mount{Method: http.MethodPost, Path: "/sms/twilio/fallback", Handler: inbound, Limit: sms.WebhookBudget},
			api.Mount{Method: http.MethodGet, Path: "/sms/twilio", Handler: inbound, Limit: sms.WebhookBudget}, // as a number may be set up
			api.Mount{Method: http.MethodGet, Path: "/sms/twilio/fallback", Handler: inbound, Limit: sms.WebhookBudget},
			api.Mount{Method: http.MethodPost, Path: "/sms/twilio/status", Handler: sms.NewTwilioStatusHandler(far, t.outbox, a.now, fail), Limit: sms.WebhookBudget})
		voice, err := a.voiceMounts(far, desk, fail)
		if err != nil {
			return nil, err
		}
		mounts = append(mounts, voice...)
	}
	if t.notify != nil {
		n := sms.Notify{Bearer: a.cfg.NotifyBearer, Gateway: t.notify, Now: a.now, Failed: fail}
		mounts = append(mounts,
			api.Mount{Method: http.MethodPost, Path: "/sms/notify", Handler: sms.NewNotifyInboundHandler(n, t.talk), Limit: sms.WebhookBudget},
			api.Mount{Method: http.MethodPost, Path: "/sms/notify/status", Handler: sms.NewNotifyStatusHandler(n, t.outbox), Limit: sms.WebhookBudget})
	}
	return mounts, nil
}

// How often the server looks for invitations that are due, and for texts that
// were received while it could not be reached.
const (
	sendEvery  = 5 * time.Second
	catchEvery = 10 * time.Minute
)

// startTexts sends invitations and catches up with received texts in the
// background.
func (a *app) startTexts(ctx context.Context) {
	failed := func(id string, err error) { a.log.Warn("catching up with received texts", "text", id, "error", err) }
	if a.cfg.SMSCatchUp && a.cfg.SMSFrom != "" && a.texts.twilio != nil {
		a.work.Go(func() { sms.Follow(ctx, a.texts.twilio, a.texts.talk, catchEvery, a.now, failed) })
	}
	if a.cfg.SMSCatchUp && a.texts.notify != nil {
		a.work.Go(func() { sms.Follow(ctx, a.texts.notify, a.texts.talk, catchEvery, a.now, failed) })
	}
	if a.texts.sender != nil {
		a.work.Go(func() { a.texts.sender.Run(ctx, sendEvery) })
	}
}
