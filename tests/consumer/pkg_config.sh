#!/bin/sh
# SPDX-License-Identifier: MIT
#
# pkg_config.sh shared|static|relocated: an installed library, without CMake.
. "$(dirname "$0")/consumer.sh"

command -v pkg-config >/dev/null || skip "pkg-config is not here"
prefix=$stage/prefix
options=
link="-Wl,-rpath,$prefix/lib"
as=shared
case $1 in
static)
	options=--static
	link=-static
	as=static
	;;
relocated)
	# The tree of another prefix, moved: nothing may lead back.
	cp -a "$prefix" "$work/moved"
	prefix=$work/moved
	options=--define-prefix
	link="-Wl,-rpath,$prefix/lib"
	;;
esac

PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
flags=$(pkg-config $options --cflags --libs liblandlock-guard)
[ "$(pkg-config --modversion liblandlock-guard)" = "$VERSION" ] ||
	fail "the version is $(pkg-config --modversion liblandlock-guard)"
case $flags in
*"-I$prefix/include"*"-L$prefix/lib"*) ;;
*) fail "flags that do not name $prefix: $flags" ;;
esac

# shellcheck disable=SC2086 # several words each
quietly "$CC" -std=c11 "$here/project/program.c" -o "$work/consumer" $flags $link
program_check "$work/consumer" $as
