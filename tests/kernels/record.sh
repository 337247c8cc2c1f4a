#!/bin/sh
# SPDX-License-Identifier: MIT
#
# record.sh BIN [DIR]: makes the recordings of tests/corpus/recorded anew, on the
# kernels that the cache has.  BIN is the folder of programs of a build that was
# configured with -DLLGUARD_TEST_KERNELS=ON; DIR is where they go.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=${1:?expected the folder of programs of a build, as build/ci/bin}
to=${2:-$(cd "$here/../corpus/recorded" && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$to"

# said KERNEL SCRIPT: what a script has printed in the machine.
said() {
	LC_ALL=C awk -v script="$2" '
		$1 == "begin" { inside = $2 == script }
		$1 == "end" { inside = 0 }
		inside && $1 == "out" { print substr($0, 5) }' "$work/$1.results"
}

# record KERNEL SCRIPT...: in one machine.  Of each, what stands after "@@ FILE".
record() {
	kernel=$1
	shift
	# Of these, AppArmor says who it thinks the subject is, as on any Debian.
	"$here/run.sh" --kernel "$kernel" --package auditd --package systemd \
		--keep "$work" --strict --timeout 180 \
		--init "$bin/kernels_init" \
		--append lsm=landlock,lockdown,yama,apparmor,tomoyo,bpf,ipe \
		--file "$bin/kernels_records:/usr/bin/records" \
		--file "$bin/kernels_nested:/usr/bin/outer" \
		--file "$bin/kernels_nested:/usr/bin/inner" \
		--file "$bin/kernels_htdocs:/srv/landlock-guard/build/demo/bin/htdocs" \
		--file "$bin/kernels_landlock-guard:/usr/bin/landlock-guard" \
		--file "$here/guest/auditd.sh:/usr/lib/auditd.sh" \
		--file "$here/guest/journald.sh:/usr/lib/journald.sh" \
		--file "$bin/../packaging/auditd/landlock-guard.conf:/etc/landlock-guard.conf" \
		--file "$here/guest/odd_names.sh:/usr/bin/odd_names.sh" "$@"
	for script; do
		said "$kernel" "${script##*/}" |
			(cd "$work" && LC_ALL=C awk '/^@@ / { file = $2; next } { print >file }')
	done
}

for kernel in 6.18 7.3; do
	record "$kernel" "$here/guest/record_nested.sh" "$here/guest/record_demo.sh" \
		"$here/guest/record_journal.sh"
done
# Alone: the kernel hands what it has kept to the first auditd.
record 7.3 "$here/guest/record_plugin.sh"
for file in "$work"/*.log "$work"/journal-*.[!l]*; do
	{
		# The licence, where there can be a comment.
		case $file in
		*.log | *.short*) sed -n 2p "$here/record.sh" ;;
		esac
		cat "$file"
	} >"$to/${file##*/}"
	echo "$to/${file##*/}"
done
