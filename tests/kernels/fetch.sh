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

say() {
	printf 'fetch.sh: %s\n' "$*" >&2
}

die() {
	say "$@"
	exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
cache=
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
		[ -z "$cache" ] || die "$1: one folder is enough; see --help"
		cache=$1
		;;
	esac
	shift
done
cache=${cache:-${LLGUARD_KERNEL_CACHE:-${XDG_CACHE_HOME:-${HOME:-~}/.cache}/landlock-guard/kernels}}

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

mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
root=$cache/apt
sums=$cache/SHA256SUMS
# Two builds may share the cache.
exec 9>"$cache/lock"
flock 9
touch "$sums"

# try COMMAND...: three times; what it said is shown when it failed for good.
try() {
	local attempt said

	for attempt in 1 2 3; do
		[ "$attempt" = 1 ] || sleep 2
		if said=$("$@" 2>&1 9>&-); then
			return 0
		fi
	done
	printf '%s\n' "$said" | tail -n 3 | sed 's/^/  /' >&2
	return 1
}

# The files of a minor, the newest last: a release candidate has no dot.
files_of() {
	(
		shopt -s nullglob
		cd "$cache"
		printf '%s\n' vmlinuz-"$1"[.~]*
	) | grep -v '\.part$' | sort -V
}

sum_matches() {
	awk -v name="$1" '$2 == name' "$sums" | (
		cd "$cache"
		sha256sum --check --status --strict 2>/dev/null
	)
}

# The newest cached file that is what was downloaded; nothing if there is none.
cached_of() {
	local name found=

	while read -r name; do
		[ "$name" ] || continue
		if sum_matches "$name"; then
			found=$name
		else
			say "$name: its SHA-256 is not the recorded one: it is not used"
		fi
	done <<<"$(files_of "$1")"
	printf '%s\n' "$found"
}

# The new file takes the place of the older ones; the sums of others stay as
# they were recorded.
keep() {
	local minor=$1 name=$2 file sum

	while read -r file; do
		[ ! "$file" ] || rm -f "$cache/$file"
	done <<<"$(files_of "$minor")"
	mv "$cache/$name.part" "$cache/$name" || return 1
	{
		while read -r sum file; do
			[ "$file" = "$name" ] || [ ! -e "$cache/$file" ] || echo "$sum  $file"
		done <"$sums"
		(cd "$cache" && sha256sum "$name")
	} >"$sums.part" && mv "$sums.part" "$sums"
}

# The bases that the system's own apt uses, for the archive and for security.
mirrors_find() {
	local uris

	uris=$(apt-get update --print-uris 2>/dev/null |
		sed -n "s|^'\(.*\)/dists/[^ ]*/InRelease' .*|\1|p")
	archive=${LLGUARD_KERNEL_MIRROR:-$(grep -m1 '/debian$' <<<"$uris" || :)}
	if [ "${LLGUARD_KERNEL_MIRROR:-}" ] ||
		! security=$(grep -m1 '/debian-security$' <<<"$uris"); then
		security=$archive-security
	fi
	[ "$archive" ] && return
	say "the system's apt knows no Debian mirror; name one with LLGUARD_KERNEL_MIRROR"
	return 1
}

root_make() {
	local keys=/usr/share/keyrings/debian-archive-keyring.gpg suite base

	mkdir -p "$root"/{parts,lists/partial,archives/partial,deb}
	: >"$root/status"
	for suite in $(printf '%s\n' "${suite_of[@]}" | sort -u); do
		base=$archive
		case $suite in *-security) base=$security ;; esac
		echo "deb [signed-by=$keys] $base $suite main"
	done >"$root/sources.list"
	# Proxies and certificates are the system's.
	apt-config dump | grep -E '^Acquire::(http|https|Force)' >"$root/apt.conf" || :
	cat >>"$root/apt.conf" <<END
Dir "$root/";
Dir::Etc "$root";
Dir::Etc::Parts "parts";
Dir::Etc::SourceParts "parts";
Dir::Etc::PreferencesParts "parts";
Dir::Etc::TrustedParts "parts";
Dir::State "$root";
Dir::State::status "$root/status";
Dir::Cache "$root";
Dir::Log "$root";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "0";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
// A mirror may be days behind; the signature is what counts.
Acquire::Check-Valid-Until "false";
END
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
	keep "$1" "$name"
}

declare -A have=()
missing=
for minor in "${wanted[@]}"; do
	have[$minor]=$(cached_of "$minor")
	[ "${have[$minor]}" ] || missing=1
done

asked=
current=
if [ "$refresh" ] || [ "$missing" ] ||
	[ ! "$(find "$cache/checked" -mmin -1440 2>/dev/null)" ]; then
	asked=1
	if mirrors_find && root_make && export APT_CONFIG=$root/apt.conf &&
		try apt-get -q update --error-on=any; then
		current=1
		touch "$cache/checked"
	else
		say "the mirror cannot be asked, or not for every suite"
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
