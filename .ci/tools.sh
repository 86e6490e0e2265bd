#!/usr/bin/env bash
# Makes sure that what the tests need is on this machine. As root on Debian or
# Ubuntu it installs what is missing; elsewhere it names the packages and fails.
set -euo pipefail

# have_scipy finds a Python with SciPy, which checks our statistics.
have_scipy() {
	local python
	for python in python3 /usr/bin/python3; do
		if "$python" -c 'import scipy' >/dev/null 2>&1; then return 0; fi
	done
	return 1
}

have_postgres() {
	command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

have_chromium() {
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

packages=()
need() { # PACKAGES COMMAND...: the Debian packages that give what COMMAND looks for
	local -a names
	read -r -a names <<<"$1"
	shift
	if ! "$@" >/dev/null 2>&1; then packages+=("${names[@]}"); fi
}

need 'gcc libc6-dev' command -v gcc # the race detector links with it
need 'redis-server' command -v redis-server
need 'postgresql' have_postgres
need 'chromium' have_chromium
need 'python3 python3-scipy' have_scipy
need 'libxml2-utils' command -v xmllint
need 'poppler-utils' command -v pdftotext

if [ ${#packages[@]} -eq 0 ]; then
	exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
	{
		echo "The tests need programs that are not on this machine. Debian and Ubuntu have them as:"
		echo "    sudo apt-get install --no-install-recommends ${packages[*]}"
		echo "or run the tests without them (what needs them is then skipped, and says so):"
		echo "    go test ./..."
	} >&2
	exit 1
fi

echo "Installing for the tests: ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
# Debian starts a service as soon as it is installed. The tests start their own
# on ports of their own, so services are told to stay down.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 0755 "$policy"
	trap 'rm -f "$policy"' EXIT
fi
options=(-o Acquire::Retries=3 -o DPkg::Lock::Timeout=120)
apt-get "${options[@]}" update -qq </dev/null
apt-get "${options[@]}" install -y -qq --no-install-recommends "${packages[@]}" </dev/null >/dev/null
