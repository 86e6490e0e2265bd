//go:build unix

package sentiment

import (
	"syscall"
	"time"
)

// cpuTime is how long this process has kept a processor busy. What else runs on
// the machine does not count, so comparisons hold on a busy one.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
