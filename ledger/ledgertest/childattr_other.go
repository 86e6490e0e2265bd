//go:build unix && !linux

package ledgertest

import "syscall"

// childAttr gives a child a process group of its own, so that an interrupt at
// the terminal reaches it through Close only.
func childAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
