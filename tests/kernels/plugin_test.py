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


class Plugin(Case):
    """Nothing is lost, and nothing is said twice."""

    @classmethod
    def setUpClass(cls):
        cls.facts, cls.said = lines_by_word(
            machine.run(KERNEL, "events_plugin.sh"))
        cls.lines = [json.loads(line) for line in cls.said["plugin"]]

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
        """Which has no end of an event, and so says it later."""
        self.assertCountEqual(self.said["plugin"], self.said["log"])


if __name__ == "__main__":
    KERNEL = sys.argv[1]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Plugin)
    done = unittest.TextTestRunner(verbosity=2).run(tests)
    sys.exit(not done.wasSuccessful())
