#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# venv.sh NAME REQUIREMENTS [COMMAND...]
#
# A Python environment with the packages that REQUIREMENTS pins, as build/venv/NAME,
# which names one in the user's cache: made once for each set of pins and Python.
# With COMMAND, runs it there; else prints the path.
#
# Exit status: 2 when it cannot be made; else that of COMMAND.
set -euo pipefail

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 2
}

[ $# -ge 2 ] || die "usage: venv.sh NAME REQUIREMENTS [COMMAND...]"
name=$1 requirements=$2
shift 2
[ -r "$requirements" ] || die "$requirements: cannot be read"

cache=${XDG_CACHE_HOME:-${HOME:-~}/.cache}/landlock-guard/venv
link=$(cd "$(dirname "$0")/.." && pwd)/build/venv/$name
key=$({
	python3 --version
	grep -v '^ *#' "$requirements"
} | sha256sum | cut -c1-16)
venv=$cache/$name-$key
mkdir -p "$cache" "${link%/*}"

# make: whole, or not at all: the stamp is last.
make() {
	[ ! -e "$venv/complete" ] || return 0
	rm -rf "$venv"
	python3 -m venv "$venv" &&
		"$venv/bin/pip" --disable-pip-version-check --quiet --no-input \
			install --requirement "$requirements" &&
		touch "$venv/complete"
}

(
	# Two builds may share the cache.
	flock 9
	make 9>&- >&2 || die "$venv: the packages of $requirements cannot be had" \
		"(Debian's python3-venv and a package index are needed)"
	ln -sfn "$venv" "$link"
) 9>"$venv.lock"

if [ $# -eq 0 ]; then
	echo "$link"
	exit
fi
export PATH=$venv/bin:$PATH VIRTUAL_ENV=$venv
exec "$@"
