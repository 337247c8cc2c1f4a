#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Fetches the newest cloud kernel of each minor in matrix.txt: its vmlinuz and
# nothing else, from the Debian mirror that this system's apt already uses, with
# an apt root of its own: the system's apt stays as it is.
set -euo pipefail

usage() {
	cat <<'END'
usage: fetch.sh [--require] [--refresh] [--kernel MINOR]... [DIR]

  --require       a kernel that cannot be had is a failure
  --refresh       ask the mirror even if it was asked within the last day
  --kernel MINOR  this kernel alone, as matrix.txt names it; may be repeated

DIR is $LLGUARD_KERNEL_CACHE, or landlock-guard/kernels in the user's cache.
$LLGUARD_KERNEL_MIRROR: a mirror (what stands before /dists) to use instead of
the system's.  Exit status: 0, 1 if a kernel is absent and --require was given
or if there is none at all, 2 for a usage error.
END
}

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=cache.sh
. "$here/cache.sh"
folder=
require=
refresh=
wanted=()
while [ $# -gt 0 ]; do
	case $1 in
	--require) require=1 ;;
	--refresh) refresh=1 ;;
	--kernel)
		[ $# -gt 1 ] || die "--kernel: its value is missing; expected a minor of matrix.txt"
		wanted+=("$2")
		shift
		;;
	--help)
		usage
		exit 0
		;;
	-*) die "$1: there is no such option; see --help" ;;
	*)
		[ -z "$folder" ] || die "$1: one folder is enough; see --help"
		folder=$1
		;;
	esac
	shift
done
minors=()
declare -A suite_of=()
while read -r minor _ suite; do
	case $minor in '' | '#'*) continue ;; esac
	minors+=("$minor")
	suite_of[$minor]=$suite
done <"$here/matrix.txt"
[ ${#wanted[@]} -gt 0 ] || wanted=("${minors[@]}")
for minor in "${wanted[@]}"; do
	[ "${suite_of[$minor]:-}" ] ||
		die "--kernel: $minor: is not in matrix.txt; expected one of ${minors[*]}"
done

cache_open "$folder"
root=$cache/apt

# A release candidate has no dot.
pattern_of() {
	printf 'vmlinuz-%s[.~]*' "$1"
}

# Lines of: minor, version, package.  Since 6.19 the kernel is in linux-binary-*
# and linux-image-* is almost empty, like the metapackages: the size tells.
candidates_list() {
	apt-cache pkgnames linux- |
		grep -E '^linux-(binary|image)-[0-9][^ ]*-cloud-amd64$' |
		xargs --no-run-if-empty apt-cache show | awk '
			$1 == "Package:" { package = $2 }
			$1 == "Version:" { version = $2 }
			$1 == "Size:" { size = $2 }
			/^$/ && size > 1000000 && match(version, /^[0-9]+\.[0-9]+/) {
				print substr(version, 1, RLENGTH), version, package
			}
			/^$/ { size = 0 }' | sort -k1,1V -k2,2V
}

# extract DEB FILE: /boot/vmlinuz-*, and since 7.2 /usr/lib/modules/*/vmlinuz.
extract() {
	local member

	# No "head": tar would die of the closed pipe.
	if ! member=$(dpkg-deb --fsys-tarfile "$1" | tar -t | grep -E '/vmlinuz(-[^/]*)?$'); then
		echo "$1: there is no vmlinuz in it"
		return 1
	fi
	dpkg-deb --fsys-tarfile "$1" | tar -xO "$member" >"$2" && [ -s "$2" ]
}

# download MINOR VERSION PACKAGE
download() {
	local name=vmlinuz-$2 deb

	rm -f "$root"/deb/*
	cd "$root/deb"
	try apt-get -q download "$3=$2" || return 1
	deb=$(echo "$root"/deb/*.deb)
	try extract "$deb" "$cache/$name.part" || return 1
	rm -f "$deb"
	keep "$(pattern_of "$1")" "$name"
}

declare -A have=()
missing=
for minor in "${wanted[@]}"; do
	have[$minor]=$(cached_of "$(pattern_of "$minor")")
	[ "${have[$minor]}" ] || missing=1
done

asked=
current=
if [ "$refresh" ] || [ "$missing" ] || ! asked_today checked; then
	asked=1
	mapfile -t suites < <(printf '%s\n' "${suite_of[@]}" | sort -u)
	if mirror_ask "$root" checked "${suites[@]}"; then
		current=1
	fi
fi
candidates=
if [ "$asked" ] && [ "${APT_CONFIG:-}" = "$root/apt.conf" ]; then
	# Nothing, where there never was an index.
	candidates=$(candidates_list || :)
fi

absent=()
for minor in "${wanted[@]}"; do
	state=cached
	name=${have[$minor]}
	if [ "$asked" ]; then
		read -r _ version package <<<"$(awk -v minor="$minor" \
			'$1 == minor { last = $0 } END { print last }' <<<"$candidates")"
		if [ "$version" ] && [ "$name" = "vmlinuz-$version" ]; then
			[ ! "$current" ] || state=current
		elif [ "$version" ] && { [ "$current" ] || [ ! "$name" ]; } &&
			(download "$minor" "$version" "$package"); then
			state=new
			name=vmlinuz-$version
		fi
		[ "$state" != cached ] || [ ! "$name" ] || say "using cached $name"
	fi
	if [ "$name" ]; then
		printf '%-5s %-22s %-8s %s\n' "$minor" "${name#vmlinuz-}" "$state" "$cache/$name"
	else
		printf '%-5s %-22s %-8s\n' "$minor" - absent
		absent+=("$minor")
	fi
done

[ ${#absent[@]} -gt 0 ] || exit 0
say "absent: ${absent[*]}"
[ ! "$require" ] && [ ${#absent[@]} -lt ${#wanted[@]} ]
