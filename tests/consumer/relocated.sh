#!/bin/sh
# SPDX-License-Identifier: MIT
#
# find_package() in a tree that was moved after it was installed.
. "$(dirname "$0")/consumer.sh"

cp -a "$stage/prefix" "$work/moved"
if grep -rIl "$stage/prefix" "$work/moved/lib/cmake"; then
	fail "these files name the folder where they were installed first"
fi
project_build -DCMAKE_PREFIX_PATH="$work/moved"
program_check "$work/project/consumer" shared
