#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each installed file belongs to a component, and Runtime is the library alone:
# what a package of the shared library has.
. "$(dirname "$0")/consumer.sh"

library_install "$work/all"

# listed FOLDER: its files.
listed() {
	(cd "$1" && find . ! -type d | LC_ALL=C sort)
}

# component NAME: install it alone, list it.
component() {
	quietly cmake --install "$work/library" --component "$1" --prefix "$work/$1"
	mkdir -p "$work/$1"
	listed "$work/$1"
}

runtime=$(component Runtime)
[ "$runtime" = "./lib/liblandlock-guard.so.0
./lib/liblandlock-guard.so.$VERSION" ] || fail "Runtime has: $runtime"

tools=$(component Tools)
case "$tools" in
*./bin/landlock-guard*) ;;
*) fail "Tools has: $tools" ;;
esac

development=$(component Development)
headers=$(cd "$SOURCE_DIR" && find include -name '*.h' -o -name '*.hpp')
for file in $headers lib/liblandlock-guard.so lib/liblandlock-guard.a \
	lib/pkgconfig/liblandlock-guard.pc \
	lib/cmake/landlock-guard/landlock-guard-config.cmake \
	lib/cmake/landlock-guard/landlock-guard-config-version.cmake; do
	[ -f "$work/Development/$file" ] || [ -L "$work/Development/$file" ] ||
		fail "Development lacks $file"
done
case "$development" in
*.so.* | */bin/*) fail "Development has: $development" ;;
esac

component Documentation >/dev/null
component Systemd >/dev/null
component Auditd >/dev/null
mkdir "$work/sum"
for name in Runtime Tools Development Documentation Systemd Auditd; do
	cp -a "$work/$name/." "$work/sum"
done
[ "$(listed "$work/sum")" = "$(listed "$work/all")" ] ||
	fail "in no component: $(diff -r "$work/sum" "$work/all")"
echo "$(listed "$work/all" | wc -l) files"
