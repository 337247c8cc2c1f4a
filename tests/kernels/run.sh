#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Boots kernels in throw-away virtual machines and runs static test programs on
# each: a line for every kernel and program, and the output of what failed.
set -euo pipefail

usage() {
	cat <<'END'
usage: run.sh [option]... [--] PROGRAM...

  --kernel K       a minor of matrix.txt, or the path of a vmlinuz-X.Y...;
                   may be repeated; without it: every kernel of matrix.txt
  --no-landlock    boot with Landlock switched off: expects EOPNOTSUPP
  --append WORDS   more for the kernel command line: later words win, and
                   KEY=VALUE reaches the programs' environment; repeatable
  --file SRC:DST   another file for the machine, e.g. data:/data; repeatable
  --package NAME   auditd or systemd, as fetch_package.sh left it; repeatable
  --busybox        busybox and its applets in /bin; scripts get it unasked
  --memory MIB     memory of a machine (512)
  --timeout SEC    time for a program (60)
  --limit SEC      time for a whole machine (240)
  --jobs N         machines at a time (2)
  --strict         a skip is a failure; so is $LLGUARD_TEST_STRICT
  --verbose        show the output of programs that pass, too
  --keep DIR       leave results and consoles there
  --cache DIR      where fetch.sh put the kernels
  --init FILE      the static PID 1; without it it is compiled with $CC
  --accel NAME     the accelerator of QEMU (tcg,thread=single)

Exit status: 0, 1 if anything failed, 2 for a usage error, 77 if all was skipped.
END
}

say() {
	printf 'run.sh: %s\n' "$*" >&2
}

die() {
	say "$@"
	exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
kernels=() files=() append='' off='' memory=512 timeout=60 limit=240 jobs=2
strict=${LLGUARD_TEST_STRICT:-} verbose='' keep='' init='' busybox='' packages=()
accel=tcg,thread=single cache=${LLGUARD_KERNEL_CACHE:-}
while [ $# -gt 0 ]; do
	option=$1
	case $option in
	--kernel | --append | --file | --package | --memory | --timeout | --limit | --jobs | \
		--keep | --cache | --init | --accel)
		[ $# -gt 1 ] || die "$option: its value is missing; see --help"
		shift
		;;
	esac
	case $option in
	--kernel) kernels+=("$1") ;;
	--append) append+=" $1" ;;
	--file) files+=("$1") ;;
	--package) packages+=("$1") ;;
	--memory) memory=$1 ;;
	--timeout) timeout=$1 ;;
	--limit) limit=$1 ;;
	--jobs) jobs=$1 ;;
	--keep) keep=$1 ;;
	--cache) cache=$1 ;;
	--init) init=$1 ;;
	--accel) accel=$1 ;;
	--no-landlock) off=1 ;;
	--busybox) busybox=1 ;;
	--strict) strict=1 ;;
	--verbose) verbose=1 ;;
	--help)
		usage
		exit 0
		;;
	--)
		shift
		break
		;;
	-*) die "$option: there is no such option; see --help" ;;
	*) break ;;
	esac
	shift
done
programs=("$@")
[ $# -gt 0 ] || die "no program: expected static test programs; see --help"
for number in "$memory" "$timeout" "$limit" "$jobs"; do
	case $number in
	'' | 0* | *[!0-9]*) die "$number: is not valid; expected a number from 1" ;;
	esac
done
for tool in qemu-system-x86_64:qemu-system-x86 cpio:cpio; do
	command -v "${tool%:*}" >/dev/null || die "${tool%:*} is not here; install ${tool#*:}"
done
cache=${cache:-${XDG_CACHE_HOME:-${HOME:-~}/.cache}/landlock-guard/kernels}

# What Landlock answers in each minor; "none" becomes the errno.
minors=()
declare -A abi_of=()
while read -r minor abi _; do
	case $minor in '' | '#'*) continue ;; esac
	minors+=("$minor")
	abi_of[$minor]=${abi/none/ENOSYS}
