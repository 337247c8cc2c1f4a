#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard check: findings about exec's options."""
import json
import os
import subprocess
import sys
import unittest

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")

# options, exit status, (severity, code, key, found) of each finding
ROWS = [
    (["--unrestricted", "fs", "--unrestricted", "net"], 0, []),
    ([], 0, [("note", "pathname_sockets", None, None),
             ("note", "mptcp", None, None)]),
    (["--level", "1", "--unrestricted", "scope"], 1,
     [("warning", "refer", None, None),
      ("warning", "truncate_open", None, None),
      ("warning", "pathname_sockets", None, None),
      ("note", "ioctl_free", None, None)]),
    (["--ro", "/home", "--ro", "/home/u/.ssh"], 1,
     [("note", "pathname_sockets", None, None), ("note", "mptcp", None, None),
      ("warning", "redundant_rule", "--ro", "/home/u/.ssh")]),
    (["--ro", "/dev/pts/1", "--preset", "dev_1", "--unrestricted", "net"], 1,
     [("note", "pathname_sockets", None, None),
      ("warning", "tty_ioctl", "--ro", "/dev/pts/1")]),
    (["--bind-tcp", "1-9", "--bind-tcp", "4", "--unrestricted", "fs"], 1,
     [("note", "mptcp", None, None),
      ("warning", "redundant_rule", "--bind-tcp", "4")]),
    (["--ro", "/", "--unrestricted", "fs"], 1,
     [("error", "not_handled", "--ro", "/")]),
    (["--bind-tcp", "0-65535"], 1,
     [("error", "range_too_long", "--bind-tcp", "0")]),
]


def run(*words):
    return subprocess.run([PROGRAM, "check", *words], capture_output=True,
                          text=True, timeout=60)


class Check(unittest.TestCase):
    def test_findings(self):
        for words, status, expected in ROWS:
            with self.subTest(words=words):
                result = run(*words, "--format", "json", "--", "program")
                found = [json.loads(line)
                         for line in result.stdout.splitlines()]
                self.assertEqual(
                    expected,
                    [(one["severity"], one["code"], one.get("key"),
                      one.get("found")) for one in found])
                self.assertEqual((status, ""),
                                 (result.returncode, result.stderr))
                for one in found:
                    self.assertEqual("finding", one["kind"])
                    self.assertNotIn("LLGUARD_", one.get("hint", ""))
                text = run(*words).stdout.splitlines()
                self.assertEqual([one["severity"] for one in found],
                                 [line.split(":")[0] for line in text])

    def test_looks_at_no_file(self):
        result = run("--unrestricted", "net", "--ro", "/nonexistent/file")
        self.assertEqual(0, result.returncode)

    def test_wrong(self):
        for words in (["--bogus"], ["--format", "xml"], ["--bind-tcp", "x"]):
            with self.subTest(words=words):
                result = run(*words)
                self.assertEqual((2, ""), (result.returncode, result.stdout))
                self.assertIn("landlock-guard: ", result.stderr)

    def test_help(self):
        result = run("--help")
        self.assertEqual((0, ""), (result.returncode, result.stderr))
        self.assertIn("usage: landlock-guard check", result.stdout)


unittest.main(argv=sys.argv[:1])
