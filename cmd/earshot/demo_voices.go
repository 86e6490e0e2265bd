package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
)

// demoArea is the area whose Healthwatch the visitor may be.
const demoArea = "E06999901"

// demoComments is how many invented people agree to their comments being
// published before the demonstration begins.
const demoComments = 80

// spoken imports a file of comments whose writers agreed to publication. A few
// name somebody, so that there is something to decide.
func (p *play) spoken(ctx context.Context, days int) (err error) {
	path := filepath.Join(p.folder, "comments.csv")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	rows := [][]string{{"id", "date", "place", "rating", "what_good", "could_improve"}}
	for i := range demoComments {
		who := p.crowd.next()
		good, improve := p.crowd.remark(who.rating)
		if i%9 == 0 {
			named := demoNamed()
			good, improve = named[i/9%len(named)], ""
		}
		if i%3 == 0 {
			who.code = demoHome
		}
		day := p.now().AddDate(0, 0, -1-i*min(days-1, 85)/demoComments).In(feedback.London()).Format(time.DateOnly)
		rows = append(rows, []string{fmt.Sprint(p.doors.serial.Add(1)), day, who.code, who.rating.String(), good, improve})
	}
	if err := errors.Join(w.WriteAll(rows), f.Close()); err != nil {
		return err
	}
	r, err := p.app.intake.Import(ctx, path, collector.ImportOptions{Map: collector.FileMap{Supplier: "comments-" + p.doors.run, Consent: true}})
	p.rows.Add(int64(r.Stored))
	return err
}

// remark makes a comment of an opening and a detail, so that few are alike.
func (c *crowd) remark(r feedback.Rating) (good, improve string) {
	pick := func(list []string) string { return list[c.rng.IntN(len(list))] }
	praise := pick([]string{"The nurses", "Everybody on the ward", "The reception staff", "The doctor", "The night team", "The healthcare assistants", "The physiotherapist"}) +
		pick([]string{" explained what would happen next", " took time to listen", " were calm when I was not", " made my mother laugh", " kept us up to date all afternoon", " noticed that I was in pain before I said so"}) +
		pick([]string{" and I felt safe.", " and nothing was too much trouble.", ", even on a very busy day.", ". Thank you.", " and the ward was clean."})
	worse := pick([]string{"The wait was long", "It was hard to find the way", "The food was cold", "It was noisy at night", "My tablets to go home with came late", "Nobody rang back"}) +
		pick([]string{" and nobody said why.", "; a word about it would have helped.", ", twice.", " on both days.", " and we had to ask again and again."})
	switch {
	case r.Negative():
		return "", worse
	case c.rng.IntN(3) == 0:
		return praise, worse
	}
	return praise, ""
}

// demoNamed are comments that say who somebody is.
func demoNamed() []string {
	return []string{
		"Sister Margaret Hollis sat with me all night and I shall not forget it.",
		"Please thank Doctor Okonkwo-Bell, who found what two others had missed.",
		"Ring my daughter on 07700 900417, she saw all of it.",
		"The tall one with the red beard was rude to my wife.",
	}
}

// converse answers some of the comments as a provider would, and asks as a
// Healthwatch would.
func (p *play) converse(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		list, err := p.app.store.ListVoices(ctx, ledger.VoiceQuery{State: ledger.VoiceShown, Limit: demoComments})
		if err != nil || len(list) < demoComments/3 {
			continue // the reader of comments is not there yet
		}
		if err := p.reply(ctx, list); err != nil && ctx.Err() == nil {
			fmt.Fprintln(p.stdout, "The invented replies could not be written:", err)
		}
		return
	}
}

func (p *play) reply(ctx context.Context, list []ledger.Voice) error {
	var faults []error
	for i := range list {
		if i%3 != 0 {
			continue
		}
		text := "Thank you for telling us. We read this out at the team’s morning meeting."
		if list[i].Concern || len(list[i].Parts) > 1 {
			text = "You said that we did not keep you up to date. We now tell everybody in the waiting room, on the hour, how long it will be."
		}
		_, err := p.app.desk.Reply(ctx, voice.ReplyText{Subject: list[i].Subject, By: "the demonstration's visitor", Text: text, Checked: true})
		faults = append(faults, err)
	}
	home, _ := p.app.dir.current().ByPublicCode(demoHome)
	_, _, err := voice.Ask(ctx, p.app.store, ledger.Request{Key: "demonstration", Reference: p.doors.run, By: "the demonstration's Healthwatch", Area: demoArea, Place: home.ID, About: "place",
		Text: "Several people told us that they waited for hours and nobody said why. What happened, and what are you doing about it?"}, p.now())
	return errors.Join(append(faults, err)...)
}
