# SPDX-License-Identifier: MIT
"""What the tests of landlock-guard events share: records, running it, waiting."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")
RECORDS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus", "records")
RAW = RECORDS / "raw-6.18.44-abi7.log"

# How long something is waited for that has to come: long, for a busy machine.
PATIENCE = 60


def access(serial, domain="1f", blockers="fs.read_file", seconds=1, path="/etc/passwd"):
    """A denial, as a line."""
    return (f"type=LANDLOCK_ACCESS msg=audit({seconds}.000:{serial}): domain={domain}"
            f' blockers={blockers} path="{path}" dev="vda" ino=7\n').encode()


def start(serial, domain="1f", pid=10, seconds=1, exe="/bin/sandboxer"):
    """The beginning of a domain, as a line."""
    return (f"type=LANDLOCK_DOMAIN msg=audit({seconds}.000:{serial}): domain={domain}"
            f' status=allocated mode=enforcing pid={pid} uid=0 exe="{exe}"'
            ' comm="x"\n').encode()


def call(serial, pid=20, ppid=10, seconds=1, exe="/bin/cat"):
    """The SYSCALL record, as a line."""
    return (f"type=SYSCALL msg=audit({seconds}.000:{serial}): arch=c000003e syscall=257"
            " success=no exit=-13 a0=0 a1=0 a2=0 a3=0 items=0"
            f" ppid={ppid} pid={pid} auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0"
            f' sgid=0 fsgid=0 tty=pts0 ses=1 comm="x" exe="{exe}"'
            " key=(null)\n").encode()


def eoe(serial, seconds=1):
    """The end of an event, as a line."""
    return f"type=EOE msg=audit({seconds}.000:{serial}): \n".encode()


def journal(text):
    """Lines of auditd as journalctl --output=export has them."""
    entries = []
    for line in text.decode().splitlines():
        kind, stamp, body = re.fullmatch(
            r"type=(\S+) msg=audit\(([0-9.:]+)\): ?(.*)", line).groups()
        seconds, milliseconds, serial = re.split("[.:]", stamp)
        number = {"LANDLOCK_ACCESS": 1423, "LANDLOCK_DOMAIN": 1424, "SYSCALL": 1300,
                  "EOE": 1320}[kind]
        name = f"AUDIT{number}" if number > 1400 else kind
        entries.append(
            f"__CURSOR=s=0;i={serial}\n_TRANSPORT=audit\n_AUDIT_TYPE={number}\n"
            f"_AUDIT_ID={serial}\n_SOURCE_REALTIME_TIMESTAMP={seconds}{milliseconds}000\n"
            f"_BOOT_ID=0123456789abcdef0123456789abcdef\nMESSAGE={name} {body}\n\n")
    return "".join(entries).encode()


def run(*words, text=b"", **more):
    return subprocess.run([PROGRAM, "events", *map(str, words)], input=text,
                          capture_output=True, timeout=PATIENCE, check=False, **more)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def ids(printed):
    """The serials of a list of objects, in order."""
    return [int(line["id"].split(":")[1]) for line in printed if "id" in line]


class Folder(unittest.TestCase):
    """Each test has a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.log = self.folder / "audit.log"

    def add(self, text, name=None):
        with open(name or self.log, "ab", buffering=0) as log:
            log.write(text)


class Running:
    """The program while it runs; what it prints goes to a file."""

    def __init__(self, folder, *words, out=None, before=(), **more):
        self.out = out or pathlib.Path(folder, "out")
        self.errors = pathlib.Path(folder, "errors")
        with open(self.out, "ab") as to, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [*before, PROGRAM, "events", *map(str, words)], stdout=to,
                stderr=errors, **more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()

    def printed(self):
        """The whole lines that are there by now."""
        whole = self.out.read_bytes().rpartition(b"\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def wait(self, what):
        """Until what, which is given the lines, is true of them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            printed = self.printed()
            if what(printed):
                return printed
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError((self.process.poll(), self.printed(),
                              self.errors.read_text()))

    def wait_ids(self, wanted):
        return self.wait(lambda printed: ids(printed) == wanted)

    def stop(self, number):
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)
