#!/bin/sh
# SPDX-License-Identifier: MIT
#
# subproject.sh shared|static: add_subdirectory(), with the same target names;
# neither our programs nor our tests are built in other people's projects.
. "$(dirname "$0")/consumer.sh"

case $1 in
shared) target=landlock-guard::landlock-guard ;;
static) target=landlock-guard::static ;;
esac
project_build -DCONSUMER_SUBPROJECT="$SOURCE_DIR" -DCONSUMER_TARGET="$target"
program_check "$work/project/consumer" "$1"

quietly cmake --build "$work/project"
found=$(find "$work/project" -type f \( -name landlock-guard -o -name smoke \
	-o -name CTestTestfile.cmake \))
[ -z "$found" ] || fail "built in a subproject: $found"
