#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The matrix can fail: programs and kernels that misbehave, and what run.sh and
# fetch.sh must make of them.  Uses the kernels that are in the cache.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${LLGUARD_KERNEL_CACHE:-${XDG_CACHE_HOME:-${HOME:-~}/.cache}/landlock-guard/kernels}
kernel=${1:-7.3}
init=${2:-}
unset LLGUARD_TEST_STRICT
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# run STATUS ARGUMENT...: run.sh, which must exit so.
run() {
	local wanted=$1 status=0

	shift
	"$here/run.sh" --cache "$cache" ${init:+--init "$init"} "$@" \
		>"$work/output" 2>&1 || status=$?
	check "exit status $status, not $wanted: run.sh $*" [ "$status" = "$wanted" ]
}

# check TEXT COMMAND...
check() {
	local text=$1

	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $text"
		sed 's/^/     | /' "$work/output"
	fi
}

# says REGEX: the output has such a line.
says() {
	check "no line that matches: $1" grep -qE -e "$1" "$work/output"
}

# program NAME: a script from standard input.
program() {
	{
		echo '#!/bin/sh'
		cat
	} >"$work/$1"
}

program a-leave <<'END'
touch /tmp/left
setsid sleep 1000 &
END
program b-clean <<'END'
[ -z "$(ls /tmp)" ] && ! pidof sleep
END
program c-guest <<'END'
for type in proc sysfs devtmpfs devpts tmpfs securityfs tracefs cgroup2; do
	grep -q " $type " /proc/mounts || exit 1
done
[ "$EXTRA" = yes ] && grep -q extra /data/extra && ping -c 1 127.0.0.1
END
program d-abort <<'END'
kill -ABRT $$
END
program e-forge <<'END'
printf 'end e-forge exit=0 ms=1\ndone 9\nnot a whole line'
exit 3
END
program f-loop <<'END'
trap '' TERM INT
while :; do :; done
END
program g-skip <<'END'
exit 77
END
program panic <<'END'
echo c >/proc/sysrq-trigger
END
program pass <<'END'
[ "$LLGUARD_TEST_ABI" = 0 ] && [ "$LLGUARD_TEST_ERRNO" = EOPNOTSUPP ]
END
printf '\177ELF nothing' >"$work/h-broken"
echo extra >"$work/extra"

run 1 --kernel "$kernel" --timeout 8 --append EXTRA=yes --file "$work/extra:/data/extra" \
	-- "$work"/[a-h]-*
says '^ok .* a-leave '
says '^ok .* b-clean '
says '^ok .* c-guest '
says '^FAIL .* d-abort .* signal=6$'
says '^FAIL .* e-forge .* exit=3$'
says 'not a whole line$'
says '^FAIL .* f-loop .* timeout=8$'
says '^skip .* g-skip '
says '^FAIL .* h-broken .* exit=127$'
says '^ok .* machine .* release='
says '^kernels: 3 passed, 4 failed, 1 skipped$'

run 77 --kernel "$kernel" "$work/g-skip"
run 1 --kernel "$kernel" --strict "$work/g-skip"
says '^FAIL .* g-skip .* exit=77$'

run 1 --kernel "$kernel" "$work/panic"
says 'the machine did not finish .* once more$'
says '^FAIL .* panic .* did not end$'
says '^FAIL .* machine .* did not finish, started 2 times'
says 'console: .*Kernel panic'

run 0 --kernel "$kernel" --no-landlock "$work/pass"
says '^ok .* abi=EOPNOTSUPP +machine '

ln -s "$(find "$cache" -name "vmlinuz-${kernel}[.~]*" | head -n 1)" "$work/vmlinuz-6.1.0"
run 1 --kernel "$work/vmlinuz-6.1.0" "$work/a-leave"
says '^FAIL .* machine .* expected abi=2:'

mkdir "$work/cache"
cp "$work/vmlinuz-6.1.0" "$work/cache/vmlinuz-6.1.0"
(cd "$work/cache" && sha256sum vmlinuz-* >SHA256SUMS)
run 1 --cache "$work/cache" --kernel 7.0 "$work/a-leave"
says '^FAIL 7.0 there is no good kernel'

# fetch STATUS SCRIPT ARGUMENT...: without a mirror, and without a wait.
fetch() {
	local wanted=$1 script=$2 status=0

	shift 2
	rm -f "$work/asked"
	PATH=$work/bin:$PATH "$here/$script" "$@" "$work/cache" >"$work/output" 2>&1 || status=$?
	check "exit status $status, not $wanted: $script $*" [ "$status" = "$wanted" ]
}

mkdir "$work/bin"
printf '#!/bin/sh\necho "E: no mirror"\n: >"%s"\nexit 100\n' "$work/asked" >"$work/bin/apt-get"
printf '#!/bin/sh\n' >"$work/bin/sleep"
chmod +x "$work"/bin/*
export LLGUARD_KERNEL_MIRROR=http://mirror.invalid/debian
fetch 0 fetch.sh --require --kernel 6.1
says 'using cached vmlinuz-6.1.0$'
fetch 1 fetch.sh --require --kernel 6.1 --kernel 7.0
says '^7.0 .* absent'
touch "$work/cache/checked"
fetch 0 fetch.sh --require --kernel 6.1
says '^6.1 +6.1.0 +cached '
check "the mirror was asked within the day" [ ! -e "$work/asked" ]
echo more >>"$work/cache/vmlinuz-6.1.0"
fetch 1 fetch.sh --require --kernel 6.1
says 'vmlinuz-6.1.0: its SHA-256 is not the recorded one'
says '^6.1 .* absent'
run 1 --cache "$work/cache" --kernel 6.1 "$work/a-leave"
says '^FAIL 6.1 there is no good kernel'

# The same for what is no kernel.
cp "$work/vmlinuz-6.1.0" "$work/cache/vmlinuz-6.1.0"
run 2 --cache "$work/cache" --kernel 6.1 --package auditd "$work/a-leave"
says 'there is no good auditd'
fetch 0 fetch_package.sh auditd
fetch 1 fetch_package.sh --require auditd
says 'auditd is absent'
echo nothing >"$work/cache/auditd-3.0.9-1.cpio"
(cd "$work/cache" && sha256sum vmlinuz-* auditd-* >SHA256SUMS)
fetch 0 fetch_package.sh --require auditd
says 'using cached auditd-3.0.9-1.cpio$'
touch "$work/cache/checked-auditd"
fetch 0 fetch_package.sh --require auditd
check "the mirror was asked within the day" [ ! -e "$work/asked" ]
echo more >>"$work/cache/auditd-3.0.9-1.cpio"
fetch 1 fetch_package.sh --require auditd
says 'auditd-3.0.9-1.cpio: its SHA-256 is not the recorded one'
run 2 --cache "$work/cache" --kernel 6.1 --package auditd "$work/a-leave"
says 'there is no good auditd'

echo "selftest: $passed passed, $failed failed"
[ "$failed" = 0 ]
