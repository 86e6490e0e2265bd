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

// fileBar is a progress bar over the bytes of a file. How much of a workbook
// has been read cannot be told from its size.
func (c *console) fileBar(path string, quiet bool) *progressbar.ProgressBar {
	size := int64(-1)
	if st, err := os.Stat(path); err == nil && !strings.HasSuffix(strings.ToLower(path), ".xlsx") {
		size = st.Size()
	}
	return c.bar(size, "reading", quiet, progressbar.OptionShowBytes(true))
}
