package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"earshot/api"
	"earshot/api/deliver"
	"earshot/collector"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/voice"
	"earshot/scorecard/warning"
	"earshot/sentiment"
)

// workspace makes what watches for warnings and reads comments for publication, and what the providers' own pages
// need to show them.
func (a *app) workspace() (*api.Workspace, error) {
	guard, err := sentiment.NewGuard()
	if err != nil {
		return nil, fmt.Errorf("load the redaction: %w", err)
	}
	cards := scorecard.NewCards(a.board)
	began := a.now()
	a.watcher = warning.NewWatcher(warning.Options{
		Store: watched{a.tail.Behind(), a.store}, Days: cards, Directory: a.dir.current, Folded: a.folded, Now: a.now, Log: a.log, Budget: a.cfg.WarningBudget,
	})
	a.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "earshot_warnings_watched_seconds", Help: "Seconds since every place with new answers was last looked at for warnings without a fault.",
	}, func() float64 { return a.now().Sub(later(began, a.watcher.LookedAt())).Seconds() }))
	a.sender = deliver.New(deliver.Options{
		Store: a.store, Directory: a.dir.current, Base: strings.TrimSuffix(a.cfg.PublicURL, "/"), Secret: a.cfg.SecretKey, Mail: a.cfg.SMTP,
		Client: deliver.NewClient(a.cfg.HooksPrivate), Now: a.now, Log: a.log,
	})
	a.voices = voice.NewReader(voice.Options{Store: a.store, Guard: guard, Directory: a.dir.current, Now: a.now, Log: a.log})
	a.desk = &voice.Desk{Store: a.store, Guard: guard, Now: a.now}
	a.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "earshot_comments_read_seconds", Help: "Seconds since every comment in the ledger was last read for publication.",
	}, func() float64 { return a.now().Sub(later(began, a.voices.LookedAt())).Seconds() }))
	return &api.Workspace{Warnings: a.store, Words: a.store.Words, Redact: guard.Redact, Series: cards, Figures: a.store, Done: a.streams.Done(),
		Kept: collector.NewKeptTexts(a.store, a.intake, a.texts.sealer, a.now)}, nil
}

// watched is the ledger as the watcher sees it: it follows behind the projector.
type watched struct {
	ledger.Reader
	ledger.Warnings
}

// folded gives how far the cards have taken the ledger in, as far as this
// process's projector knows; false before it first knew.
func (a *app) folded() (ledger.Heads, bool) {
	var heads ledger.Heads
	h := a.projector.Health()
	for p := range heads {
		heads[p] = h.Partitions[p].Cursor
	}
	return heads, !h.CaughtUpAt.IsZero()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
