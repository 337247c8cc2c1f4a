#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The example watch, where the kernel really records what its child is denied.

watch_test.py KERNEL: boots a machine, and compares all that watch printed there
with what guest/events_watch.sh did.
"""
import re
import sys
import unittest

import machine
from events_test import lines_by_word

SHELL = "/bin/busybox"
# What the job is denied, in its order: what, whether the shell itself, by which
# call, with which errno; and why, by the policy that watch has made.
NEAREST = "; rule 5 is the nearest (/tmp/data)"
DENIED = [
    ("fs.read_file /tmp/secret", False, "openat: EACCES",
     "open /tmp/secret: denied (EACCES): no rule of stage 0 allows fs.read_file"),
    ("fs.write_file /tmp/data/file", True, "openat: EACCES",
     "open /tmp/data/file: denied (EACCES): no rule of stage 0 allows "
     "fs.write_file" + NEAREST),
    ("fs.make_dir in /tmp/data", False, "mkdir: EACCES",
     "create /tmp/data/x: denied (EACCES): no rule of stage 0 allows "
     "fs.make_dir" + NEAREST),
    ("fs.remove_file in /tmp/data", False, "unlink: EACCES",
     "unlink /tmp/data/x: denied (EACCES): no rule of stage 0 allows "
     "fs.remove_file" + NEAREST),
    ("fs.read_dir /tmp", False, "openat: EACCES",
     "open /tmp: denied (EACCES): no rule of stage 0 allows fs.read_dir"),
    ("net.connect_tcp 127.0.0.1 port 9", False, "connect: EACCES",
     "connect port 9: denied (EACCES): no rule of stage 0 allows net.connect_tcp"),
    ("net.bind_tcp port 70", False, "bind: EACCES",
     "bind port 70: denied (EACCES): no rule of stage 0 allows net.bind_tcp"),
    ("scope.signal init[1]", True, "kill: EPERM",
     "signal: denied (EPERM): stage 0 denies scope.signal towards a peer outside "
     "of it"),
]
LINE = re.compile(r"watch: (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) denied "
                  r"(?P<what>.*) to (?P<exe>\S+)\[(?P<pid>\d+)\] uid 0, "
                  r"(?P<call>.*); domain (?P<domain>[0-9a-f]+) of "
                  r"/usr/lib/watch\[(?P<creator>\d+)\]")


class Watch(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.facts, cls.said = lines_by_word(
            machine.run(KERNEL, "events_watch.sh"))

    def test_job(self):
        """All that it and its children are denied, and nothing of others."""
        job, *errors = self.said["job_errors"]
        lines = self.said["job"]
        told = [LINE.fullmatch(line) for line in lines[1:-1:2]]
        why = lines[2:-1:2]

        self.assertEqual(self.facts["job_status"], 7)
        self.assertEqual((lines[0], lines[-1]),
                         ("text", f"watch: {len(DENIED)} denials"))
        self.assertNotIn(None, told, lines)
        self.assertEqual(
            [(one["what"], one["pid"] == job, one["call"], reason)
             for one, reason in zip(told, why, strict=True)],
            [(what, is_shell, call, f"watch:   {reason}")
             for what, is_shell, call, reason in DENIED])
        self.assertEqual({one["exe"] for one in told}, {SHELL})
        self.assertEqual(len({one["domain"] for one in told}), 1)
        # Before it was the shell, the child was a copy of watch.
        self.assertEqual({one["creator"] for one in told}, {job})
        times = [one["time"] for one in told]
        self.assertEqual(times, sorted(times))
        # It was told so itself, as often.
        self.assertEqual(len(errors), len(DENIED), errors)

    def test_allowed(self):
        """Nothing to say, while others are denied something all the time."""
        self.assertEqual(self.facts["allowed_status"], 0)
        self.assertEqual(self.said["allowed"], ["watch: 0 denials"])
        self.assertEqual(self.said["allowed_errors"], [])
        self.assertGreater(self.facts["others"], 10)

    def test_blind(self):
        """Where audit is off nothing is started."""
        self.assertEqual(self.facts["blind_status"], 124)
        self.assertEqual(self.said["blind"], [])
        line, = self.said["blind_errors"]
        self.assertRegex(line, "^watch: denials cannot be read: off: audit_enabled "
                               "is 0: .*auditctl -e 1")


if __name__ == "__main__":
    KERNEL = sys.argv[1]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Watch)
    done = unittest.TextTestRunner(verbosity=2).run(tests)
    sys.exit(not done.wasSuccessful())
