#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: the example watch starts programs that are denied something, while
# others are denied something else.  Prints for ../watch_test.py: WORD TEXT.
set -eu
# shellcheck source=auditd.sh
. /usr/lib/auditd.sh

# What others are denied in the meantime is not watch's.
others() {
	number=0
	while :; do
		rm -rf /tmp/a /tmp/b
		outer out >/dev/null
		number=$((number + 1))
		echo "$number" >/tmp/others
	done
}

# watched NAME WORD...: watch with these words.
watched() {
	name=$1
	shift
	status=0
	/usr/lib/watch "$@" >/tmp/said 2>/tmp/errors || status=$?
	echo "fact ${name}_status $status"
	sed "s/^/$name /" /tmp/said
	sed "s/^/${name}_errors /" /tmp/errors
}

mkdir /tmp/data
echo text >/tmp/data/file
echo text >/tmp/secret
cat >/tmp/data/job <<'END'
echo "$$" >&2
cat /tmp/data/file /tmp/secret
echo more >/tmp/data/file
mkdir /tmp/data/new
(rm /tmp/data/file)
ls /tmp
nc 127.0.0.1 9
nc -l -p 70 -w 1
kill -0 1
exit 7
END
others &
OTHERS=$!
watched job --ro /tmp/data -- /bin/sh /tmp/data/job
watched allowed --rw /tmp -- /bin/sh -c 'cat /tmp/secret >/tmp/data/copy'
auditctl -e 0 >/dev/null
watched blind /bin/true
kill "$OTHERS"
echo "fact others $(cat /tmp/others)"
