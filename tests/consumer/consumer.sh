# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the scripts of this folder share.  From CMake: SOURCE_DIR, BUILD_DIR, CC,
# VERSION.  Sourced; its user gets an empty $work of its own.
set -eu

here=$SOURCE_DIR/tests/consumer
stage=$BUILD_DIR/consumer
work=$stage/$(basename "$0" .sh)${1:+-$1}
rm -rf "$work"
mkdir -p "$work"

fail() {
	echo "$(basename "$0"): $*"
	exit 1
}

# skip WHY: exit 77, or fail where nothing may be skipped.
skip() {
	echo "skipped: $*"
	[ -n "${LLGUARD_TEST_ABI:-}" ] && exit 1
	exit 77
}

# quietly COMMAND...: its output only when it fails.
quietly() {
	"$@" >"$work/log" 2>&1 || {
		cat "$work/log"
		fail "failed: $*"
	}
}

# library_install PREFIX [OPTION...]: build for that prefix, where the .pc file
# says so, and install there.
library_install() {
	prefix=$1
	shift
	quietly cmake -S "$SOURCE_DIR" -B "$work/library" \
		-DCMAKE_C_COMPILER="$CC" -DCMAKE_BUILD_TYPE=Release \
		-DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
		-DLLGUARD_BUILD_TESTS=OFF -DLLGUARD_BUILD_EXAMPLES=OFF "$@"
	quietly cmake --build "$work/library" --parallel 2
	quietly cmake --install "$work/library"
}

# project_build [OPTION...]: the project with CMake, as $work/project/consumer.
project_build() {
	quietly cmake -S "$here/project" -B "$work/project" \
		-DCMAKE_C_COMPILER="$CC" -DCMAKE_BUILD_TYPE=Release "$@"
	quietly cmake --build "$work/project" --target consumer
}

# program_check PROGRAM shared|static: it runs, it is of this version, it is
# linked as it should be.
program_check() {
	said=$("$1") || fail "$1 exits with $?"
	case $said in
	"version $VERSION, ABI ${LLGUARD_TEST_ABI:-}"*) echo "$said" ;;
	*) fail "said: $said" ;;
	esac
	needs=$(readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(liblandlock.*\)\]/\1/p')
	case $2:$needs in
	shared:liblandlock-guard.so.0 | static:) ;;
	*) fail "$2, and needs: '$needs'" ;;
	esac
}
