package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"earshot/feedback"
)

// fileFlags are what every command that imports a file can be told, and the
// rejects file that it writes.
type fileFlags struct {
	sheet, rejects string
	dryRun, asJSON bool
	opened         *os.File
}

func (f *fileFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&f.sheet, "sheet", "", "sheet of a workbook; the first if not given")
	fs.StringVar(&f.rejects, "rejects", "", "file for refused rows (default FILE.rejects.csv)")
	fs.BoolVar(&f.dryRun, "dry-run", false, "read and check everything, store nothing")
	fs.BoolVar(&f.asJSON, "json", false, "print the report as JSON")
}

// named gives the rejects file its usual name if it was given none. It must not be
// the file that is imported, which it would overwrite.
func (f *fileFlags) named(path string) error {
	if f.rejects == "" {
		f.rejects = filepath.Base(path) + ".rejects.csv"
	}
	in, err := os.Stat(path)
	if err != nil {
		return nil // whoever opens it says so
	}
	if out, err := os.Stat(f.rejects); err == nil && os.SameFile(in, out) {
		return &exitError{exitUsage, errors.New("--rejects names the file that is imported, which it would overwrite; name another")}
	}
	return nil
}

// open makes the rejects file.
func (f *fileFlags) open() (w io.Writer, err error) {
	f.opened, err = os.OpenFile(f.rejects, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	return f.opened, err
}

// done closes the rejects file and gives the error of an import the exit code
// that it has.
func (f *fileFlags) done(err error) error {
	if f.opened != nil {
		err = errors.Join(err, f.opened.Close())
	}
	switch {
	case errors.Is(err, feedback.ErrUnavailable):
		return &exitError{exitNotReached, fmt.Errorf("%w; what was stored is kept, and importing the same file again goes on", err)}
	case err != nil:
		return &exitError{exitUsage, err}
	}
	return nil
}

// told says where refused rows are, if any were written.
func (f *fileFlags) told(w io.Writer) {
	if f.opened != nil {
		fmt.Fprintf(w, "The refused rows are in %s; mend them and import that file.\n", f.rejects)
	}
}
