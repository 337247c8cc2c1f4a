#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events --live --fallback: what is read where the kernel cannot be.

A journalctl of our own stands in PATH: what a real one says is tested on a machine of
its own.
"""
import json
import os
import shutil
import signal
import subprocess
import unittest

from events_case import PROGRAM, Folder, Running, access, call, ids, journal, lines

# Who may not listen: with all rights but this one, root reads the journal.
WITHOUT = [] if os.geteuid() else [shutil.which("setpriv"), "--bounding-set", "-audit_read"]


class Fallback(Folder):
    def setUp(self):
        super().setUp()
        place = self.folder / "bin"
        place.mkdir()
        self.words = self.folder / "words"
        self.fake = place / "journalctl"
        self.environment = dict(os.environ, PATH=f"{place}:{os.environ['PATH']}")

    def journalctl(self, text):
        """One that has text, all of which comes again when it follows."""
        entries = self.folder / "entries"
        entries.write_bytes(text)
        self.fake.write_text(f'#!/bin/sh\n[ -s "{entries}" ] || exit 0\ncat "{entries}"\n'
                             'case " $* " in *" --follow "*)\n'
                             '\twhile printf "\\n"; do sleep 0.1; done;; esac\n')
        self.fake.chmod(0o755)

    def running(self, *words):
        return Running(self.folder, "--live", "--fallback", *words, before=WITHOUT,
                       env=self.environment)

    def test_journal(self):
        self.journalctl(journal(access(1) + call(1) + access(2) + call(2)))
        with self.running() as program:
            printed = program.wait_ids([1, 2])
            self.assertEqual((printed[0]["state"], printed[0]["why"]),
                             ("started", "no_capability"))
            self.assertEqual({line["source"] for line in printed[1:]}, {"journal"})
            self.assertIn("warning: --live: ", program.errors.read_text())
            self.assertIn("journalctl is read instead", program.errors.read_text())
            program.stop(signal.SIGTERM)
            self.assertEqual(program.printed()[-1]["state"], "stopped")

    def test_journal_that_ends(self):
        self.journalctl(journal(access(1)))
        self.fake.write_text(self.fake.read_text() + "exit 3\n")
        self.fake.write_text(self.fake.read_text().replace("sleep 0.1", "break"))
        with self.running() as program:
            self.assertEqual(program.process.wait(timeout=60), 1)
            self.assertEqual(ids(program.printed()), [1])
            self.assertIn("--live: journalctl failed with status 3",
                          program.errors.read_text())

    @unittest.skipIf(os.path.exists("/var/log/audit/audit.log"), "there is a log")
    def test_nothing(self):
        self.journalctl(b"")
        done = subprocess.run([*WITHOUT, PROGRAM, "events", "--live", "--fallback"],
                              capture_output=True, timeout=60, check=False,
                              env=self.environment)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([(line["state"], line["why"]) for line in lines(done)],
                         [("blind", "no_capability")])
        self.assertIn(b"--live: ", done.stderr)

    def test_no_journalctl(self):
        """Not one message about it."""
        done = subprocess.run([*WITHOUT, PROGRAM, "events", "--live", "--fallback"],
                              capture_output=True, timeout=60, check=False,
                              env={"PATH": "/nonexistent"})
        if not os.path.exists("/var/log/audit/audit.log"):
            self.assertEqual([line["state"] for line in lines(done)], ["blind"])
        self.assertNotIn(b"journalctl: ", done.stderr)

    def test_not_asked_for(self):
        self.journalctl(journal(access(1)))
        done = subprocess.run([*WITHOUT, PROGRAM, "events", "--live"],
                              capture_output=True, timeout=60, check=False,
                              env=self.environment)
        self.assertEqual((done.returncode, ids(lines(done))), (1, []))

    def test_the_kernel_is_first(self):
        state = json.loads(run_info())["audit"]["state"]
        if state not in ("on", "off"):
            self.skipTest(f"audit is {state}")
        self.journalctl(journal(access(1)))
        with Running(self.folder, "--live", "--fallback",
                     env=self.environment) as program:
            printed = program.wait(len)
            self.assertEqual(printed[0]["state"], "started" if state == "on" else "blind")
            program.stop(signal.SIGTERM)
            self.assertNotIn("instead", program.errors.read_text())


def run_info():
    return subprocess.run([PROGRAM, "info", "--format", "json"], capture_output=True,
                          check=True).stdout


if __name__ == "__main__":
    unittest.main()
