package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Check is one thing that must work for the process to be ready.
type Check struct {
	Name string // such as "ledger" or "redis"
	Ping func(ctx context.Context) error
	// Optional is set for what answers can be taken without. Its failure is
	// told, but the process stays ready: taking it out of service would turn
	// people away who could be heard.
	Optional bool
}

// AdminOptions are what the admin handler needs.
type AdminOptions struct {
	Checks  []Check
	Metrics prometheus.Gatherer
	Now     func() time.Time
	Version string
	Mounts  []Mount // further pages for operators
}

// checkTime is how long a check may take before it counts as failed.
const checkTime = 2 * time.Second

// NewAdmin gives the handler of the admin listener: /healthz says that the
// process runs, /readyz whether each engine answers, /metrics what Prometheus
// reads. It must not be reachable by the public.
func NewAdmin(o AdminOptions) http.Handler {
	m := mux.NewRouter()
	get := []string{http.MethodGet, http.MethodHead}
	m.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		_ = writeJSON(w, http.StatusOK, map[string]any{"alive": true, "version": o.Version})
	}).Methods(get...)
	m.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
		answer := readiness(r.Context(), o.Checks, o.Now)
		status := http.StatusOK
		if !answer.Ready {
			status = http.StatusServiceUnavailable
		}
		_ = writeJSON(w, status, answer)
	}).Methods(get...)
	if o.Metrics != nil {
		m.Handle("/metrics", promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 30 * time.Second})).Methods(get...)
	}
	for _, mt := range o.Mounts {
		if mt.Prefix {
			m.PathPrefix(mt.Path).Handler(mt.Handler)
		} else {
			m.Handle(mt.Path, mt.Handler)
		}
	}
	return m
}

type readyAnswer struct {
	Ready  bool         `json:"ready"`
	At     time.Time    `json:"at"`
	Checks []readyCheck `json:"checks"`
}

type readyCheck struct {
	Name  string  `json:"name"`
	OK    bool    `json:"ok"`
	Ms    float64 `json:"ms"`
	Error string  `json:"error,omitempty"`
}

// readiness makes all checks at once.
func readiness(ctx context.Context, checks []Check, now func() time.Time) readyAnswer {
	answer := readyAnswer{Ready: true, At: now().UTC(), Checks: make([]readyCheck, len(checks))}
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, checkTime)
			defer cancel()
			start := now()
			err := c.Ping(ctx)
			answer.Checks[i] = readyCheck{Name: c.Name, OK: err == nil, Ms: float64(now().Sub(start)) / float64(time.Millisecond)}
			if err != nil {
				answer.Checks[i].Error = err.Error()
			}
		})
	}
	wg.Wait()
	for i, c := range answer.Checks {
		answer.Ready = answer.Ready && (c.OK || checks[i].Optional)
	}
	return answer
}
