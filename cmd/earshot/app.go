package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"earshot/api"
	"earshot/api/deliver"
	"earshot/collector"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/redis"
	"earshot/scorecard/release"
	"earshot/scorecard/voice"
	"earshot/scorecard/warning"
	"earshot/sentiment"
)

// app is one running server: engines, the way in, the projector and the two
// listeners. Tests start one in-process on port 0.
type app struct {
	cfg       config
	log       *slog.Logger
	now       func() time.Time
	store     ledger.Store
	group     *ledger.Group
	board     *redis.Board
	dir       *directory
	intake    *collector.Intake
	texts     *texts // nil if no gateway is set up
	projector *scorecard.Projector
	tail      *ledger.Tail // what the projector reads
	publisher *release.Publisher
	watcher   *warning.Watcher
	voices    *voice.Reader
	desk      *voice.Desk
	sender    *deliver.Sender
	registry  *prometheus.Registry

	publicLn, adminLn net.Listener
	public, admin     *http.Server
	publishLater      bool // the publisher is run by whoever made the app

	streams    context.Context // ended when the public server begins to stop
	endStreams context.CancelFunc
	background context.Context // of the loops; ended by stop
	stop       context.CancelFunc
	work       sync.WaitGroup // the loops
	cleanup    []func() error // run in reverse order
	failed     chan error     // a listener that ended by itself
}

// appOptions are what a command may add to the plain server.
type appOptions struct {
	bound  func(a *app)             // called once the listeners are bound
	mounts func(a *app) []api.Mount // further pages, made once the app is wired
	demo   string                   // said beside every figure if they are invented; nothing is published by itself then
}

// newApp opens engines and listeners. Whatever was opened is closed again if a
// later step fails. Both listeners are bound before anything is served, so that
// a taken port is an error here and not a line in a log.
func newApp(ctx context.Context, cfg config, log *slog.Logger, now func() time.Time, opt appOptions) (a *app, err error) {
	if os.Getenv("GOGC") == "" {
		// A server's live memory is small and its garbage plentiful: collecting
		// it less often costs some tens of megabytes and gives a tenth more
		// answers a second.
		debug.SetGCPercent(400)
	}
	a = &app{cfg: cfg, log: log, now: now, failed: make(chan error, 2), registry: prometheus.NewRegistry()}
	a.background, a.stop = context.WithCancel(context.WithoutCancel(ctx))
	a.streams, a.endStreams = context.WithCancel(a.background)
	defer func() {
		if err != nil {
			err = errors.Join(err, a.close())
		}
	}()
	if a.publicLn, err = net.Listen("tcp", cfg.Addr); err != nil {
		return a, &exitError{exitNotReached, fmt.Errorf("public listener: %w", err)}
	}
	a.cleanup = append(a.cleanup, ignoreClosed(a.publicLn.Close))
	if a.adminLn, err = net.Listen("tcp", cfg.AdminAddr); err != nil {
		return a, &exitError{exitNotReached, fmt.Errorf("admin listener: %w", err)}
	}
	a.cleanup = append(a.cleanup, ignoreClosed(a.adminLn.Close))
	if opt.bound != nil {
		opt.bound(a)
	}
	if a.store, err = openStore(ctx, cfg.Database); err != nil {
		return a, err
	}
	a.cleanup = append(a.cleanup, a.store.Close)
	if a.board, err = redis.Open(ctx, cfg.Redis); err != nil {
		return a, &exitError{exitUsage, err}
	}
	a.cleanup = append(a.cleanup, a.board.Close)
	if a.dir, err = openDirectory(ctx, a.store); err != nil {
		return a, err
	}
	a.group = ledger.NewGroup(a.store, ledger.GroupOptions{})
	a.cleanup = append(a.cleanup, a.group.Close)
	if err = a.wire(opt); err != nil {
		return a, err
	}
	return a, nil
}

// ignoreClosed makes closing twice harmless.
func ignoreClosed(f func() error) func() error {
	return func() error {
		if err := f(); err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	}
}

