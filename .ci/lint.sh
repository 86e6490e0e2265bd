#!/usr/bin/env bash
# Checks the source without running it. "fast" leaves out what needs a database
# from the internet.
set -euo pipefail
cd "$(dirname "$0")/.."

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.8.0

echo '== gofmt'
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
	printf 'These files are not as gofmt writes them; run gofmt -w on them:\n%s\n' "$unformatted" >&2
	exit 1
fi

echo '== go vet'
go vet ./...

echo '== staticcheck'
go run "$staticcheck" ./...

if [ "${1:-}" = fast ]; then
	exit 0
fi

echo '== shellcheck'
if command -v shellcheck >/dev/null; then
	shellcheck .ci/run .ci/*.sh
else
	echo 'Not run: shellcheck is not on this machine (apt-get install shellcheck).'
fi

echo '== govulncheck'
out=$(mktemp)
trap 'rm -f "$out"' EXIT
status=0
go run "$govulncheck" ./... >"$out" 2>&1 || status=$?
cat "$out"
if [ "$status" -ne 0 ]; then
	# Only a database that cannot be reached is forgiven.
	if grep -q '^govulncheck: fetching vulnerabilities' "$out"; then
		echo 'NOT CHECKED for known vulnerabilities: the database at vuln.go.dev cannot be reached from here.'
		exit 0
	fi
	exit "$status"
fi
