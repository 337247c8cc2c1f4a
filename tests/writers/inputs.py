# SPDX-License-Identifier: MIT
"""What the writers are given: every recorded log, and names that nobody hopes for."""
import os
import pathlib
import subprocess

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")
CORPUS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus")

BYTES = [
    b"", b" ", b'"', b'""', b",", b"=", b"a=b c", b"\\", b"\\n", b"\n", b"\r\n", b"a\nb",
    b"line\n2026-01-01T00:00:00.000Z,1.000:1,denial", b"\t", b"\x1b[31m", b"\x7f",
    b"\xc2\x85", b"\xff", b"a\xffb", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xc0\xaf",
    b"\xf5\x80\x80\x80", b"a\0b", b"\0", b"\0\0", "\u2028\u2029".encode(),
    "\u202e/gnp.\u2066".encode(), "\u00e9\u4e2d\U0001f600".encode(), b"\xef\xbb\xbf",
    b"=1+1", b"=cmd|' /C calc'!A0", b"+1", b"-1", b"@SUM(A1)", b"null", b"true", b"0",
    b"1e5", b"2F746D70", b"{}", b"[]", b"'", b"`", b"%s%n", b"<a>&", b"x" * 4095,
    b"\xff" * 4095, b'"' * 2000, b"\n" * 2000, "\u4e2d".encode() * 1300, b"a,b\"c\nd\xff",
]


def hostile():
    """A log of an event or two for each of BYTES, in every string there is."""
    lines = []
    for n, value in enumerate(BYTES, 1):
        stamp = f"17640807{n:02}.711:{n}"
        text = value.hex().upper().encode() or b'""'

        def add(kind, body, at=stamp):
            lines.append(b"type=%s msg=audit(%s): %s" % (kind, at.encode(), body))

        add(b"LANDLOCK_ACCESS", b"domain=%x blockers=fs.read_file path=%s dev=%s ino=%d"
            % (n, text, text, 2**64 - n))
        add(b"LANDLOCK_ACCESS", b"domain=%x blockers=ptrace opid=%d ocomm=%s"
            % (n, n, text))
        add(b"LANDLOCK_ACCESS", b"domain=%x blockers=scope.abstract_unix_socket path=00%s"
            % (n, value.hex().upper().encode()))
        add(b"LANDLOCK_DOMAIN", b"domain=%x status=allocated mode=enforcing pid=%d uid=0 "
            b"exe=%s comm=%s" % (n, n, text, text))
        add(b"SYSCALL", b"arch=c000003e syscall=257 success=no exit=-13 a0=0 a1=1 a2=2 "
            b"a3=3 items=0 ppid=1 pid=%d auid=4294967295 uid=0 gid=0 euid=0 suid=0 "
            b"fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts1 ses=4294967295 comm=%s exe=%s "
            b"subj=a:b:c:s0-s0:c0.c1 key=(null)" % (n, text, text))
        add(b"CWD", b"cwd=%s" % text)
        add(b"PATH", b"item=0 name=%s inode=1 nametype=NORMAL" % text)
        add(b"PROCTITLE", b"proctitle=%s" % text)
        add(b"EOE", b"")
        # Nobody's call, an address that is none, words that nobody knows.
        other = f"17640808{n:02}.000:{100 + n}"
        add(b"LANDLOCK_ACCESS", b"domain=%x blockers=net.connect_tcp daddr=%s dest=%d "
            b"later=%s" % (n, [b"::1", b"1.2.3.4", b"1.2.3.400", b":::", b"zz"][n % 5],
                           n * 1000, b"x%sy" % value.hex().encode()), other)
        add(b"LANDLOCK_ACCESS", b"domain=%x blockers=%s capability=%d"
            % (n, [b"capability.use", b"later.right", b"fs.later,fs.read_file",
                   b"fs.change_topology", b"net.bind_udp"][n % 5], n), other)
        add(b"EOE", b"", other)
        add(b"LANDLOCK_DOMAIN", b"domain=%x status=deallocated denials=%d" % (n, n + 3),
            f"17640809{n:02}.000:{200 + n}")
    return b"\n".join(lines) + b"\n"


def inputs():
    """(name, bytes) of every input."""
    for folder in ("recorded", "records", "made"):
        for file in sorted((CORPUS / folder).iterdir()):
            if file.suffix != ".md":
                yield file.name, file.read_bytes()
    yield "hostile", hostile()


def written(data, form, *options):
    """What the program prints of an input."""
    done = subprocess.run([PROGRAM, "events", "--format", form, *options, "-"],
                          input=data, capture_output=True, timeout=120, check=True)
    return done.stdout
