package main

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"earshot/scorecard"
)

// registerMetrics adds what only the wiring knows: how far the scorecards are
// behind the ledger.
func registerMetrics(reg prometheus.Registerer, pr *scorecard.Projector, now func() time.Time) {
	reg.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "earshot_projector_lag_entries", Help: "Ledger entries not yet on the scorecards.",
		}, func() float64 {
			if h := pr.Health(); h != nil {
				return float64(h.Lag())
			}
			return 0
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "earshot_projector_ready", Help: "1 if the scorecards were level with the ledger within the last 5 seconds.",
		}, func() float64 {
			if h := pr.Health(); h != nil && h.Ready(now(), 5*time.Second) {
				return 1
			}
			return 0
		}),
	)
}