done <"$here/matrix.txt"
[ ${#kernels[@]} -gt 0 ] || kernels=("${minors[@]}")

work=$(mktemp -d)
# The machines' shells first, or they would try once more.
trap 'kill $(jobs -p) $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || :; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# root_put SRC DST: a copy that everyone in the machine can read.
root_put() {
	[ -f "$1" ] || die "$1: there is no such file"
	mkdir -p "$work/root/$(dirname "$2")"
	cp "$1" "$work/root/$2"
	chmod a+rX,go-w "$work/root/$2"
}

initramfs_pack() {
	local program name file applet archives

	umask 022
	mkdir -p "$work"/root/{bin,dev,proc,run,sys,tests,tmp}
	if [ ! "$init" ]; then
		init=$work/init
		"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -static -o "$init" \
			"$here/init.c" "$here/program.c" || die "init.c: does not compile"
	fi
	root_put "$init" /init
	for program in "${programs[@]}"; do
		name=${program##*/}
		case $name in
		'' | .* | *[!A-Za-z0-9._+-]*)
			die "$program: is not valid as a name; expected letters, digits and ._+-" ;;
		esac
		[ ! -e "$work/root/tests/$name" ] || die "$name: two programs have this name"
		root_put "$program" "/tests/$name"
		chmod a+x "$work/root/tests/$name"
		[ "$(head -c 2 "$program" | tr -d '\0')" != '#!' ] || busybox=1
	done
	for file in "${files[@]}"; do
		case $file in
		?*:/*) root_put "${file%%:*}" "${file#*:}" ;;
		*) die "--file: $file: is not valid; expected SRC:/DST" ;;
		esac
	done
	if [ "$busybox" ]; then
		file=$(command -v busybox) || die "busybox is not here; install busybox-static"
		root_put "$file" /bin/busybox
		for applet in $("$file" --list); do
			[ "$applet" = busybox ] || ln -s busybox "$work/root/bin/$applet"
		done
	fi
	archives=()
	for name in "${packages[@]}"; do
		file=$(cached_of "$name-[0-9]*")
		[ "$file" ] || die "there is no good $name in $cache; fetch_package.sh fetches it"
		archives+=("$file")
	done
	# The kernel unpacks one archive after the other.
	(
		cd "$work/root"
		find . -print0 | LC_ALL=C sort -z |
			cpio --quiet -0 -o -H newc -R 0:0
	) | cat "${archives[@]}" - >"$work/initramfs"
}

# cached_of PATTERN: the newest file of that name that is what was recorded when it
# was fetched; nothing if none is.
cached_of() {
	local sum name

	[ -f "$cache/SHA256SUMS" ] || return 0
	while read -r sum name; do
		# shellcheck disable=SC2254 # a pattern
		case $name in
		$1)
			if sha256sum --check --status <<<"$sum  $cache/$name" 2>/dev/null; then
				echo "$cache/$name"
			fi
			;;
		esac
	done <"$cache/SHA256SUMS" | sort -V | tail -n 1
}

# kernel_find K: sets minor, vmlinuz and the answer that is expected.
kernel_find() {
	case $1 in
	*/*)
		vmlinuz=$1
		minor=$(sed -nE 's|.*/vmlinuz-([0-9]+\.[0-9]+).*|\1|p' <<<"$1")
		minor=${minor:-${1##*/}}
		;;
	*)
		minor=$1
		[ "${abi_of[$minor]:-}" ] ||
			die "--kernel: $minor: is not in matrix.txt; expected one of ${minors[*]}, or a path"
		vmlinuz=$(cached_of "vmlinuz-${minor}[.~]*")
		;;
	esac
	expected=${abi_of[$minor]:-}
	[ ! "$off" ] || [ "$expected" = ENOSYS ] || expected=EOPNOTSUPP
}

# boot RESULTS CONSOLE: two CPUs, because with one kauditd can stall; one thread,
# because with more the guest's self-patching can crash it.
boot() {
	local words="console=ttyS0 quiet panic=-1 nokaslr mitigations=off"

	words+=" audit=1 audit_backlog_limit=8192"
	words+=" lsm=$([ "$off" ] && echo capability || echo landlock)"
	words+=" LLGUARD_TEST_TIMEOUT=$timeout LLGUARD_TEST_KERNEL=$minor"
	case $expected in
	'') ;;
	E*) words+=" LLGUARD_TEST_ABI=0 LLGUARD_TEST_ERRNO=$expected" ;;
	*) words+=" LLGUARD_TEST_ABI=$expected" ;;
	esac
	: >"$1"
	: >"$2"
	timeout -k 2 "$limit" qemu-system-x86_64 -M pc -accel "$accel" -cpu max \
		-smp 2 -m "$memory" -nodefaults -no-user-config -no-reboot \
		-display none -serial "file:$2" -serial "file:$1" \
		-kernel "$vmlinuz" -initrd "$work/initramfs" \
		-append "$words$append" </dev/null >>"$2" 2>&1 &
	echo $! >"$1.pid"
	wait $! || :
	rm -f "$1.pid"
}

