#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: denials as journald has them, in the forms that journalctl
# prints, and the same as a multicast reader saw them.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh
# shellcheck source=journald.sh
. /usr/lib/journald.sh

# What is denied, and what a multicast reader saw of it.
denials() {
	for calls in 'outer out in exchange link' odd_names.sh; do
		rm -rf /tmp/a /tmp/b "/tmp/o d"
		echo
		echo "# \$ $calls"
		# shellcheck disable=SC2086 # words
		records $calls
	done
}

# record WORD FORM...: what journald has with Audit=WORD.
record() {
	word=$1
	name=journal-$1-$LLGUARD_TEST_KERNEL
	shift
	auditctl -e 1 >/dev/null
	journald_start "$word"
	denials >/tmp/denials
	for form; do
		echo "@@ $name.$form"
		case $form in
		log | short*)
			echo "# Denials while journald ran with Audit=$word: $form"
			echo "# kernel $(uname -r) $(uname -v)"
			journalctl --version | sed -n '1s/^/# /p'
			;;
		esac
		case $form in
		log) cat /tmp/denials ;;
		*) journal "$form" ;;
		esac
	done
	journald_stop
}

# The rest is the same on any kernel.
if [ "$LLGUARD_TEST_KERNEL" != 7.3 ]; then
	record yes log export json
	exit
fi
record yes log export json short short-iso short-precise short-unix short-full
record no export
record packaged export
record unset export
