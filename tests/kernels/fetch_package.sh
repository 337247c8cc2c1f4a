#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Fetches programs of Debian with the libraries that they need, as an archive that
# can be put in front of a machine's initramfs: what real logs are written by.
set -euo pipefail

# The suite decides about the versions: auditd 3.0.9 writes UNKNOWN[1423].
suite=bookworm

usage() {
	cat <<'END'
usage: fetch_package.sh [--require] [--refresh] auditd|systemd [DIR]

  --require  that it cannot be had is a failure
  --refresh  ask the mirror even if it was asked within the last day

auditd is that with its tools, systemd journald with journalctl and no more.  DIR
and the mirror are as fetch.sh says.  Exit status: 0, 1 if it is absent and
--require was given, 2 for a usage error.
END
}

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=cache.sh
. "$here/cache.sh"
package=
folder=
require=
refresh=
while [ $# -gt 0 ]; do
	case $1 in
	--require) require=1 ;;
	--refresh) refresh=1 ;;
	--help)
		usage
		exit 0
		;;
	-*) die "$1: there is no such option; see --help" ;;
	*)
		[ -z "$folder" ] || die "$1: one folder is enough; see --help"
		if [ "$package" ]; then
			folder=$1
		else
			package=$1
		fi
		;;
	esac
	shift
done
case $package in
auditd)
	programs=(sbin/auditd sbin/auditctl sbin/ausearch)
	configuration=etc/audit
	;;
systemd)
	programs=(lib/systemd/systemd-journald bin/journalctl)
	configuration=etc/systemd/journald.conf
	;;
*) die "$package: is not valid; expected auditd or systemd; see --help" ;;
esac
cache_open "$folder"
root=$cache/apt-$package
pattern="$package-[0-9]*"

# Lines of PACKAGE=VERSION: what an empty system would have to install.
closure_list() {
	apt-get -q -s --no-install-recommends install "$package" 2>/dev/null |
		sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p'
}

# files_list: of the tree, the programs, their configuration, the libraries that
# the loader says they need, and the one that pthread_cancel() asks for.
files_list() {
	local multiarch=lib/x86_64-linux-gnu program library
	local loader=$multiarch/ld-linux-x86-64.so.2
	local path=$multiarch:usr/$multiarch:usr/$multiarch/systemd

	find "$configuration" lib64 "$loader" "$multiarch/libgcc_s.so.1"
	for program in "${programs[@]}"; do
		echo "$program"
		"$loader" --inhibit-cache --library-path "$path" --list "$program"
	done | awk 'NF == 1 { print } $2 == "=>" { print $3 }' |
		while read -r library; do
			echo "$library"
			[ ! -L "$library" ] || echo "${library%/*}/$(readlink "$library")"
		done
}

# pack TREE FILE: a directory has to come before what is in it.
pack() {
	(
		cd "$1" || exit
		files_list | awk -F/ '{ path = $1; print path
			for (i = 2; i <= NF; i++) { path = path "/" $i; print path } }' |
			LC_ALL=C sort -u | cpio --quiet -o -H newc -R 0:0
	) >"$2" && [ -s "$2" ]
}

# download NAME PACKAGE=VERSION...
download() {
	local name=$1 deb

	shift
	rm -rf "$root"/deb "$root/tree"
	mkdir -p "$root/deb" "$root/tree"
	cd "$root/deb" || return 1
	try apt-get -q download "$@" || return 1
	for deb in *.deb; do
		try dpkg-deb -x "$deb" "$root/tree" || return 1
	done
	try pack "$root/tree" "$cache/$name.part" || return 1
	rm -rf "$root/deb" "$root/tree"
	keep "$pattern" "$name"
}

name=$(cached_of "$pattern")
state=cached
if [ "$refresh" ] || [ ! "$name" ] || ! asked_today "checked-$package"; then
	if mirror_ask "$root" "checked-$package" "$suite"; then
		mapfile -t closure < <(closure_list)
		version=$(printf '%s\n' "${closure[@]}" | sed -n "s/^$package=//p")
		if [ "$version" ] && [ "$name" = "$package-${version#*:}.cpio" ]; then
			state=current
		elif [ "$version" ] &&
			(download "$package-${version#*:}.cpio" "${closure[@]}"); then
			name=$package-${version#*:}.cpio
			state=new
		fi
	fi
	[ "$state" != cached ] || [ ! "$name" ] || say "using cached $name"
fi
if [ "$name" ]; then
	printf '%-8s %s\n' "$state" "$cache/$name"
else
	say "$package is absent"
	[ ! "$require" ]
fi