# results_print RESULTS CONSOLE MS ATTEMPTS: the lines of one machine.
results_print() {
	awk -v kernel="$minor" -v expected="$expected" -v vm_ms="$3" \
		-v strict="$strict" -v verbose="$verbose" -v attempts="$4" '
	function line(verdict, name, ms, more) {
		printf "%-4s %-5s abi=%-10s %-28s %6d ms%s\n", verdict, kernel, abi, name, ms, more
	}
	function output(from) {
		from = count > 200 ? count - 200 : 0
		if (from)
			print "     | (the last 200 lines of " count ")"
		for (; from < count; from++)
			print "     | " text[from]
		count = 0
	}
	BEGIN { abi = "?" }
	$1 == "vm" {
		split($3, part, "="); abi = part[2]
		vm = substr($0, 4); sub(/abi=[^ ]* /, "", vm)
	}
	$1 == "warn" { warning[warnings++] = substr($0, 6) }
	$1 == "begin" { name = $2; count = 0 }
	$1 == "out" { text[count++] = substr($0, 5) }
	$1 == "end" {
		verdict = "FAIL"
		more = " " $3
		if ($3 == "exit=0") {
			verdict = "ok"
			more = ""
		} else if ($3 == "exit=77" && !strict) {
			verdict = "skip"
			more = ""
		}
		line(verdict, $2, substr($4, 4), more)
		if (verdict != "ok" || verbose)
			output()
		name = ""
	}
	$1 == "done" { finished = 1 }
	END {
		if (name != "") {
			line("FAIL", name, 0, " did not end")
			output()
		}
		verdict = "ok"
		more = " " vm
		if (!finished) {
			verdict = "FAIL"
			more = " did not finish, started " attempts " times: " vm
		} else if (expected != "" && abi != expected) {
			verdict = "FAIL"
			more = " expected abi=" expected ":" more
		}
		line(verdict, "machine", vm_ms, more)
		for (i = 0; i < warnings; i++)
			print "     | init: " warning[i]
	}' "$1"
	# The console tells why, if anything does.
	grep -a -q '^done ' "$1" || {
		grep -aE -m4 'Kernel panic|BUG:|Oops|Out of memory' "$2" || :
		tail -n 15 "$2"
	} | tr -d '\r' | sed 's/^/     | console: /'
}

kernel_run() {
	local results=$work/$1.results console=$work/$1.console attempt start ms

	for attempt in 1 2; do
		start=$(date +%s%N)
		boot "$results" "$console"
		ms=$((($(date +%s%N) - start) / 1000000))
		! grep -a -q '^done ' "$results" || break
		[ "$attempt" = 2 ] ||
			say "kernel $minor: the machine did not finish (after $ms ms): once more"
	done
	results_print "$results" "$console" "$ms" "$attempt" >"$work/$1.log"
	if [ "$keep" ]; then
		cp "$results" "$keep/$minor.results"
		cp "$console" "$keep/$minor.console"
	fi
	flock "$work" cat "$work/$1.log"
}

[ ! "$keep" ] || mkdir -p "$keep"
initramfs_pack
running=0
for i in "${!kernels[@]}"; do
	kernel_find "${kernels[$i]}"
	if [ ! -s "$vmlinuz" ]; then
		echo "FAIL $minor there is no good kernel in $cache; fetch.sh fetches it" |
			tee "$work/$i.log"
		continue
	fi
	if [ "$running" -ge "$jobs" ]; then
		wait -n || :
		running=$((running - 1))
	fi
	kernel_run "$i" &
	running=$((running + 1))
done
wait

# A log that is missing is a machine that nobody heard of.
passed=0 failed=0 skipped=0
for i in "${!kernels[@]}"; do
	[ -s "$work/$i.log" ] || failed=$((failed + 1))
done
while read -r verdict _ _ name _; do
	case $verdict:$name in
	ok:machine) ;;
	ok:*) passed=$((passed + 1)) ;;
	FAIL:*) failed=$((failed + 1)) ;;
	skip:*) skipped=$((skipped + 1)) ;;
	esac
done <<<"$(cat "$work"/*.log)"
echo "kernels: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] || exit 1
[ "$passed" -gt 0 ] || exit 77
