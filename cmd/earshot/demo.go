package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"earshot/api"
	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
)

func newDemoCommand(c *console) *cobra.Command {
	var rate float64
	var days int
	var keep string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try everything with invented providers: nothing to install, nothing is kept",
		Long: `Try everything with invented providers. Answers come in by text message, web form,
file and partner call, through the same front doors as real ones, until you stop it
with Ctrl-C. It works in a scratch folder that is removed at the end.`,
		Example: "  earshot demo\n  earshot demo --addr 127.0.0.1:8081 --rate 20",
		Args:    cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().Float64Var(&rate, "rate", 5, "answers a second")
	cmd.Flags().IntVar(&days, "days", 200, "days of history to begin with")
	cmd.Flags().StringVar(&keep, "folder", "", "work in this folder and keep it")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if rate <= 0 || rate > 1000 || days < 0 || days > 400 {
			return &exitError{exitUsage, errors.New("--rate must be over 0 and at most 1000; --days 0 to 400")}
		}
		cfg, err := load()
		if err != nil {
			return err
		}
		for _, a := range []struct {
			flag string
			addr *string
		}{{"addr", &cfg.Addr}, {"admin-addr", &cfg.AdminAddr}} {
			if !cmd.Flags().Changed(a.flag) {
				*a.addr = freeIfTaken(*a.addr)
			}
		}
		return c.demo(cmd.Context(), cfg, rate, days, keep, cmd.Flags().Changed("database"))
	}
	return cmd
}

// demo runs a whole server in a scratch folder with a crowd of invented
// patients.
func (c *console) demo(ctx context.Context, cfg config, rate float64, days int, folder string, ownDatabase bool) (err error) {
	if folder == "" {
		if folder, err = os.MkdirTemp("", "earshot-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	if !ownDatabase {
		cfg.Database = "sqlite:" + filepath.Join(folder, "earshot.db")
	}
	cfg = demoConfig(cfg)
	log, closeLog, err := demoLog(folder, cfg.LogLevel)
	if err != nil {
		return err
	}
	defer closeLog()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)

	if err := withStore(ctx, cfg, func(s ledger.Store) error { return c.demoDirectory(ctx, s) }); err != nil {
		return err
	}
	doors := &doors{http: newDemoClient(), sid: cfg.TwilioAccount, Token: cfg.TwilioTokens[0], run: strconv.FormatInt(c.now().Unix(), 16)}
	var visitors *phones
	notice := demoNotice
	if !cfg.Open {
		notice += demoSteps
	}
	a, err := newApp(ctx, cfg, log, c.now, appOptions{
		bound: func(a *app) { // port 0 is known only now, and signatures cover the address
			doors.base = "http://" + a.publicLn.Addr().String()
			a.cfg.PublicURL = doors.base
		},
		demo: notice,
		mounts: func(a *app) []api.Mount {
			if visitors, err = newPhones(doors, log, c.now); err != nil {
				return nil
			}
			room, failed := newReadingRoom(log)
			if err = failed; err != nil {
				return nil
			}
			desk, failed := newStaffRoom(func() feedback.Secret { return doors.Staff }, log)
			if err = failed; err != nil {
				return nil
			}
			return []api.Mount{
				{Method: http.MethodGet, Path: "/demo/staff", Handler: desk},
				{Method: http.MethodGet, Path: "/demo/phone", Handler: visitors}, {Method: http.MethodPost, Path: "/demo/phone", Handler: visitors},
				{Method: http.MethodGet, Path: "/demo/reading", Handler: room}, {Method: http.MethodPost, Path: "/demo/reading", Handler: room},
			}
		},
	})
	if err != nil {
		return err
	}
	if doors.Key, err = c.demoKey(ctx, a, "the demonstration's partner", ledger.RolePartner); err != nil {
		return errors.Join(err, a.close())
	}
	if doors.Staff, err = c.demoKey(ctx, a, "the demonstration's visitor", ledger.RoleProvider); err != nil {
		return errors.Join(err, a.close())
	}
	watch, err := c.demoKey(ctx, a, "the demonstration's Healthwatch", ledger.RoleHealthwatch, demoArea)
	if err != nil {
		return errors.Join(err, a.close())
	}
	a.start()
	play := &play{console: c, app: a, doors: doors, crowd: newCrowd(uint64(c.now().UnixNano())), folder: folder, rate: rate, Watch: watch}
	ctx, cancel := context.WithCancel(ctx)
	finished := make(chan struct{})
	go func() { defer close(finished); play.run(ctx, days) }()
	err = a.untilStopped(ctx, signals, func() { cancel(); <-finished })
	fmt.Fprintln(c.stdout, "\nStopped. Nothing of the demonstration is kept unless you gave it a folder.")
	return err
}

