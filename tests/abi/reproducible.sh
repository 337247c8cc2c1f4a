#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The same sources make the same library, wherever they are built, and whether
# there are tests beside them or not: nothing under tests/ can change it.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# tree FOLDER: a copy of the sources.
tree() {
	mkdir -p "$1"
	tar -C "$SOURCE_DIR" --exclude=./.git --exclude=./build -cf - . |
		tar -xf - -C "$1"
}

# quietly COMMAND...: its output only when it fails.
quietly() {
	"$@" >"$work/log" 2>&1 || {
		cat "$work/log"
		exit 1
	}
}

# build FOLDER TO: build there, keep the libraries.
build() {
	quietly cmake -S "$1" -B "$1/build" -DCMAKE_BUILD_TYPE=Release \
		-DCMAKE_C_COMPILER="$CC" -DLLGUARD_BUILD_TESTS=ON \
		-DCMAKE_C_FLAGS=-Werror=date-time
	quietly cmake --build "$1/build" \
		--target landlock-guard landlock-guard-static
	mkdir "$2"
	cp -L "$1"/build/lib/liblandlock-guard.a \
		"$1"/build/lib/liblandlock-guard.so.0 "$2"
	rm -rf "$1/build"
}

# same FOLDER FOLDER: both libraries are.
same() {
	cmp "$1/liblandlock-guard.so.0" "$2/liblandlock-guard.so.0"
	cmp "$1/liblandlock-guard.a" "$2/liblandlock-guard.a"
}

tree "$work/here"
build "$work/here" "$work/1"
case $1 in
elsewhere)
	tree "$work/another/and-longer/place"
	build "$work/another/and-longer/place" "$work/2"
	;;
without-tests)
	rm -r "$work/here/tests"
	build "$work/here" "$work/2"
	;;
esac
same "$work/1" "$work/2"
echo "the same: $(wc -c <"$work/1/liblandlock-guard.so.0") bytes"
