#!/usr/bin/env bash
# Runs every fuzz target for FUZZTIME (default 30s), one after another. What one
# finds is kept under testdata/fuzz of its package and fails the tests from then
# on.
set -euo pipefail
cd "$(dirname "$0")/.."

time=${FUZZTIME:-30s}
failed=()
while read -r file; do
	package=./$(dirname "$file")
	while read -r target; do
		echo "== $package $target for $time"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" </dev/null || failed+=("$package $target")
	done < <(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file")
done < <(grep -rl --include='*_test.go' '^func Fuzz' . | sed 's|^\./||' | sort)

if [ ${#failed[@]} -gt 0 ]; then
	printf 'Found something: %s\n' "${failed[@]}" >&2
	exit 1
fi
