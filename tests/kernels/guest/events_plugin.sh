#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: auditd starts landlock-guard as its plugin, and then is told to
# read its configuration again, to rotate its log, and is started anew, with denials
# before, between and after.  Prints for ../plugin_test.py: WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh
CONFIG=/etc/audit/plugins.d/landlock-guard.conf

# word KEY: as the plugin's file says.
word() {
	sed -n "s/^$1 = //p" "$CONFIG"
}

# plugin_install: as "cmake --install" does, and active.
plugin_install() {
	sed 's/^active .*/active = yes/' /etc/landlock-guard.conf >"$CONFIG"
	for file in "$(word path)" "$(sed -n 's/^exec \([^ ]*\) .*/\1/p' /usr/lib/auditd-plugin)"; do
		mkdir -p "${file%/*}"
	done
	cp /usr/bin/landlock-guard "$file"
	cp /usr/lib/auditd-plugin "$(word path)"
	chmod 750 "$(word path)"
	OUT=$(word args)/events.json
}

# denied NAME: two moves that two nested domains refuse.
denied() {
	rm -rf /tmp/a /tmp/b
	outer out in | sed -n "s/^#   \\(.*\\): pid \\(.*\\), confined\$/fact $1_\\1 \\2/p"
}

# said NUMBER: so many domains have ended.
said() {
	[ "$(grep -c '"kind":"domain_end"' "$OUT")" -ge "$1" ]
}

# logged TYPE
logged() {
	cat "$AUDIT_LOG"* | grep -q "^type=$1 "
}

plugin_start() {
	auditd_start RAW
	until_true pidof landlock-guard
}

mkdir -p /var/log
sed -i 's/^active .*/active = no/' /etc/audit/plugins.d/*.conf
plugin_install
sed -i 's/^max_log_file_action .*/max_log_file_action = ROTATE/' /etc/audit/auditd.conf
plugin_start
denied before
until_true said 2
(
	for number in 1 2 3 4 5 6; do
		denied "meanwhile$number"
	done
) &
MEANWHILE=$!
for _ in 1 2 3 4; do
	sleep 0.1
	kill -HUP "$AUDITD"
done
wait "$MEANWHILE"
until_true logged DAEMON_CONFIG
until_true said 14
kill -USR1 "$AUDITD"
until_true test -e "$AUDIT_LOG.1"
denied rotated
until_true said 16
# What is denied in the meantime the kernel keeps.
auditd_stop
until_true sh -c '! pidof landlock-guard'
for file in "$AUDIT_LOG.1" "$AUDIT_LOG"; do
	landlock-guard events "$file" | sed 's/^/log /'
done
denied stopped
plugin_start
denied restarted
until_true said 20
auditd_stop
until_true sh -c '! pidof landlock-guard'
landlock-guard events "$AUDIT_LOG" | sed 's/^/log /'
sed 's/^/plugin /' "$OUT"
sed 's/^/errors /' "$(word args)/errors"
