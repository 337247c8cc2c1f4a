#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard as a plugin that auditd starts, stops, and is told things by.

plugin_test.py KERNEL: boots a machine, and compares what the plugin wrote with
what was denied there, and with what auditd's log says.
"""
import collections
import json
import sys
import unittest

import machine
from events_test import INNER, OUTER, Case, lines_by_word

# When the two programs ran, by guest/events_plugin.sh.
RUNS = ["before", *(f"meanwhile{number}" for number in range(1, 7)), "rotated",
        "stopped", "restarted"]
# Who refuses the two moves of guest/nested.c, and where.
MOVES = (("outer", "fs.remove_file", "/tmp/a"), ("inner", "fs.make_reg", "/tmp/b"),
         ("inner", "fs.remove_file", "/tmp/b"), ("outer", "fs.make_reg", "/tmp/a"))


def text(line):
    return json.dumps(line, sort_keys=True)


class Plugin(Case):
    """Nothing is lost, and nothing is said twice."""

    @classmethod
    def setUpClass(cls):
        cls.facts, cls.said = lines_by_word(
            machine.run(KERNEL, "events_plugin.sh"))
        lines = [json.loads(line) for line in cls.said["plugin"]]
        cls.lines = [line for line in lines if line["kind"] != "status"]
        cls.status = [line for line in lines if line["kind"] == "status"]

    def creator(self, run, comm):
        return {"pid": self.facts[f"{run}_{comm}"], "uid": 0, "comm": comm,
                "exe": OUTER if comm == "outer" else INNER}

    def test_denials(self):
        denied = [(line["creator"], line["blockers"], line["object"]["path"],
                   line["subject"]["pid"], line["subject"]["ppid"])
                  for line in self.lines if line["kind"] == "denial"]
        self.assertEqual(denied, [
            (self.creator(run, comm), right, path, self.facts[f"{run}_inner"],
             self.facts[f"{run}_outer"])
            for run in RUNS for comm, right, path in MOVES])

    def test_domains(self):
        for kind, more in (("domain_start", {"mode": "enforcing"}),
                           ("domain_end", {"total": 2, "logged": 2, "unlogged": 0})):
            lines = [line for line in self.lines if line["kind"] == kind]
            creators = [line["creator"] for line in lines]
            wanted = [self.creator(run, comm)
                      for run in RUNS for comm in ("outer", "inner")]
            self.assertCountEqual(creators, wanted, kind)
            for line in lines:
                self.assertEqual({name: line[name] for name in more}, more)
        kinds = collections.Counter(line["kind"] for line in self.lines)
        self.assertEqual(sorted(kinds), ["denial", "domain_end", "domain_start"])

    def test_log(self):
        """Which has no end of an event, and auditd's own records among those of
        the kernel, by another clock."""
        log = [json.loads(line) for line in self.said["log"]]
        self.assertCountEqual([text(line) for line in self.lines],
                              [text(line) for line in log])

    def test_status(self):
        """auditd has started it twice, and it went when auditd did."""
        self.assertEqual([line["state"] for line in self.status],
                         ["started", "stopped"] * 2)
        for line in self.status:
            self.assertEqual([line[name] for name in ("unparsed", "lost", "late",
                                                      "truncated", "unlogged")],
                             [0] * 5, line)
        self.assertEqual(sum(line["denials"] for line in self.status),
                         len(MOVES) * len(RUNS))
        self.assertEqual(self.said["errors"], [])


if __name__ == "__main__":
    KERNEL = sys.argv[1]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Plugin)
    done = unittest.TextTestRunner(verbosity=2).run(tests)
    sys.exit(not done.wasSuccessful())
