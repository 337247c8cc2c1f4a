#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Denials of every kind on one kernel, each as landlock-guard has to say it.

denials_test.py KERNEL FORMAT: boots a machine, with auditd in this format, and
compares what was heard live, read from auditd's log, and from the kernel's own
messages, with what guest/denials.c says that it did.
"""
import json
import sys
import unittest

import denials
import machine
from denials_case import DenialsCase
from events_test import lines_by_word


class Denials(DenialsCase):
    """One run, which was heard in two ways, and another one."""

    @classmethod
    def setUpClass(cls):
        cls.facts, cls.said = lines_by_word(
            machine.run(KERNEL, "events_denials.sh",
                        f"log_buf_len=4M LLGUARD_TEST_FORMAT={FORMAT}"))
        cls.kernel = tuple(int(part) for part in KERNEL.split("."))
        cls.live = [json.loads(line) for line in cls.said["live"]]

    def of_run(self, run):
        """What was heard of this run: the second one begins with its domains."""
        at = len(self.said["did_log"])
        starts = [line["domain"] for line in self.live
                  if line["kind"] == "domain_start"]
        first = len(denials.creators(self.said["did_log"]))
        domains = starts[:first] if run == "did_log" else starts[first:]
        self.assertTrue(at and domains)
        return [line for line in self.live if line.get("domain") in domains]

    def test_live(self):
        boot = self.facts["boot"].replace("-", "")
        self.assertEqual(self.said["live.errors"], [])
        self.assertEqual(self.facts["live_status"], 0)
        self.check("did_log", self.of_run("did_log"), "netlink", boot)
        self.check("did_kmsg", self.of_run("did_kmsg"), "netlink", boot)
        self.assertEqual(
            [line.get("state") for line in self.live
             if line["kind"] not in ("denial", "domain_start", "domain_end")],
            ["started", "stopped"])

    def test_log(self):
        *lines, status = map(json.loads, self.said["log"])
        self.check("did_log", lines, "auditd")
        self.is_status(status, "stopped", "", self.counted("did_log"))

    def test_kmsg(self):
        *lines, status = map(json.loads, self.said["kmsg"])
        self.check("did_kmsg", lines, "kmsg")
        self.assertEqual((status["denials"], status["domains"]),
                         self.counted("did_kmsg"))
        self.assertEqual((status["lost"], status["unlogged"]), (0, 0))

    def counted(self, run):
        """Live, this many denials and domains have been heard of that run."""
        lines = self.of_run(run)
        return (sum(line["kind"] == "denial" for line in lines),
                len({line["domain"] for line in lines}))


if __name__ == "__main__":
    KERNEL, FORMAT = sys.argv[1:3]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Denials)
    done = unittest.TextTestRunner(verbosity=2).run(tests)
    sys.exit(not done.wasSuccessful())
