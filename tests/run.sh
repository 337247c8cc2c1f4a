#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds everything and passes every test, on a Debian 12 with nothing but its
# package mirror, as root: installs what it needs, then builds with sanitizers and
# valgrind, and last the ordinary build with every test there is, whose closing
# lines end the output.
#
# Nothing may be skipped here, nor be left out: see count.txt.  LLGUARD_TEST_ABI
# is what the kernel must answer; by default what a probe of our own finds.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

packages=(
	build-essential clang cmake libclang-rt-14-dev ninja-build
	libcriterion-dev pkg-config python3
	# tests/lint
	clang-format clang-tidy codespell cppcheck mandoc reuse shellcheck
	# memory
	libc6-dbg valgrind
	# tests/abi: other ports
	gcc-aarch64-linux-gnu libc6-dev-arm64-cross
	gcc-alpha-linux-gnu libc6.1-dev-alpha-cross
	gcc-i686-linux-gnu libc6-dev-i386-cross
	gcc-mips-linux-gnu libc6-dev-mips-cross
	gcc-mips64-linux-gnuabi64 libc6-dev-mips64-cross
	libc6-dev-mipsn32-mips64-cross
	gcc-s390x-linux-gnu libc6-dev-s390x-cross
	gcc-x86-64-linux-gnux32 libc6-dev-x32-cross
	# examples/squeeze
	liblzma-dev
	# tests/cli
	systemd
	# tests/examples
	curl strace wrk xz-utils
	# tests/venv.sh
	ca-certificates python3-venv
	# tests/detection: rsigma
	cargo-web
	# tests/kernels
	busybox-static cpio qemu-system-x86
)
logs=$PWD/build/logs
mkdir -p "$logs"

say() {
	printf '== %4d s  %s\n' "$SECONDS" "$*"
}

die() {
	say "FAILED: $*"
	exit 1
}

# quietly LOG COMMAND...: its output only when it fails.
quietly() {
	local log=$logs/$1
	shift
	"$@" >"$log" 2>&1 || {
		cat "$log"
		die "$*"
	}
}

# Packages: without the network when all are there.
install() {
	local -A installed=()
	local missing=() package
	while read -r package; do
		installed[$package]=1
	done < <(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' | sed -n 's/^ii *//p')
	for package in "${packages[@]}"; do
		[ "${installed[$package]:-}" ] || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	say "install ${missing[*]}"
	quietly apt-update apt-get update
	quietly apt-install apt-get install -y --no-install-recommends "${missing[@]}"
}

# Landlock's ABI, asked without the library: 0 for none.
abi_probe() {
	python3 -c 'import ctypes
libc = ctypes.CDLL(None)
print(max(0, libc.syscall(444, None, ctypes.c_size_t(0), 1)))'
}

# build NAME PRESET [OPTION...]
build() {
	local name=$1 preset=$2
	shift 2
	say "$name: build"
	quietly "$name-configure" cmake --fresh --preset "$preset" -B "build/$name" "$@"
	quietly "$name-build" cmake --build "build/$name"
	rm -f "build/$name"/junit/*.xml
}

# run NAME [OPTION...]: its tests.
run() {
	local name=$1
	shift
	"${launch[@]}" ctest --test-dir "build/$name" --no-tests=error --parallel \
		"$(nproc)" --output-on-failure "$@"
}

# skipped NAME: fails when its log says that a test was left out.
skipped() {
	if grep -E '\*\*\*(Skipped|Not Run)|\(Disabled\)' "$logs/$1-test"; then
		die "$1: nothing may be skipped here"
	fi
}

# passed NAME: how many tests its log says have passed.
passed() {
	sed -n 's/^100% tests passed, 0 tests failed out of \([0-9]*\)$/\1/p' "$logs/$1-test"
}

# criterion NAME: how many tests its Criterion programs have run.
criterion() {
	find "build/$1/junit" -name '*.xml' -exec cat {} + |
		sed -n 's/^<testsuites .* tests="\([0-9]*\)".*/\1/p' |
		awk '{ sum += $1 } END { print sum + 0 }'
}

# sanitized NAME: fails unless its programs have a sanitizer in them.
sanitized() {
	local found
	found=$(nm "build/$1/bin/smoke" | grep -cE '__(asan|tsan)_init' || true)
	[ "$found" -gt 0 ] || die "$1: is built without a sanitizer"
}

# check NAME PRESET [OPTION...] -- [OPTION...]: build, and pass these tests.
check() {
	local name=$1 options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	build "${options[@]}"
	case $name in
	asan-* | tsan) sanitized "$name" ;;
	esac
	quietly "$name-test" run "$name" "$@"
	skipped "$name"
	entries=$((entries + $(passed "$name")))
	units=$((units + $(criterion "$name")))
	say "$name: $(passed "$name") tests passed, $(criterion "$name") tests of Criterion in them"
}

