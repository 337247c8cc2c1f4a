#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2016,SC3045 # names as they are; busybox reads up to a slash
#
# In the machine: a confined shell is refused files whose names audit must quote
# or print in hex.  Says what it did in comments.
set -eu

# One after the other, each ended by a slash.
names() {
	printf 'plain/a b/quo\042te/a\\b/new\nline/\377\376/\303\251t\303\251/2F746D70/a=b c=d/$(x)`y`/tab\there/'
	printf '%0200d/' 0
}

[ "${1:-}" ] || {
	mkdir "/tmp/o d"
	cp /bin/busybox "/tmp/o d/sh"
	names | while IFS= read -r -d / name; do : >"/tmp/o d/$name"; done
	# What is in /dev is refused too.
	exec 3>/dev/null
	exec landlock-guard exec --rox / --log-new-exec-on -- "/tmp/o d/sh" "$0" inside
}
echo "#   confined: pid $$, exe /tmp/o d/sh"
names | while IFS= read -r -d / name; do
	! { true >>"/tmp/o d/$name"; } 2>&3 || exit 1
	! rm "/tmp/o d/$name" 2>&3 || exit 1
done
