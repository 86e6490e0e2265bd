//go:build !unix

package sentiment

import "time"

// cpuTime is the time of the clock where that of the processor is not to be had.
func cpuTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
