#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Brings what peers.py scores, in the versions that its table names, into
# ${XDG_CACHE_HOME:-~/.cache}/landlock-guard: laurel from crates.io (cargo, and
# libacl1-dev), go-libaudit's own program auparse through the Go proxy (go, 1.24 or
# later), ausearch and libauparse from Debian.  Installs nothing.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/landlock-guard/peers
mkdir -p "$cache"

need() {
	command -v "$1" >/dev/null && return
	echo "peers.sh: $1: is not here; $2" >&2
	exit 1
}

need cargo "install a current Rust"
need go "install Go 1.24 or later"
"$here/../pipelines/debian.sh" audit auditd python3-audit
[ -x "$cache/auparse-go" ] || (
	# go writes its sums beside go.mod.
	mkdir -p "$cache/go-libaudit"
	cp "$here/peer_go/go.mod" "$cache/go-libaudit"
	cd "$cache/go-libaudit"
	go build -mod=mod -o "$cache/auparse-go" \
		github.com/elastic/go-libaudit/v2/cmd/auparse
)
[ -x "$cache/laurel" ] || {
	cargo install --quiet --locked --version =0.8.2 --root "$cache/cargo" laurel
	mv "$cache/cargo/bin/laurel" "$cache/laurel"
	rm -rf "$cache/cargo"
}
ls -l "$cache/auparse-go" "$cache/laurel"
