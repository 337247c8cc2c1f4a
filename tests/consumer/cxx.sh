#!/bin/sh
# SPDX-License-Identifier: MIT
#
# cxx.sh STANDARD: an installed library, in a C++ project.
. "$(dirname "$0")/consumer.sh"

command -v c++ >/dev/null || skip "there is no C++ compiler"
project_build -DCMAKE_PREFIX_PATH="$stage/prefix" -DCONSUMER_CXX_STANDARD="$1" \
	-DCMAKE_CXX_FLAGS="-Wall -Wextra -pedantic -Werror"
program_check "$work/project/consumer" shared
