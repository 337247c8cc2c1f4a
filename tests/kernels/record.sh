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
	awk -v script="$2" '
		$1 == "begin" { inside = $2 == script }
		$1 == "end" { inside = 0 }
		inside && $1 == "out" { print substr($0, 5) }' "$work/$1.results"
}

for kernel in 6.18 7.3; do
	# Of these, AppArmor says who it thinks the subject is, as on any Debian.
	"$here/run.sh" --kernel "$kernel" --auditd --keep "$work" --strict \
		--init "$bin/kernels_init" \
		--append lsm=landlock,lockdown,yama,apparmor,tomoyo,bpf,ipe \
		--file "$bin/kernels_records:/usr/bin/records" \
		--file "$bin/kernels_nested:/usr/bin/outer" \
		--file "$bin/kernels_nested:/usr/bin/inner" \
		--file "$bin/kernels_htdocs:/srv/landlock-guard/build/demo/bin/htdocs" \
		--file "$here/guest/auditd.sh:/usr/lib/auditd.sh" \
		"$here/guest/record_nested.sh" "$here/guest/record_demo.sh"
	said "$kernel" record_nested.sh >"$work/nested-$kernel.log"
	said "$kernel" record_demo.sh |
		(cd "$work" && awk '/^@@ / { file = $2; next } { print >file }')
done
for file in "$work"/*.log; do
	{
		sed -n 2p "$here/record.sh" # the licence
		cat "$file"
	} >"$to/${file##*/}"
	echo "$to/${file##*/}"
done
