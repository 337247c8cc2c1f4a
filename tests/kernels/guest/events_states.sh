#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: what landlock-guard says where it can hear of denials, and where
# not.  Prints for ../events_test.py: NAME WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh

is_running() {
	readlink "/proc/$1/exe" >/dev/null
}

# live NAME COMMAND...: it has a second to give up; if it does not, it waits.
live() {
	name=$1
	shift
	"$@" landlock-guard events --live --format json >/tmp/live 2>/tmp/live.errors &
	pid=$!
	tries=0
	while is_running "$pid" && [ "$tries" -lt 20 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	if is_running "$pid"; then
		echo "$name waits yes"
		[ -z "${while_waiting:-}" ] || "$while_waiting"
		kill "$pid"
	else
		echo "$name waits no"
	fi
	status=0
	wait "$pid" || status=$?
	echo "$name status $status"
	sed "s/^/$name live /" /tmp/live
	sed "s/^/$name errors /" /tmp/live.errors
}

# info NAME COMMAND...
info() {
	echo "$1 info $(shift && "$@" landlock-guard info --format json)"
}

# state NAME COMMAND...
state() {
	info "$@"
	live "$@"
}

# Somebody switches audit on again, and only then something is denied.
denial() {
	auditctl -e 1 >/dev/null
	outer out >/dev/null
	until_true grep -q '"kind":"denial"' /tmp/live
}

# Switched off while somebody listens, and on again.
switched() {
	auditctl -e 0 >/dev/null
	until_true grep -q '"state":"blind"' /tmp/live
	denial
}

state "${LLGUARD_TEST_STATE:-on}" env
[ -z "${LLGUARD_TEST_STATE:-}" ] || exit 0
state control deprive control
info pidns unshare -p -f
state capability deprive capability
state user deprive user
state userns unshare -U -r
state netns unshare -n
state netlink deprive netlink
state family deprive family
auditctl -e 0 >/dev/null
state off_capability deprive capability
state off_netns unshare -n
state off_control deprive control
while_waiting=denial
state off env
while_waiting=switched
state switched env
