#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: denials of every kind, once with auditd, once without, when the
# kernel prints the records as its own messages; landlock-guard listens to both.
# Prints what was done and what has been said of it for ../denials_test.py: WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh

# denied RUN: and each domain's last record has come.
denied() {
	rm -rf /tmp/s "/tmp/o \"d"
	denials >"/tmp/did_$1" || die "denials: $(tail -n 1 "/tmp/did_$1")"
	ends=$((ends + $(grep -c '^domain ' "/tmp/did_$1")))
	until_true ended "$ends"
	sed "s/^/did_$1 /" "/tmp/did_$1"
}

ended() {
	[ "$(grep -c '"kind":"domain_end"' /tmp/live)" -ge "$1" ]
}

logged() {
	[ "$(grep -c 'status=deallocated' "$AUDIT_LOG")" -ge "$1" ]
}

ends=0
echo 0 >/proc/sys/kernel/printk_ratelimit
landlock-guard events --live >/tmp/live 2>/tmp/live.errors &
LIVE=$!
until_true grep -q '"kind":"status"' /tmp/live
auditd_start "$LLGUARD_TEST_FORMAT"
denied log
until_true logged "$ends"
auditd_stop
landlock-guard events --summary "$AUDIT_LOG" >/tmp/log || die "events: status $?"
denied kmsg
dmesg -r >/tmp/kmsg.txt
landlock-guard events --summary --from kmsg - </tmp/kmsg.txt >/tmp/kmsg || die "events: status $?"
kill "$LIVE"
status=0
wait "$LIVE" || status=$?
echo "fact live_status $status"
echo "fact boot $(cat /proc/sys/kernel/random/boot_id)"
for word in live live.errors log kmsg; do
	sed "s/^/$word /" "/tmp/$word"
done