# enough WHAT NUMBER: not fewer than were committed.
enough() {
	local least
	least=$(sed -n "s/^$1 //p" tests/count.txt)
	say "tests of $1: $2, at least $least"
	[ "$2" -ge "$least" ] || die "tests are missing: see tests/count.txt"
}

[ -d /proc/self/task ] || die "/proc is not mounted: Criterion would run no test"
install
abi=$(abi_probe)
: "${LLGUARD_TEST_ABI:=$abi}"
export LLGUARD_TEST_ABI
say "$(uname -sr), $(nproc) CPUs, Landlock ABI $abi, expected $LLGUARD_TEST_ABI"
[ "$abi" -gt 0 ] || die "this kernel has no Landlock: nothing can be tested"
[ "$abi" = "$LLGUARD_TEST_ABI" ] || die "LLGUARD_TEST_ABI: $LLGUARD_TEST_ABI: expected $abi"

entries=0
units=0
# Sanitizers of this age and newer kernels disagree on address randomization.
launch=(setarch -R)
check asan-gcc asan -DCMAKE_C_COMPILER=gcc --
# What other ports do instead of SSE.
check asan-clang asan-portable -DCMAKE_C_COMPILER=clang --
# Criterion and the thread sanitizer cannot live together.
check tsan tsan -DCMAKE_C_COMPILER=gcc -- --label-regex '^(smoke|threads)$'
# valgrind answers ENOSYS to Landlock: what asks no kernel.
valgrind='valgrind;--quiet;--error-exitcode=99;--trace-children=yes'
check valgrind dev -DCMAKE_C_COMPILER=gcc -DCMAKE_CROSSCOMPILING_EMULATOR="$valgrind" \
	-- --label-regex '^(unit|vectors)$' --exclude-regex '^unit_sys$'

build ci ci -DCMAKE_C_COMPILER=gcc -DLLGUARD_TEST_LINT=ON -DLLGUARD_TEST_KERNELS=ON \
	-DLLGUARD_TEST_PEERS=ON
labels=$(ctest --test-dir build/ci --print-labels)
for room in abi cli conformance consumer detection enforce examples fuzz kernels lint naive \
	pipelines smoke threads unit vectors venv writers; do
	grep -qx "  $room" <<<"$labels" || die "there are no tests labelled $room"
done
last=$(ctest --test-dir build/ci --show-only | sed -n 's/^Total Tests: //p')
enough CTest $((entries + last))
enough Criterion $((units + $(criterion asan-gcc)))

say "ci: test"
launch=()
run ci 2>&1 | tee "$logs/ci-test" || exit 1
# From here on a word is a failure.
skipped ci
[ "$(passed ci)" = "$last" ] || die "ci: not all of $last tests have passed"
[ "$(criterion ci)" = "$(criterion asan-gcc)" ] ||
	die "ci: $(criterion ci) tests of Criterion, and $(criterion asan-gcc) in asan-gcc"
