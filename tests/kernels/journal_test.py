#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A real journald: what it does to audit, and what can be read from its journal.

journal_test.py KERNEL: boots a machine.  What guest/denials.c says that it did has
to stand in the journal, and in auditd's log beside it.
"""
import json
import sys
import unittest

import machine
from denials_case import DenialsCase
from events_test import lines_by_word

# Audit=WORD, and whether audit was on before: what it is then.
STATES = {"yes_1": "on", "yes_0": "on", "no_1": "off", "packaged_1": "off",
          "unset_1": "on", "unset_0": "off"}
FORMS = ("export", "json")


class Journal(DenialsCase):

    @classmethod
    def setUpClass(cls):
        cls.kernel = tuple(int(part) for part in KERNEL.split("."))
        cls.facts, cls.said = lines_by_word(cls.machine_run())

    @staticmethod
    def machine_run(attempts=3):
        """The kernel sends journald what it has room for; a machine that lost some
        on the way has nothing to say of us."""
        while True:
            attempts -= 1
            try:
                return machine.run(KERNEL, "events_journal.sh",
                                   packages=("auditd", "systemd"))
            except AssertionError as error:
                if not attempts or "did not come true: journaled" not in str(error):
                    raise

    def test_states(self):
        for name, state in STATES.items():
            with self.subTest(name):
                audit = json.loads(self.said[f"{name}_info"][0])["audit"]
                lines = [json.loads(line) for line in self.said[f"{name}_live"]]
                self.assertEqual(audit["state"], state)
                if state == "on":
                    self.assertEqual(audit["reason"], "")
                    self.assertEqual(self.said[f"{name}_errors"], [])
                    self.is_status(lines[0], "started", "", (0, 0))
                else:
                    self.assertIn("Audit=no", audit["reason"])
                    finding = json.loads(self.said[f"{name}_errors"][-1])
                    self.assertEqual(
                        (finding["code"], finding["severity"], finding["text"]),
                        ("blind", "warning", audit["reason"]))
                    self.is_status(lines[0], "blind", "off", (0, 0))
                self.assertEqual(len(lines), 2)
                self.assertEqual(lines[1]["state"], "stopped")
                # It could be stopped, so its status was 0.
                self.assertNotIn(f"{name}_status", self.facts)

    def test_denials(self):
        boot = self.facts["boot"].replace("-", "")
        for form in FORMS:
            with self.subTest(form):
                *lines, status = map(json.loads, self.said[form])
                self.check("did", lines, "journal", boot)
                self.assertEqual(
                    [status[name] for name in ("state", "unparsed", "lost",
                                               "late", "truncated")],
                    ["stopped", 0, 0, 0, 0])

    def test_log(self):
        """auditd says the same of the same events, but where it is from."""
        boot = self.facts["boot"].replace("-", "")
        log = []
        for line in map(json.loads, self.said["log"]):
            line.update(source="journal", boot=boot)
            log.append(json.dumps(line, sort_keys=True))
        for form in FORMS:
            with self.subTest(form):
                self.assertCountEqual(
                    log, [json.dumps(json.loads(line), sort_keys=True)
                          for line in self.said[form][:-1]])


if __name__ == "__main__":
    KERNEL = sys.argv[1]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Journal)
    done = unittest.TextTestRunner(verbosity=2).run(tests)
    sys.exit(not done.wasSuccessful())
