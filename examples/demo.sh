#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The same attack on the same web server, with its policy and without Landlock,
# and what the kernel's audit record of it says.
# For Debian as root; installs what is missing.  Exits non-zero when anything is
# not as it says.
set -euo pipefail

SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=$SOURCE/build/demo
HTDOCS=$BUILD/bin/htdocs
WITHOUT=$BUILD/bin/without-landlock
GUARD=$BUILD/bin/landlock-guard
RECORDED=$SOURCE/tests/corpus/recorded/demo-attack-6.18.log
ATTACK=/../../../etc/passwd # from $WORK/htdocs, three below the top
WORK=
SERVER=
LISTENER=

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	printf 'demo.sh: %s\n' "$*" >&2
	if [[ -n $WORK && -s $WORK/errors ]]; then
		sed 's/^/  /' "$WORK/errors" >&2
	fi
	exit 1
}

cleanup() {
	if [[ -n $SERVER ]]; then
		kill "$SERVER" 2>/dev/null || true
		wait "$SERVER" || true
	fi
	if [[ -n $LISTENER ]]; then
		kill "$LISTENER" 2>/dev/null || true
		wait "$LISTENER" || true
	fi
	if [[ -n $WORK ]]; then
		rm -rf "$WORK"
	fi
}

# package_of COMMAND: what installs it.
package_of() {
	case $1 in
	ninja) echo ninja-build ;;
	cc) echo gcc ;;
	*) echo "$1" ;;
	esac
}

install_missing() {
	local command packages=()

	for command in cmake ninja cc curl; do
		command -v "$command" >/dev/null ||
			packages+=("$(package_of "$command")")
	done
	# A compiler alone is not enough, and linux/seccomp.h comes with these.
	if [[ ! -e /usr/include/stdio.h || ! -e /usr/include/linux/seccomp.h ]]; then
		packages+=(libc6-dev)
	fi
	if ((${#packages[@]} == 0)); then
		return
	fi
	say "Install ${packages[*]}"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends "${packages[@]}" >/dev/null
}

build() {
	say "Build the library, the program and the examples in build/demo"
	cmake -S "$SOURCE" -B "$BUILD" -G Ninja -DCMAKE_BUILD_TYPE=Release \
		-DLLGUARD_BUILD_TESTS=OFF >/dev/null
	cmake --build "$BUILD" --target landlock-guard-program htdocs \
		without-landlock >"$WORK/build" ||
		fail "$(cat "$WORK/build")"
}

make_root() {
	mkdir "$WORK/htdocs"
	echo '<h1>It works</h1>' >"$WORK/htdocs/index.html"
}

# server_start COMMAND...: sets SERVER, and URL once it listens.
server_start() {
	printf '$ %s --root htdocs --vulnerable --report\n' \
		"${*//$BUILD\/bin\//}"
	# Here and not by the server's own shell, which may come later than us.
	: >"$WORK/errors"
	"$@" --root "$WORK/htdocs" --port 0 --vulnerable --report \
		>"$WORK/log" 2>>"$WORK/errors" &
	SERVER=$!
	for _ in {1..500}; do
		URL=$(sed -n 's/^htdocs: serving .* on \(.*\)\/$/\1/p' "$WORK/errors")
		if [[ -n $URL ]]; then
			return
		fi
		kill -0 "$SERVER" 2>/dev/null || break
		sleep 0.01
	done
	fail "the server did not start"
}

server_stop() {
	local status=0

	kill "$SERVER"
	wait "$SERVER" || status=$?
	SERVER=
	((status == 0)) || fail "the server ended with status $status"
}

# ask PATH STATUS: the answer's body in $WORK/body.
ask() {
	local status

	status=$(curl -sS --path-as-is -o "$WORK/body" -w '%{http_code}' "$URL$1")
	printf '$ curl --path-as-is %s%s\n%s\n' "$URL" "$1" "$status"
	[[ $status == "$2" ]] || fail "$1: $status instead of $2"
}

# report_has WORD...: each stands in the report.
report_has() {
	local report word

	report=$(grep '^{' "$WORK/errors") || fail "there is no report"
	printf '%s\n' "$report"
	for word; do
		[[ $report == *"$word"* ]] || fail "the report has no $word"
	done
}

# Listen to the kernel's records from before the attack, where that is possible.
listen() {
	AUDIT=$("$GUARD" info --format json |
		sed 's/.*"audit":{"state":"\([^"]*\)","reason":"\([^"]*\)".*/\1 \2/')
	if [[ ${AUDIT%% *} != on ]]; then
		return
	fi
	"$GUARD" events --live >"$WORK/live" &
	LISTENER=$!
	for _ in {1..500}; do
		if [[ -s $WORK/live ]]; then
			return
		fi
		sleep 0.01
	done
	fail "landlock-guard events --live does not begin"
}

step_confined() {
	say "A web server that forgets to check for '..', confined"
	server_start "$HTDOCS"
	report_has '"applied":true'
	ask / 200
	cmp "$WORK/body" "$WORK/htdocs/index.html"
	say "Attack it"
	ask "$ATTACK" 403
	if grep root: "$WORK/body"; then
		fail "the attack got through"
	fi
	echo "The kernel refused to open the file; the server goes on:"
	ask / 200
	server_stop
}

step_without() {
	say "The control: the same, when Landlock's system calls are refused"
	server_start "$WITHOUT" "$HTDOCS"
	report_has '"status":"none"' '"applied":false'
	ask "$ATTACK" 200
	cmp "$WORK/body" /etc/passwd
	head -n 1 "$WORK/body"
	echo "... and so on: the attack got /etc/passwd."
	server_stop
}

# The denial that the attack has left among the listener's lines.
denial_heard() {
	for _ in {1..500}; do
		if grep '"kind":"denial".*"path":"/etc/passwd"' "$WORK/live"; then
			return
		fi
		sleep 0.01
	done
	fail "the kernel has recorded no denial of /etc/passwd"
}

step_denial() {
	say "What the kernel has recorded of it"
	if [[ -n $LISTENER ]]; then
		echo "Live, from the kernel's audit group, which can be read here:"
		printf '$ landlock-guard events --live\n'
		denial_heard | tee "$WORK/denial"
	else
		printf 'Not live: audit is "%s" here (%s).\n' \
			"${AUDIT%% *}" "${AUDIT#* }"
		printf 'So from what auditd wrote of this very attack on another machine:\n'
		sed -n 's/^# \(kernel\|auditd\)/  \1/p' "$RECORDED"
		printf '$ landlock-guard events %s\n' "${RECORDED#"$SOURCE"/}"
		"$GUARD" events "$RECORDED" | grep '"kind":"denial"' |
			tee "$WORK/denial"
	fi
	grep -q '"blockers":"fs.read_file".*"path":"/etc/passwd".*"comm":"htdocs"' \
		"$WORK/denial" || fail "the denial is not that of the attack"
}

main() {
	trap cleanup EXIT
	WORK=$(mktemp -d -p /tmp)
	install_missing
	build
	make_root
	listen
	step_confined
	step_denial
	step_without
	say "Everything was as it should be"
}

main "$@"
