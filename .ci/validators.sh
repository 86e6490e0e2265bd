#!/usr/bin/env bash
# Fetches validators of open-data formats, which others wrote, into a cache
# folder outside the project, and prints where their modules are.
set -euo pipefail

export HOME=${HOME:-/root}
dir=${EARSHOT_VALIDATORS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/earshot/validators-1}
packages=(n3@2.13.12 rdf-validate-shacl@0.6.5 rdfxml-streaming-parser@3.3.0 jsonld-streaming-parser@5.0.1 @seriousme/openapi-schema-validator@2.11.0 fhir@4.12.0)
if [ ! -e "$dir/done" ]; then
	if ! command -v npm >/dev/null; then
		echo 'npm is missing: install the packages nodejs and npm' >&2
		exit 1
	fi
	mkdir -p "$dir"
	(cd "$dir" && npm init -y && npm install --no-audit --no-fund --ignore-scripts "${packages[@]}") >&2 </dev/null
	touch "$dir/done"
fi
echo "$dir/node_modules"
