#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: the confined htdocs is attacked, and other domains are refused
# something, while landlock-guard listens and auditd writes its log.  Prints what
# has been said of it for ../events_test.py: WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh

# log FORMAT: auditd in this format, the attack, and what its log says of it.
log() {
	auditd_start "$1"
	htdocs_start
	echo "fact ${1}_pid $SERVER"
	echo "fact ${1}_site $SITE"
	attack
	htdocs_stop
	until_true grep -q 'status=deallocated' "$AUDIT_LOG"
	landlock-guard events --summary "$AUDIT_LOG" >/tmp/log || die "events: status $?"
	# That file is the one which is read unasked.
	landlock-guard events >/tmp/unasked || die "events: status $?"
	head -n -1 /tmp/log | cmp - /tmp/unasked || die "events: not $AUDIT_LOG unasked"
	auditd_stop
	sed "s/^/log_$1 /" /tmp/log
}

# ended NUMBER: so many domains have ended.
ended() {
	[ "$(grep -c '"kind":"domain_end"' /tmp/live)" -ge "$1" ]
}

# Whoever has said that it started misses nothing.
landlock-guard events --live >/tmp/live 2>/tmp/live.errors &
LIVE=$!
until_true grep -q '"kind":"status"' /tmp/live
log ENRICHED
log RAW
outer out in | sed -n 's/^#   \(.*\): pid \(.*\), confined$/fact \1_pid \2/p'
until_true ended 4
kill "$LIVE"
status=0
wait "$LIVE" || status=$?
echo "fact live_status $status"
echo "fact script_pid $$"
echo "fact boot $(cat /proc/sys/kernel/random/boot_id)"
echo "fact passwd_ino $(stat -c %i /etc/passwd)"
sed 's/^/live /' /tmp/live
sed 's/^/live_errors /' /tmp/live.errors
