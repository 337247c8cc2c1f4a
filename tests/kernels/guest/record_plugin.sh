#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: what auditd hands to a plugin, once in each of its formats.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh

# record FORMAT NAME
record() {
	rm -rf /tmp/a /tmp/b "/tmp/o d"
	rm -f /tmp/plugin
	auditd_start "$1"
	until_true test -e /tmp/plugin
	outer out in >/dev/null
	odd_names.sh >/dev/null
	until_true ended
	auditd_stop
	echo "@@ $2"
	echo "# What a plugin of auditd reads from its standard input: outer out in; odd_names.sh"
	echo "# kernel $(uname -r) $(uname -v)"
	echo "# auditd $(auditctl -v | sed 's/.* //'), log_format = $1, the plugin's format = string"
	cat /tmp/plugin
}

ended() {
	[ "$(grep -c 'status=deallocated' /tmp/plugin)" = 3 ]
}

sed -i 's/^active .*/active = no/' /etc/audit/plugins.d/*.conf
sed 's,^active .*,active = yes,; s,^path .*,path = /usr/lib/keep.sh,' /etc/landlock-guard.conf \
	>/etc/audit/plugins.d/keep.conf
printf '#!/bin/sh\nexec cat >/tmp/plugin\n' >/usr/lib/keep.sh
chmod 750 /usr/lib/keep.sh
record RAW "plugin-$LLGUARD_TEST_KERNEL.log"
record ENRICHED "plugin-$LLGUARD_TEST_KERNEL-enriched.log"
