package ledgertest

import "syscall"

// childAttr makes a child end when this process does, however it ends.
func childAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT} }
