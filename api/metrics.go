package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// httpMetrics counts requests by route template, method and status, and their
// time by route.
type httpMetrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

func newHTTPMetrics(reg prometheus.Registerer) *httpMetrics {
	m := &httpMetrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "earshot_http_requests_total", Help: "Requests answered, by route template, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "earshot_http_request_seconds", Help: "Time to answer a request, by route template and method.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "method"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "earshot_http_requests_in_flight", Help: "Requests being answered now.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.requests, m.seconds, m.inFlight)
	}
	return m
}

// measured is the middleware that fills the metrics.
func (m *httpMetrics) measured(now func() time.Time) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := now()
			m.inFlight.Inc()
			defer func() {
				m.inFlight.Dec()
				t := traceOf(r)
				route, method := routeName(t), plainMethod(r.Method)
				m.requests.WithLabelValues(route, method, strconv.Itoa(statusOf(t))).Inc()
				m.seconds.WithLabelValues(route, method).Observe(now().Sub(start).Seconds())
			}()
			next.ServeHTTP(w, r)
		})
	}
}
