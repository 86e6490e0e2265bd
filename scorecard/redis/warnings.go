package redis

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Warnings says what about the Redis is not as scorecards need it, in sentences
// for an operator. A Redis that does not tell, as some hosted ones do not,
// gives no warning.
func (b *Board) Warnings(ctx context.Context) ([]string, error) {
	if b.embedded != nil {
		return nil, nil
	}
	if err := b.Ping(ctx); err != nil {
		return nil, err
	}
	var out []string
	// Any node will do: those of one installation are set up alike.
	info, err := b.client.Info(ctx, "server").Result()
	if v := infoValue(info, "redis_version"); err == nil && v != "" {
		if major, err := strconv.Atoi(v[:strings.IndexByte(v+".", '.')]); err == nil && major < 7 && infoValue(info, "valkey_version") == "" {
			out = append(out, fmt.Sprintf("Redis is version %s; scorecards are tested with 7 and later.", v))
		}
	}
	info, err = b.client.Info(ctx, "memory").Result()
	if p := infoValue(info, "maxmemory_policy"); err == nil && p != "" && p != "noeviction" {
		out = append(out, fmt.Sprintf("Redis may throw away scorecards when it runs out of memory (maxmemory-policy %s); set it to noeviction.", p))
	}
	return out, nil
}

// infoValue finds "name:value" in what INFO gives.
func infoValue(info, name string) string {
	for line := range strings.Lines(info) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), name+":"); ok {
			return v
		}
	}
	return ""
}
