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

# PACKAGE=VERSION of all that an installation would bring.
closure() {
	apt-get -q -s --no-install-recommends -o APT::Get::AllowUnauthenticated=false \
		install --reinstall "$@" 2>/dev/null |
		sed -n 's/^Inst \([^ ]*\) \(\[[^]]*\] \)\?(\([^ ]*\) .*/\1=\3/p'
}

fetch() {
	local deb
	rm -rf "$folder.part"
	mkdir -p "$folder.part/deb" "$folder.part/tree"
	cd "$folder.part/deb"
	apt-get -q download "$@" >&2
	for deb in *.deb; do
		dpkg-deb -x "$deb" "$folder.part/tree"
	done
	rm -rf "$folder.part/deb"
	printf '%s\n' "$@" >"$folder.part/packages"
	rm -rf "$folder"
	mv "$folder.part" "$folder"
}

mapfile -t wanted < <(closure "$@")
if [ ${#wanted[@]} -eq 0 ]; then
	[ ! -e "$folder/packages" ] || { echo "$folder/tree"; exit 0; }
	echo "debian.sh: apt knows no $*: run apt-get update first" >&2
	exit 1
fi
if [ "$(cat "$folder/packages" 2>/dev/null)" != "$(printf '%s\n' "${wanted[@]}")" ]; then
	(fetch "${wanted[@]}")
fi
echo "$folder/tree"
