# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# In the machine: Debian's auditd as its package has it, and a confined htdocs to
# attack, as examples/demo.sh starts it.
PATH=/usr/bin:/usr/sbin:/sbin:$PATH
AUDIT_LOG=/var/log/audit/audit.log
HTDOCS=/srv/landlock-guard/build/demo/bin/htdocs

die() {
	echo "$*"
	exit 1
}

# until_true COMMAND...: within 20 s.
until_true() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -lt 400 ] || die "did not come true: $*"
		sleep 0.05
	done
}

# auditd_start [FORMAT]: log_format, without it the package's.
auditd_start() {
	mkdir -p /var/run /var/log/audit
	chmod 700 /var/log/audit
	rm -f "$AUDIT_LOG"
	printf 'root:x:0:0:root:/root:/bin/sh\n' >/etc/passwd
	printf 'root:x:0:\nadm:x:4:\n' >/etc/group
	[ -z "${1:-}" ] || sed -i "s/^log_format .*/log_format = $1/" /etc/audit/auditd.conf
	auditd -n &
	AUDITD=$!
	until_true auditd_is_ready
}

# The kernel has told it that its own registration is done.
auditd_is_ready() {
	auditctl -s | grep -qx "pid $AUDITD" && grep -q "audit_pid=$AUDITD" "$AUDIT_LOG"
}

auditd_stop() {
	kill "$AUDITD"
	wait "$AUDITD" || die "auditd ended with status $?"
}

# htdocs_start: sets SITE, SERVER, PORT.
htdocs_start() {
	SITE=$(mktemp -d -p /tmp tmp.XXXXXX)/htdocs
	mkdir "$SITE"
	echo '<h1>It works</h1>' >"$SITE/index.html"
	# Here and not by the server's own shell, which may come later than us.
	: >/tmp/errors
	"$HTDOCS" --root "$SITE" --port 0 --vulnerable --report \
		>/tmp/access 2>>/tmp/errors &
	SERVER=$!
	until_true grep -q '^htdocs: serving ' /tmp/errors
	PORT=$(sed -n 's,^htdocs: serving .* on .*:\(.*\)/$,\1,p' /tmp/errors)
	grep -q '"applied":true' /tmp/errors || die "htdocs is not confined"
}

htdocs_stop() {
	kill "$SERVER"
	wait "$SERVER" || die "htdocs ended with status $?"
}

# ask PATH STATUS
ask() {
	line=$(printf 'GET %s HTTP/1.0\r\n\r\n' "$1" | nc 127.0.0.1 "$PORT" | head -n 1)
	case $line in
	"HTTP/1."?" $2 "*) ;;
	*) die "$1: '$line' instead of $2" ;;
	esac
}

# From the site's root, three below the top.
attack() {
	ask / 200
	ask /../../../etc/passwd 403
	ask / 200
}
