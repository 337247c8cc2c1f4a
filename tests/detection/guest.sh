#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: each verb of stimulus.c, once as a hit and once as a near miss,
# and what auditd has written meanwhile.
set -eu
# shellcheck source=../kernels/guest/auditd.sh
. /usr/lib/auditd.sh

# events_print FROM VERB: the lines after the first FROM that belong to events of
# Landlock, or to the audit rule that "mute" needs.
events_print() {
	tail -n "+$(($1 + 1))" "$AUDIT_LOG" >/tmp/new
	awk '{ stamp = $2 }
		FNR == NR { if (/^type=(UNKNOWN\[142[34]\]|LANDLOCK_)/ || /key="landlock"/) wanted[stamp] = 1; next }
		stamp in wanted' /tmp/new /tmp/new
}

lines() {
	wc -l <"$AUDIT_LOG"
}

# ended FROM DOMAINS: that many domains of after FROM have ended.
ended() {
	[ "$(tail -n "+$(($1 + 1))" "$AUDIT_LOG" | grep -c 'status=deallocated')" -ge "$2" ]
}

# started FROM: how many began.
started() {
	tail -n "+$(($1 + 1))" "$AUDIT_LOG" | grep -c 'status=allocated' || :
}

# record VERB CASE
record() {
	from=$(lines)
	echo "### $2"
	stimulus "$1" "$2" || die "stimulus $1 $2 has failed"
	sleep 0.2
	until_true ended "$from" "$(started "$from")"
	events_print "$from"
}

auditd_start RAW
for verb in $(stimulus --list); do
	echo "@@ $verb-$LLGUARD_TEST_KERNEL.log"
	echo "# What an engine sees of stimulus.c's verb $verb."
	echo "# kernel $(uname -r) $(uname -v)"
	echo "# auditd $(auditctl -v | sed 's/.* //'), log_format = RAW: the events of Landlock, each of their lines"
	case $verb in
	unlogged) # Of more messages a second the kernel keeps none.
		echo "# with auditctl -r 30"
		auditctl -r 30 >/dev/null
		;;
	mute)
		echo "# with auditctl -a always,exit -F arch=b64 -S 446 -k landlock"
		auditctl -a always,exit -F arch=b64 -S 446 -k landlock
		;;
	esac
	for which in hit miss; do
		record "$verb" "$which"
	done
	case $verb in
	unlogged) auditctl -r 0 >/dev/null ;;
	mute) auditctl -D >/dev/null ;;
	esac
done
auditd_stop
