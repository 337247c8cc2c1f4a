# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# In the machine: Debian's journald without the rest of systemd.  Wants auditd.sh.
export SYSTEMD_COLORS=0 TZ=UTC

# journald_start WORD: the value of Audit=, or "packaged": its package's file.
journald_start() {
	mkdir -p /run/systemd/system /run/systemd/journal /run/log/journal
	rm -rf /run/log/journal/*
	echo 6c6c67756172642d746573742d313233 >/etc/machine-id
	printf 'root:x:0:0:root:/root:/bin/sh\n' >/etc/passwd
	printf 'root:x:0:\nadm:x:4:\nsystemd-journal:x:101:\n' >/etc/group
	[ -e /tmp/journald.conf ] || cp /etc/systemd/journald.conf /tmp/
	cp /tmp/journald.conf /etc/systemd/journald.conf
	case $1 in
	packaged) ;;
	unset) echo Audit= >>/etc/systemd/journald.conf ;;
	*) echo "Audit=$1" >>/etc/systemd/journald.conf ;;
	esac
	/lib/systemd/systemd-journald &
	JOURNALD=$!
	# It answers, so it has been through its start.
	until_true journalctl --sync
}

journald_stop() {
	kill "$JOURNALD"
	wait "$JOURNALD" || die "journald ended with status $?"
}

# journal FORM [OPTION...]: what it has of audit.
journal() {
	journalctl --sync
	journalctl --no-pager --quiet -o "$@" _TRANSPORT=audit
}
