#!/bin/sh
# Fetches axe-core, the accessibility checker that the browser tests use, into
# a cache folder. It is under the MPL and not part of this repository.
set -eu
version=4.14.1
dir=${EARSHOT_AXE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/earshot/axe-core-$version}
[ -s "$dir/axe.min.js" ] && { echo "$dir/axe.min.js"; exit 0; }
mkdir -p "$dir"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "axe-core@$version" >/dev/null && tar xzf "axe-core-$version.tgz" package/axe.min.js)
mv "$work/package/axe.min.js" "$dir/axe.min.js"
echo "$dir/axe.min.js"
