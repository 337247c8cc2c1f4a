#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The example watch: a child's denials from a log, and why there are none live."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ["BUILD_DIR"], "bin")
RECORDS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus", "records")
RAW = RECORDS / "raw-6.18.44-abi7.log"

CALL = ("arch=c000003e syscall=257 success=no exit=-13 a0=0 a1=0 a2=0 a3=0 items=0 "
        "ppid={parent} pid={pid} auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 "
        'sgid=0 fsgid=0 tty=pts1 ses=3 comm="x" exe="/bin/x" subj=unconfined key=(null)')


def run(*words):
    return subprocess.run([str(BIN / "watch"), *map(str, words)], capture_output=True,
                          text=True, timeout=60)


def denials_of(pid):
    """By landlock-guard: lines of the domains that a process has made."""
    done = subprocess.run([BIN / "landlock-guard", "events", RAW], check=True,
                          capture_output=True, timeout=60)
    lines = map(json.loads, done.stdout.splitlines())
    return [line for line in lines
            if line["kind"] == "denial" and line["creator"]["pid"] == pid]


def event(serial, pid, parent, domain, creator, path):
    stamp = f"msg=audit(1.000:{serial}): "
    return (f"type=LANDLOCK_ACCESS {stamp}domain={domain} blockers=fs.read_file "
            f'path="{path}" dev="vda" ino=7\n'
            f"type=LANDLOCK_DOMAIN {stamp}domain={domain} status=allocated "
            f'mode=enforcing pid={creator} uid=0 exe="/bin/x" comm="x"\n'
            f"type=SYSCALL {stamp}{CALL.format(pid=pid, parent=parent)}\n"
            f"type=EOE {stamp}\n")


class Log(unittest.TestCase):
    def test_denials_of_one_process(self):
        for pid in (28687, 28804, 28884, 29053):
            expected = denials_of(pid)
            self.assertTrue(expected)
            done = run("--log", RAW, "--pid", pid)
            self.assertEqual(done.returncode, 0, done.stderr)
            *_, last = done.stdout.splitlines()
            self.assertEqual(last, f"watch: {len(expected)} denials")
            times = re.findall(r"^watch: (\S+Z) denied", done.stdout, re.M)
            self.assertEqual(times, [line["time"] for line in expected])

    def test_why(self):
        done = run("--log", RAW, "--pid", 28687)
        self.assertIn("watch:   open /etc/hostname: denied (EACCES): no rule of stage 0 "
                      "allows fs.read_file\n", done.stdout)
        done = run("--ro", "/etc", "--log", RAW, "--pid", 28687)
        self.assertIn("watch:   not by this policy, which allows it\n", done.stdout)
        done = run("--ro", "/srv/lab/d", "--log", RAW, "--pid", 28804)
        self.assertIn("no rule of stage 0 allows fs.truncate; rule 5 is the nearest "
                      "(/srv/lab/d)\n", done.stdout)

    def test_children_and_others(self):
        text = (event(1, 70, 7, "1", 70, "/a") + event(2, 700, 70, "2", 700, "/b") +
                event(3, 9, 1, "3", 9, "/c"))
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            log.write(text)
            log.flush()
            found = run("--log", log.name, "--pid", 7).stdout
        self.assertEqual(re.findall(r"fs\.read_file (/\w) to", found), ["/a", "/b"])

    def test_no_log(self):
        done = run("--log", "/nonexistent", "--pid", 1)
        self.assertEqual(done.returncode, 125)
        self.assertIn("watch: /nonexistent: No such file or directory", done.stderr)


class Live(unittest.TestCase):
    def test_runs_or_says_why_not(self):
        info = subprocess.run([BIN / "landlock-guard", "info", "--format", "json"],
                              check=True, capture_output=True, timeout=60)
        audit = json.loads(info.stdout)["audit"]
        done = run("/bin/cat", "/etc/shadow")
        if audit["state"] != "on":
            self.assertEqual((done.returncode, done.stdout), (124, ""))
            self.assertEqual(done.stderr, "watch: denials cannot be read: "
                             f"{audit['state']}: {audit['reason']}\n")
            return
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("no rule of stage 0 allows fs.read_file", done.stdout)


class Usage(unittest.TestCase):
    def test_statuses(self):
        for words, message in (
            ([], "a program"), (["--log", RAW], "--pid N and no program"),
            (["--pid", "7", "ls"], "a program"), (["--ro"], "a value"),
            (["--log", RAW, "--pid", "x"], "x: expected a pid"),
            (["--other", "x"], "--other: expected --ro, --rw, --log or --pid"),
            (["--ro", "/"] * 17 + ["ls"], "16 of them at the most"),
        ):
            done = run(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    unittest.main()
