#!/bin/sh
# SPDX-License-Identifier: MIT
#
# BUILD_SHARED_LIBS=OFF, as vcpkg and Conan build: the same target, an archive.
. "$(dirname "$0")/consumer.sh"

library_install "$work/prefix" -DBUILD_SHARED_LIBS=OFF
shared=$(find "$work/prefix" -name '*.so*')
[ -z "$shared" ] || fail "a shared library was installed: $shared"
project_build -DCMAKE_PREFIX_PATH="$work/prefix"
program_check "$work/project/consumer" static