// freeIfTaken gives an address on a free port if the usual one is in use.
func freeIfTaken(addr string) string {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return "127.0.0.1:0"
	}
	ln.Close()
	return addr
}

// demoConfig fills in what a demonstration needs and its visitor need not know.
func demoConfig(cfg config) config {
	cfg.SecretKey = "a demonstration keeps nothing that needs a key"
	cfg.TwilioAccount = "AC" + strings.Repeat("d", 32)
	cfg.TwilioTokens = []feedback.Secret{"the token of a telephone that is only a page"}
	cfg.SMSPlace = demoHome
	cfg.Publish = release.Calendar{Every: demoPublishEvery}
	return cfg
}

// demoPublishEvery is how often a demonstration publishes, so that its public
// figures are seen to move.
const demoPublishEvery = 10 * time.Second

// demoNotice stands beside every public figure of a demonstration, demoSteps
// where they are published and not live.
const (
	demoNotice = "This is a demonstration. Places, people and answers are invented."
	demoSteps  = " Figures are published every 10 seconds and the present month too; a real service publishes a month once it is over. They move in steps, when six or more answers at a place are new."
)

func (c *console) demoDirectory(ctx context.Context, s ledger.Store) error {
	set, err := s.LoadPlaces(ctx)
	if err != nil {
		return err
	}
	dir, err := feedback.NewDirectory(set.Places, set.Areas)
	if err != nil {
		return err
	}
	changes, err := collector.ReadPlaces(strings.NewReader(demoPlaces), dir, feedback.DayOf(c.now()))
	if err != nil || len(changes.Places) == 0 {
		return err
	}
	_, err = s.SavePlaces(ctx, set.Version, ledger.PlaceSet{Places: changes.Places, Areas: changes.Areas})
	return err
}

func (c *console) demoKey(ctx context.Context, a *app, name string, role ledger.Role, areas ...feedback.GSS) (feedback.Secret, error) {
	key, token, err := api.NewKey(api.KeyRequest{Name: name, Role: role, Areas: areas}, c.now())
	if err != nil {
		return "", err
	}
	return token, a.store.CreateKey(ctx, key, "the demonstration")
}

// play is the stream of invented answers.
type play struct {
	*console
	app    *app
	doors  *doors
	crowd  *crowd
	folder string
	rate   float64
	Watch  feedback.Secret // the key of the invented Healthwatch

	texts, forms, rows, calls, failed atomic.Int64
}

// run loads the history, tells where to look, and sends answers until ctx ends.
func (p *play) run(ctx context.Context, days int) {
	fmt.Fprintf(p.stdout, "Loading %d days of invented history …\n", days)
	if err := p.history(ctx, days); err != nil && ctx.Err() == nil {
		fmt.Fprintln(p.stdout, "The history could not be loaded:", err)
	}
	p.app.work.Go(func() { p.app.publisher.Run(p.app.background) })
	p.app.work.Go(func() { p.converse(ctx) })
	ward, _ := p.app.dir.current().ByPublicCode(demoHome)
	home := string(ward.ID)
	base, admin := p.doors.base, "http://"+p.app.adminLn.Addr().String()
	fmt.Fprintf(p.stdout, `
  Find a place and its scorecard   %s/
  A ward's scorecard, as published %s
  The same live, as its staff sees %s
  Text the service                 %s/demo/phone
  See how a comment is read        %s/demo/reading
  Answer on the web                %s/f/%s
  Warnings, comments, requests     %s/workspace
    sign in with this key          %s
  What a Healthwatch sees          curl -H "Authorization: Bearer %s" %s/v1/areas/%s/report
  Scorecards as JSON               %s/v1/england
  Open data                        %s/data
  Health and metrics               %s/readyz   %s/metrics

Answers are coming in. Stop with Ctrl-C.
`, base, base+"/p/"+home, base+"/demo/staff?to=/workspace/places/"+home, base, base, base, demoHome, base, p.doors.Staff.Reveal(), p.Watch.Reveal(), base, demoArea, base, base, admin, admin)
	tick := time.NewTicker(time.Duration(float64(time.Second) / p.rate))
	defer tick.Stop()
	line := time.NewTicker(time.Second)
	defer line.Stop()
	for n := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-line.C:
			p.tell()
		case <-tick.C:
			if err := p.one(ctx, n); err != nil && ctx.Err() == nil {
				p.failed.Add(1)
			}
			n++
		}
	}
}

