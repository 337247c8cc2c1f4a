#!/bin/sh
# SPDX-License-Identifier: MIT
#
# find_package.sh shared|static: an installed library, in a CMake project.
. "$(dirname "$0")/consumer.sh"

case $1 in
shared) target=landlock-guard::landlock-guard ;;
static) target=landlock-guard::static ;;
esac
project_build -DCMAKE_PREFIX_PATH="$stage/prefix" -DCONSUMER_TARGET="$target"
program_check "$work/project/consumer" "$1"

# While it is 0.x the next minor version is another library.
if cmake -S "$here/project" -B "$work/other" -DCMAKE_C_COMPILER="$CC" \
	-DCMAKE_PREFIX_PATH="$stage/prefix" -DCONSUMER_VERSION=0.2 \
	>"$work/log" 2>&1; then
	fail "find_package(landlock-guard 0.2) accepts $VERSION"
fi
grep -q "landlock-guard-config.cmake, version: $VERSION" "$work/log" ||
	fail "0.2 is refused for another reason: $(cat "$work/log")"
