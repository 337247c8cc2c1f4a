#!/bin/sh
# SPDX-License-Identifier: MIT
#
# record.sh BIN [DIR [KERNEL...]]: makes the fixtures anew, on the kernels that the
# cache of tests/kernels has.  BIN is the folder of programs of a build that was
# configured with -DLLGUARD_TEST_KERNELS=ON; DIR is where they go.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../kernels
bin=${1:?expected the folder of programs of a build, as build/ci/bin}
to=${2:-$here/fixtures}
shift $(($# > 2 ? 2 : $#))
[ $# -gt 0 ] || set -- 6.18 7.3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$to" "$work/logs"

for kernel; do
	"$kernels/run.sh" --kernel "$kernel" --package auditd --keep "$work" --strict \
		--timeout 180 --init "$bin/kernels_init" \
		--file "$bin/kernels_stimulus:/usr/bin/stimulus" \
		--file "$kernels/guest/auditd.sh:/usr/lib/auditd.sh" \
		"$here/guest.sh"
	# A file for each line @@.
	sed -n 's/^out //p' "$work/$kernel.results" |
		(cd "$work/logs" && awk '/^@@ / { file = $2; next } { print >file }')
done
for file in "$work"/logs/*.log; do
	{
		sed -n 2p "$here/record.sh" # the licence
		cat "$file"
	} >"$to/${file##*/}"
done
ls "$to"
