# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# What the scripts that fetch share: a folder of files with their SHA-256, and an
# apt root of its own for the Debian mirror that this system's apt already uses:
# the system's apt stays as it is.

say() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
	say "$@"
	exit 2
}

# cache_open DIR: locked for as long as the script runs; sets cache and sums.
# Without DIR it is $LLGUARD_KERNEL_CACHE, or in the user's cache.
cache_open() {
	cache=${1:-${LLGUARD_KERNEL_CACHE:-${XDG_CACHE_HOME:-${HOME:-~}/.cache}/landlock-guard/kernels}}
	mkdir -p "$cache"
	cache=$(cd "$cache" && pwd)
	sums=$cache/SHA256SUMS
	# Two builds may share the cache.
	exec 9>"$cache/lock"
	flock 9
	touch "$sums"
}

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

# files_of PATTERN: the files of that name, the newest last.
files_of() {
	(
		shopt -s nullglob
		cd "$cache" || exit
		# shellcheck disable=SC2086 # a pattern
		printf '%s\n' $1
	) | grep -v '\.part$' | sort -V
}

sum_matches() {
	awk -v name="$1" '$2 == name' "$sums" | (
		cd "$cache" || exit
		sha256sum --check --status --strict 2>/dev/null
	)
}

# cached_of PATTERN: the newest file that is what was downloaded; nothing if there
# is none.
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

# keep PATTERN NAME: NAME.part takes the place of the older files; the sums of
# others stay as they were recorded.
keep() {
	local pattern=$1 name=$2 file sum

	while read -r file; do
		[ ! "$file" ] || rm -f "$cache/$file"
	done <<<"$(files_of "$pattern")"
	mv "$cache/$name.part" "$cache/$name" || return 1
	{
		while read -r sum file; do
			[ "$file" = "$name" ] || [ ! -e "$cache/$file" ] || echo "$sum  $file"
		done <"$sums"
		(cd "$cache" && sha256sum "$name")
	} >"$sums.part" && mv "$sums.part" "$sums"
}

# The mirror is asked once a day: asked_today STAMP, a file that is touched then.
asked_today() {
	[ "$(find "$cache/$1" -mmin -1440 2>/dev/null)" ]
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

# root_make ROOT SUITE...: ROOT/apt.conf is what APT_CONFIG wants.
root_make() {
	local keys=/usr/share/keyrings/debian-archive-keyring.gpg root=$1 suite base

	shift
	mkdir -p "$root"/{parts,lists/partial,archives/partial,deb}
	: >"$root/status"
	for suite; do
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

# mirror_ask ROOT STAMP SUITE...: current indexes; sets APT_CONFIG if there is a
# root at all, and then older indexes may be in it.
mirror_ask() {
	local root=$1 stamp=$2

	shift 2
	if mirrors_find && root_make "$root" "$@" && export APT_CONFIG=$root/apt.conf &&
		try apt-get -q update --error-on=any; then
		touch "$cache/$stamp"
		return 0
	fi
	say "the mirror cannot be asked, or not for every suite"
	return 1
}