// wire joins the parts into the two handlers.
func (a *app) wire(opt appOptions) error {
	a.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	reader, err := sentiment.New()
	if err != nil {
		return fmt.Errorf("load the reader of comments: %w", err)
	}
	a.intake = collector.NewIntake(a.dir.current, reader.Read, a.group, a.now)
	a.tail = ledger.NewTail(a.store)
	a.projector = scorecard.NewProjector(a.tail, a.board, scorecard.ProjectorOptions{Log: a.log, Now: a.now, Changed: a.changes()})
	a.publisher = release.NewPublisher(a.store, a.cfg.Publish, a.now, a.log)
	a.publishLater = opt.demo != ""
	registerMetrics(a.registry, a.projector, a.now)
	mounts, err := a.wireTexts()
	if err != nil {
		return err
	}
	if opt.mounts != nil {
		mounts = append(mounts, opt.mounts(a)...)
	}
	workspace, err := a.workspace()
	if err != nil {
		return err
	}
	handler, err := api.New(api.Options{
		Workspace: workspace, Desk: a.desk, SharedMinimum: a.cfg.SharedMinimum,
		Directory: a.dir.current, Cards: scorecard.NewCache(scorecard.NewCards(a.board), 0), Intake: a.intake, Keys: api.NewKeyring(a.store, a.now), Inviter: a.texts.asInviter(),
		Published: a.publisher, Open: a.cfg.Open, Demonstration: opt.demo, Publisher: a.cfg.Publisher, Contact: a.cfg.Contact,
		Mounts: mounts, Now: a.now, Log: a.log, PublicURL: strings.TrimSuffix(a.cfg.PublicURL, "/"), Metrics: a.registry,
		Secret: a.cfg.SecretKey, OldSecret: a.cfg.OldKey, TrustedProxies: a.cfg.TrustedProxies, Limits: a.cfg.Limits, Buckets: a.board.Buckets(),
	})
	if err != nil {
		return fmt.Errorf("build the public handler: %w", err)
	}
	a.public = api.NewServer(a.cfg.Addr, handler, a.log)
	a.public.RegisterOnShutdown(a.endStreams)
	a.admin = api.NewAdminServer(a.cfg.AdminAddr, api.NewAdmin(api.AdminOptions{
		Checks:  []api.Check{{Name: "ledger", Ping: a.store.Ping}, {Name: "redis", Ping: a.board.Ping, Optional: true}},
		Metrics: a.registry, Now: a.now, Version: version,
	}), a.log)
	return nil
}

// changes turns the group's "something was committed" into a channel that a
// projector can wait on again and again.
func (a *app) changes() <-chan struct{} {
	out := make(chan struct{}, 1)
	a.work.Go(func() {
		for {
			next := a.group.Changed()
			select {
			case <-a.background.Done():
				return
			case <-next:
			}
			select {
			case out <- struct{}{}:
			default:
			}
		}
	})
	return out
}

// sweepEvery is how often expired conversations are forgotten.
const sweepEvery = 10 * time.Minute

// start serves and works in the background until shut down.
func (a *app) start() {
	ctx := a.background
	a.work.Go(func() {
		if err := a.projector.Run(ctx); err != nil {
			a.log.Error("the projector ended", "error", err)
		}
	})
	a.work.Go(func() { a.watcher.Run(ctx) })
	a.work.Go(func() { a.voices.Run(ctx) })
	a.work.Go(func() { a.sender.Run(ctx) })
	a.work.Go(func() { a.dir.follow(ctx, a.log) })
	a.work.Go(func() { a.sweep(ctx) })
	if !a.publishLater && !a.cfg.Open { // month tables beside live cards could be subtracted from them
		a.work.Go(func() { a.publisher.Run(ctx) })
	}
	a.startTexts(ctx)
	for _, s := range []struct {
		srv *http.Server
		ln  net.Listener
	}{{a.public, a.publicLn}, {a.admin, a.adminLn}} {
		go func() {
			if err := s.srv.Serve(s.ln); !errors.Is(err, http.ErrServerClosed) {
				a.failed <- err
			}
		}()
	}
}

// sweep forgets numbers whose conversations are over.
func (a *app) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		n, err := a.store.ForgetConversations(ctx, a.now())
		switch {
		case err != nil && ctx.Err() == nil:
			a.log.Error("expired conversations could not be forgotten", "error", err)
		case n > 0:
			a.log.Info("forgot the numbers of closed conversations", "count", n)
		}
		if _, err := a.store.ForgetInvitations(ctx, a.now()); err != nil && ctx.Err() == nil {
			a.log.Error("the numbers of old invitations could not be forgotten", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// shutdown stops in order of dependency: nobody new comes in and those who are
// in are answered; then the background loops end; then what still waits is
// committed and the engines are let go.
func (a *app) shutdown(ctx context.Context) error {
	return errors.Join(a.public.Shutdown(ctx), a.admin.Shutdown(ctx), a.close())
}

// close ends the background loops and runs the clean-up in reverse order. It
// may be called again.
func (a *app) close() error {
	a.stop()
	a.work.Wait()
	var err error
	for i := len(a.cleanup) - 1; i >= 0; i-- {
		err = errors.Join(err, a.cleanup[i]())
	}
	a.cleanup = nil
	return err
}
