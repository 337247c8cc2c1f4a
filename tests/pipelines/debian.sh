#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Unpacks Debian packages, and what they need that is not installed, into a folder
# of the cache: rsyslog and syslog-ng cannot be installed beside each other, and a
# test must not exchange the system's own.  Prints the folder.
set -euo pipefail

usage() {
	echo "usage: debian.sh NAME PACKAGE..."
	echo "Folder: NAME in \${XDG_CACHE_HOME:-~/.cache}/landlock-guard/debian"
}

if [ $# -lt 2 ]; then
	usage >&2
	exit 2
fi
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/landlock-guard/debian
folder=$cache/$1
shift
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

# Sets wanted: PACKAGE=VERSION of all that an installation would bring.
want() {
	mapfile -t wanted < <(
		apt-get -q -s --no-install-recommends install --reinstall "$@" 2>/dev/null |
			sed -n 's/^Inst \([^ ]*\) \(\[[^]]*\] \)\?(\([^ ]*\) .*/\1=\3/p'
	)
	[ ${#wanted[@]} -gt 0 ]
}

unpack() {
	local deb
	rm -rf "$folder.part"
	mkdir -p "$folder.part/deb" "$folder.part/tree"
	cd "$folder.part/deb" && apt-get -q download "$@" >&2 || return
	for deb in *.deb; do
		dpkg-deb -x "$deb" "$folder.part/tree" || return
	done
	rm -rf "$folder.part/deb" "$folder"
	printf '%s\n' "$@" >"$folder.part/packages"
	mv "$folder.part" "$folder"
}

have() {
	printf '%s\n' "${wanted[@]}" | cmp -s - "$folder/packages" || (unpack "${wanted[@]}")
}

# apt's lists may be old, or none; what is in the cache is good enough then.
if ! { want "$@" && have; } &&
	! { [ "$(id -u)" = 0 ] && apt-get -q update >&2 && want "$@" && have; } &&
	[ ! -d "$folder" ]; then
	echo "debian.sh: $*: cannot be had; run apt-get update first" >&2
	exit 1
fi
echo "$folder/tree"
