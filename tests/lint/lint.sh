#!/bin/sh
# SPDX-License-Identifier: MIT
#
# lint.sh CHECK: what a tool has to say about our files.  From CMake: SOURCE_DIR,
# BUILD_DIR, CC.
set -eu

cd "$SOURCE_DIR"
work=$BUILD_DIR/lint
mkdir -p "$work"

fail() {
	echo "$*"
	exit 1
}

# need TOOL: or skip, or fail where nothing may be skipped.
need() {
	command -v "$1" >/dev/null && return
	echo "skipped: $1 is not here"
	[ -n "${LLGUARD_TEST_ABI:-}" ] && exit 1
	exit 77
}

# files REGEX: our files whose path it matches, one a line; git is not needed.
files() {
	if [ -e .git ] && git ls-files >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard
	else
		find . -path ./.git -prune -o -path ./build -prune -o \
			-name __pycache__ -prune -o -type f -print | sed 's,^\./,,'
	fi | LC_ALL=C sort | grep -E "$1" | while read -r file; do
		if [ -f "$file" ]; then echo "$file"; fi
	done
}

# scripts: the shell scripts, by their name or their first line.
scripts() {
	files '\.sh$'
	files '' | grep -v '\.sh$' | xargs awk \
		'FNR == 1 { if (/^#!.*sh$/) print FILENAME; nextfile }'
}

case $1 in
analyzer)
	need gcc
	# Of gcc alone; it speaks while it compiles, so compile all anew.
	cmake -S . -B "$work/analyzer" -G "Unix Makefiles" -DCMAKE_C_COMPILER=gcc \
		-DCMAKE_BUILD_TYPE=Release -DLLGUARD_BUILD_TESTS=OFF \
		-DCMAKE_C_FLAGS="-fanalyzer -Werror" >"$work/log"
	cmake --build "$work/analyzer" --clean-first --parallel 2 -- --keep-going
	;;
cppcheck)
	need cppcheck
	# Declarations come first here, & before ?: is read daily, and the
	# kernel's structures have members that are not ours to use.
	cppcheck --enable=warning,style,performance,portability --std=c11 \
		--quiet --error-exitcode=1 --inline-suppr \
		--suppress=clarifyCalculation --suppress=variableScope \
		--suppress=unusedStructMember --suppress=unmatchedSuppression --suppress=missingInclude \
		-D__linux__ -D__x86_64__ -Iinclude -Ilib lib tools examples
	;;
format)
	need clang-format
	files '\.(c|h|hpp)$' | xargs clang-format --dry-run -Werror
	;;
length)
	# Above 600 lines a file is more than one concept.
	files '\.(c|h|hpp|py|sh|cmake)$|CMakeLists.txt$' | xargs awk \
		'FNR == 601 { print FILENAME; bad = 1 } END { exit bad }'
	;;
manual)
	need mandoc
	pages=$(files '^docs/man/.*\.[1-9]$')
	# shellcheck disable=SC2086 # no spaces in these
	[ -z "$pages" ] || mandoc -Tlint -W warning $pages
	;;
python)
	need python3
	export PYTHONPYCACHEPREFIX="$work/pycache"
	files '\.py$' | xargs python3 -m py_compile
	;;
reuse)
	need reuse
	# A copy of our files alone: without git it would read the build too.
	rm -rf "$work/tree"
	mkdir "$work/tree"
	files '' >"$work/files"
	tar -cf - -T "$work/files" | tar -xf - -C "$work/tree"
	reuse --root "$work/tree" lint
	;;
shell)
	need shellcheck
	scripts | xargs shellcheck --external-sources --source-path=SCRIPTDIR
	;;
spdx)
	# In one of the first lines, after #! or a document type; some have no
	# comments to write it in.
	files '' | grep -vE '^(LICENSE|LICENSES/.*|\.gitignore|\.reuse/.*)$|\.(json|export)$' |
		grep -vE '^tests/(corpus/records|fuzz/seeds)/' |
		xargs awk 'FNR == 1 { if (last) print last; last = FILENAME }
			FNR <= 3 && /SPDX-License-Identifier[:] MIT/ { last = "" }
			END { if (last) print last }' >"$work/unmarked"
	[ ! -s "$work/unmarked" ] || fail "no SPDX line: $(cat "$work/unmarked")"
	;;
spelling)
	need codespell
	# Macros of mdoc(7) are no words, and what a kernel has written stays.
	files '' | grep -vE '^(LICENSE|tests/corpus/|tests/fuzz/seeds/)' |
		grep -v '^tests/conformance/expectations\.txt$' |
		xargs codespell --ignore-words-list=doas,fo,inflight,nd,nown
	;;
tidy)
	need clang-tidy
	# Tests do on purpose what it warns of.
	cmake -S . -B "$work/tidy" -DCMAKE_C_COMPILER=clang \
		-DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DLLGUARD_BUILD_TESTS=OFF \
		>"$work/log" 2>&1 || fail "$(cat "$work/log")"
	sed -n 's,^  "file": "\(.*\)"\,*$,\1,p' "$work/tidy/compile_commands.json" |
		sort -u | xargs -n 8 -P 2 clang-tidy --quiet -p "$work/tidy" 2>"$work/log" ||
		fail "$(grep -v 'generated\.$' "$work/log")"
	;;
*)
	fail "lint.sh: $1: is no check"
	;;
esac
