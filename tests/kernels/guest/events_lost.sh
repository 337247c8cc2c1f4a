#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: storms of denials, of which records are lost in each way that the
# kernel has, while landlock-guard listens and auditd writes its log.  Prints for
# ../lost_test.py: WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh
STORM=1000

# listen NAME COMMAND...: sets LISTENER; what is heard goes to /tmp/NAME.
listen() {
	name=$1
	shift
	: >"/tmp/$name"
	"$@" landlock-guard events --live >"/tmp/$name" &
	LISTENER=$!
	until_true grep -q '"state":"started"' "/tmp/$name"
}

# listened NAME PID: all but the denials themselves.
listened() {
	kill "$2"
	wait "$2" || die "$1: status $?"
	told "$1" "/tmp/$1"
}

# told NAME FILE: and how many denials do not say that they lack their call.
told() {
	grep -v '"kind":"denial"' "$2" | sed "s/^/$1 /"
	grep '"kind":"denial"' "$2" >/tmp/denials
	echo "fact ${1}_denials $(wc -l </tmp/denials)"
	echo "fact ${1}_bare $(grep -v '"subject":' /tmp/denials | grep -vc '"flags":\["no_syscall"')"
}

# storm NUMBER: so many denials; its own end, a record as well, comes later.
storm() {
	landlock-guard exec --log-new-exec-on --rox / -- /bin/sh /tmp/storm "$1" 2>/tmp/storm.errors ||
		die "storm: status $? $(tail -n 3 /tmp/storm.errors)"
}

# ended NAME NUMBER: so many domains have.
ended() {
	[ "$(grep -c '"kind":"domain_end"' "/tmp/$1")" -eq "$2" ]
}

lost() {
	auditctl -s | sed -n 's/^lost //p'
}

: >/tmp/refused
cat >/tmp/storm <<'END'
number=0
while [ "$number" -lt "$1" ]; do
	true >/tmp/refused
	number=$((number + 1))
done
sleep 1
END
echo "fact storm $STORM"

# A listener that sleeps, with the room that is anyone's, beside one that does not.
echo 212992 >/proc/sys/net/core/rmem_max
auditctl -b 60000 >/dev/null
listen quick env
QUICK=$LISTENER
listen slow deprive room
SLOW=$LISTENER
kill -STOP "$SLOW"
storm "$STORM"
until_true ended quick 1
kill -CONT "$SLOW"
until_true grep -q '"kind":"loss"' /tmp/slow
storm 1
until_true ended quick 2
until_true ended slow 1
# Long enough for what was lost to be told as missing, too.
sleep 5
listened slow "$SLOW"
listened quick "$QUICK"
echo "fact lost_enobufs $(lost)"

# holes: serials of the kernel's that are missing in the log.
holes() {
	grep -v '^type=DAEMON_' "$AUDIT_LOG" | sed 's/.*audit([0-9.]*:\([0-9]*\)).*/\1/' |
		sort -nu | awk 'NR > 1 { n += $1 - last - 1 } { last = $1 } END { print n + 0 }'
}

# said NUMBER: so many serials, of records that are nobody's.  The first ones that a
# listener hears say nothing of those between them.
said() {
	number=0
	while [ "$number" -lt "$1" ]; do
		auditctl -m "$number"
		number=$((number + 1))
	done
}

# limited NAME OPTION...: a kernel that keeps few records, or few a second.
limited() {
	name=$1
	shift
	auditd_start RAW
	listen "$name" env
	[ "$name" != rate ] || said 70
	auditctl "$@" >/dev/null
	before=$(lost)
	storm "$STORM"
	until_true ended "$name" 1
	auditctl -b 60000 -r 0 >/dev/null
	# Something has to come after what is missing, and then some seconds.
	said 1
	sleep 5
	listened "$name" "$LISTENER"
	echo "fact lost_$name $(($(lost) - before))"
	until_true grep -q status=deallocated "$AUDIT_LOG"
	echo "fact holes_$name $(holes)"
	landlock-guard events --summary "$AUDIT_LOG" >/tmp/log
	told "log_$name" /tmp/log
	auditd_stop
}

auditctl --backlog_wait_time 0 >/dev/null
limited backlog -b 8
limited rate -r 50
