#!/usr/bin/env bash
# Fetches axe-core, which checks the pages for accessibility, into a cache
# folder outside the project, and prints where its script is. If it cannot be
# had, says why on standard error and prints nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

without() {
	echo "NOT TESTED for accessibility: axe-core cannot be had ($1)." >&2
	exit 0
}
fetch=api/testdata/get-axe.sh
[ -f "$fetch" ] || without "$fetch is missing"
export HOME=${HOME:-/root}

if script=$(sh "$fetch" 2>/dev/null </dev/null); then
	echo "$script"
	exit 0
fi
if ! command -v npm >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
	echo 'Installing npm, to fetch axe-core' >&2
	DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends npm </dev/null >/dev/null 2>&1 || true
fi
command -v npm >/dev/null || without 'npm is missing; install the packages nodejs and npm'
script=$(sh "$fetch" </dev/null) || without 'npm could not fetch it'
echo "$script"
