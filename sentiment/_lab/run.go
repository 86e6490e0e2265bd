package main

import "flag"

var doT2 = flag.Bool("t2", false, "")
var doStack = flag.Bool("stack", false, "")

func main() {
	flag.Parse()
	loadLex()
	es := load()
	if *doT2 {
		themes2(es)
		return
	}
	if *doThemes {
		themesCV(es)
		return
	}
	if *doStack {
		stack(es)
		return
	}
	baseline(es)
}
