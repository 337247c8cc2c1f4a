#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: the attack of examples/demo.sh, and what auditd has written of
# it, once in each of its formats.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh

# events_print: every line of the events that have a record of Landlock.
events_print() {
	awk '{ stamp = $2 }
		FNR == NR { if (/^type=(UNKNOWN\[142[34]\]|LANDLOCK_)/) wanted[stamp] = 1; next }
		stamp in wanted' "$AUDIT_LOG" "$AUDIT_LOG"
}

# record FORMAT NAME
record() {
	auditd_start "$1"
	htdocs_start
	attack
	htdocs_stop
	# The last record of the domain, some time after its process.
	until_true grep -q 'status=deallocated' "$AUDIT_LOG"
	auditd_stop
	echo "@@ $2"
	echo "# The attack of examples/demo.sh: GET /../../../etc/passwd, answered 403."
	echo "# \$ htdocs --root $SITE --port 0 --vulnerable --report"
	echo "# kernel $(uname -r) $(uname -v)"
	echo "# auditd $(auditctl -v | sed 's/.* //'), log_format = $1: the events of Landlock, each of their lines"
	events_print
}

record RAW "demo-attack-$LLGUARD_TEST_KERNEL.log"
record ENRICHED "demo-attack-$LLGUARD_TEST_KERNEL-enriched.log"