// one sends the next answer by one of the four ways in.
func (p *play) one(ctx context.Context, n int) error {
	who := p.crowd.next()
	switch n % 10 {
	case 0, 1, 2, 3:
		first := who.code + " " + strconv.Itoa(int(who.rating))
		if _, err := p.doors.text(ctx, who.phone, first); err != nil {
			return err
		}
		p.texts.Add(1)
		if who.comment == "" {
			return nil
		}
		_, err := p.doors.text(ctx, who.phone, who.comment)
		return err
	case 4, 5, 6:
		if err := p.doors.form(ctx, who); err != nil {
			return err
		}
		p.forms.Add(1)
	case 7, 8:
		if err := p.doors.partner(ctx, []person{who, p.crowd.next()}); err != nil {
			return err
		}
		p.calls.Add(2)
	default:
		return p.file(ctx, n)
	}
	return nil
}

// file writes a small file as a supplier would send it, and imports it.
func (p *play) file(ctx context.Context, n int) error {
	path := filepath.Join(p.folder, fmt.Sprintf("supplier-%d.csv", n))
	today := p.now().In(feedback.London()).Format("02/01/2006 15:04")
	if err := p.write(path, 3, func(int) string { return today }, nil); err != nil {
		return err
	}
	defer os.Remove(path)
	r, err := p.app.intake.Import(ctx, path, collector.ImportOptions{Map: collector.FileMap{Supplier: "demo-" + p.doors.run}})
	p.rows.Add(int64(r.Stored))
	return err
}

// demoTurned is how many days ago one ward of the demonstration took a turn for
// the worse, so that there is a warning to look at.
const demoTurned = 6

// history imports a file of answers spread over past days.
func (p *play) history(ctx context.Context, days int) error {
	if days == 0 {
		return nil
	}
	path := filepath.Join(p.folder, "history.csv")
	now := p.now()
	if err := p.write(path, days*60, func(i int) string {
		return now.AddDate(0, 0, -1-i/60).In(feedback.London()).Format(time.DateOnly)
	}, func(i int) bool { return i/60 < demoTurned }); err != nil {
		return err
	}
	r, err := p.app.intake.Import(ctx, path, collector.ImportOptions{Map: collector.FileMap{Supplier: "history-" + p.doors.run}})
	p.rows.Add(int64(r.Stored))
	return errors.Join(err, p.spoken(ctx, days))
}

// write makes a file of n invented answers. turned says of which of them it is
// that something has gone wrong at one ward; nil for none.
func (p *play) write(path string, n int, date func(i int) string, turned func(i int) bool) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	rows := [][]string{{"id", "date", "place", "rating", "what_good", "could_improve"}}
	for i := range n {
		who := p.crowd.next()
		if turned != nil && who.code == demoHome && turned(i) {
			p.crowd.turn(&who)
		}
		rows = append(rows, []string{fmt.Sprint(p.doors.serial.Add(1)), date(i), who.code, who.rating.String(), who.comment, who.improve})
	}
	return w.WriteAll(rows)
}

// tell prints the live line: on a terminal it stays in place.
func (p *play) tell() {
	lag := int64(0)
	if h := p.app.projector.Health(); h != nil {
		lag = h.Lag()
	}
	text := fmt.Sprintf("texts %d · forms %d · partner %d · file rows %d · not yet on cards %d", p.texts.Load(), p.forms.Load(), p.calls.Load(), p.rows.Load(), lag)
	if n := p.failed.Load(); n > 0 {
		text += fmt.Sprintf(" · failed %d", n)
	}
	if f, ok := p.stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprintf(p.stdout, "\r\x1b[K%s", text)
		return
	}
	fmt.Fprintln(p.stdout, text)
}
