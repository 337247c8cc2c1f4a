#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Absolute install folders, as Nix and others give them: the .pc file and the
# CMake package must name them as they are.
. "$(dirname "$0")/consumer.sh"

# CMake wants none of them inside the sources, where the build may be.
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
libdir=$away/elsewhere/lib
includedir=$away/headers
library_install "$work/prefix" -DCMAKE_INSTALL_LIBDIR="$libdir" \
	-DCMAKE_INSTALL_INCLUDEDIR="$includedir"
project_build -DCMAKE_PREFIX_PATH="$libdir/cmake/landlock-guard"
program_check "$work/project/consumer" shared

command -v pkg-config >/dev/null || skip "pkg-config is not here"
flags=$(PKG_CONFIG_PATH=$libdir/pkgconfig pkg-config --cflags --libs liblandlock-guard)
[ "$flags" = "-I$includedir -L$libdir -llandlock-guard " ] ||
	[ "$flags" = "-I$includedir -L$libdir -llandlock-guard" ] ||
	fail "wrong flags: $flags"
