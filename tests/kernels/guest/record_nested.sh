#!/bin/sh
# SPDX-License-Identifier: MIT
#
# In the machine: records what guest/nested.c is denied.
set -eu
PATH=/usr/bin:$PATH

# record WHAT CALL...: what outer is given.
record() {
	echo
	echo "### CASE $1"
	shift
	records outer "$@"
}

echo "@@ nested-$LLGUARD_TEST_KERNEL.log"
echo "# Denials that two nested domains share, as a multicast reader saw them."
echo "# kernel $(uname -r) $(uname -v)"
echo "# outer confines itself and starts inner, which adds a domain of its own:"
echo "#   outer's allows fs.refer in /tmp/a, and in /tmp/b all of fs.remove_file,fs.make_reg,fs.refer"
echo "#   inner's allows the same with /tmp/a and /tmp/b exchanged"
record 'outer refuses to take a file out of a, inner to put it into b' out
record 'inner refuses to take a file out of b, outer to put it into a' in
record 'again and again: only the first event says who made the domains' \
	out in exchange link out
record 'outer does not record what another executable is denied' silent out in
