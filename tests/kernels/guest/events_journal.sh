#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: what landlock-guard says of audit with each value of journald's
# Audit=, then denials of every kind with journald and auditd side by side.  Prints
# for ../journal_test.py: WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh
# shellcheck source=journald.sh
. /usr/lib/journald.sh

# state ENABLED WORD: audit is on or off, and then journald starts.
state() {
	name=$2_$1
	auditctl -e "$1" >/dev/null
	journald_start "$2"
	echo "${name}_info $(landlock-guard info --format json)"
	# Here and not by its own shell, which may come later than us.
	: >/tmp/live
	landlock-guard events --live --format json >>/tmp/live 2>/tmp/errors &
	pid=$!
	until_true grep -q '"kind":"status"' /tmp/live
	kill "$pid"
	wait "$pid" || echo "fact ${name}_status $?"
	journald_stop
	sed "s/^/${name}_live /" /tmp/live
	sed "s/^/${name}_errors /" /tmp/errors
}

# As journald has it, in each form that has all of a record.
journal_denied() {
	journald_start yes
	auditd_start RAW
	denials >/tmp/did || die "denials: $(tail -n 1 /tmp/did)"
	ends=$(grep -c '^domain ' /tmp/did)
	until_true logged
	auditd_stop
	until_true journaled
	for form in export json; do
		journal "$form" --all >"/tmp/$form"
		landlock-guard events --summary --from journal "/tmp/$form" >"/tmp/said.$form" ||
			die "events: status $?"
		sed "s/^/$form /" "/tmp/said.$form"
	done
	landlock-guard events "$AUDIT_LOG" >/tmp/log || die "events: status $?"
	sed 's/^/log /' /tmp/log
	sed 's/^/did /' /tmp/did
	journald_stop
}

logged() {
	[ "$(grep -c 'status=deallocated' "$AUDIT_LOG")" -ge "$ends" ]
}

journaled() {
	[ "$(journal cat | grep -c 'status=deallocated')" -ge "$ends" ]
}

echo "fact boot $(cat /proc/sys/kernel/random/boot_id)"
state 1 yes
state 0 yes
state 1 no
state 1 packaged
state 1 unset
state 0 unset
journal_denied
