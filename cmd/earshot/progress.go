package main

import (
	"os"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar is a progress bar on a terminal, and silence elsewhere. A total of −1 is
// one that is not known.
func (c *console) bar(total int64, what string, quiet bool, more ...progressbar.Option) *progressbar.ProgressBar {
	f, ok := c.stderr.(*os.File)
	options := []progressbar.Option{
		progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetSpinnerChangeInterval(0), // the spinner would draw from a goroutine of its own
		progressbar.OptionSetVisibility(ok && !quiet && term.IsTerminal(int(f.Fd()))),
	}
	if ok {
		options = append(options, progressbar.OptionSetWriter(f))
	}
	return progressbar.NewOptions64(total, append(options, more...)...)
}

// fileBar is a progress bar over the bytes of a file. That of a workbook is over its
// rows, of which it is not known yet how many there are; see advance.
func (c *console) fileBar(path string, quiet bool) *progressbar.ProgressBar {
	if strings.HasSuffix(strings.ToLower(path), ".xlsx") {
		return c.bar(-1, "reading", quiet)
	}
	size := int64(-1)
	if st, err := os.Stat(path); err == nil {
		size = st.Size()
	}
	return c.bar(size, "reading", quiet, progressbar.OptionShowBytes(true))
}

// advance moves a bar whose total was not known at first.
func advance(bar *progressbar.ProgressBar, done, total int64) {
	if total > 0 && bar.GetMax64() != total {
		bar.ChangeMax64(total)
	}
	_ = bar.Set64(done) // it can only fail to draw
}
