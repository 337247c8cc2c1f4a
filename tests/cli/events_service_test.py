#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What landlock-guard events is to the system's daemons: the files of packaging/."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

from events_case import PROGRAM, Folder, Running, access, eoe, ids

PACKAGING = pathlib.Path(os.environ["BUILD_DIR"], "packaging")


class Systemd(Folder):
    UNIT = PACKAGING / "systemd" / "landlock-guard-events.service"

    def words(self):
        """What the unit runs."""
        return re.search("^ExecStart=(.*)$", self.UNIT.read_text(),
                         re.MULTILINE)[1].split()

    @unittest.skipUnless(shutil.which("systemd-analyze") or
                         os.environ.get("LLGUARD_TEST_ABI"), "no systemd-analyze")
    def test_verify(self):
        unit = self.folder / self.UNIT.name
        text = self.UNIT.read_text().replace(self.words()[0], PROGRAM)
        # Where there is no manual, its page cannot be looked for.
        unit.write_text(re.sub("Documentation=.*\n", "", text))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit],
                              capture_output=True, timeout=60, check=False)
        said = [line for line in (done.stdout + done.stderr).decode().split("\n")
                if unit.name in line]
        self.assertEqual(said, [])
        broken = self.folder / "broken.service"
        broken.write_text(text.replace("UMask=", "Umask="))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", broken],
                              capture_output=True, timeout=60, check=False)
        self.assertIn(b"broken.service", done.stdout + done.stderr)

    def test_command(self):
        words = self.words()
        self.assertEqual(os.path.basename(words[0]), "landlock-guard")
        with Running(self.folder, *words[2:]) as program:
            first = program.wait(len)[0]
            self.assertIn(first["state"], ("started", "blind"))

    def test_one_capability(self):
        text = self.UNIT.read_text()
        self.assertEqual(re.findall("^.*CAP_.*$", text, re.MULTILINE),
                         ["AmbientCapabilities=CAP_AUDIT_READ",
                          "CapabilityBoundingSet=CAP_AUDIT_READ"])
        # Records are given to the first namespaces alone.
        for word in ("PrivateNetwork=yes", "PrivateUsers=yes"):
            self.assertNotIn(word, text)


class Auditd(Folder):
    """The protocol of auditd-plugins(5): a pipe, SIGHUP, SIGTERM."""

    def test_configuration(self):
        text = (PACKAGING / "auditd" / "landlock-guard.conf").read_text()
        options = dict(line.split(" = ") for line in text.split("\n")
                       if line and line[0] != "#")
        self.assertEqual(list(options), ["active", "direction", "path", "type", "args",
                                         "format"])
        self.assertEqual(options["active"], "no")
        # It takes two at most.
        self.assertLessEqual(len(options["args"].split()), 2)
        self.assertTrue(options["path"].startswith("/"))

    def test_plugin(self):
        script = self.folder / "plugin"
        text = (PACKAGING / "auditd" / "auditd-plugin").read_text()
        script.write_text(re.sub("exec .*/landlock-guard ", f"exec {PROGRAM} ", text))
        to = self.folder / "to"
        with subprocess.Popen(["sh", script, to], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL) as plugin:
            waits = Running.__new__(Running)
            waits.out, waits.errors, waits.process = (
                to / "events.json", to / "errors", plugin)
            plugin.stdin.write(access(1) + eoe(1))
            plugin.stdin.flush()
            while not waits.out.exists() and plugin.poll() is None:
                pass
            waits.wait_ids([1])
            plugin.send_signal(signal.SIGHUP)
            plugin.stdin.write(access(2) + eoe(2))
            plugin.stdin.flush()
            waits.wait_ids([1, 2])
            plugin.send_signal(signal.SIGTERM)
            self.assertEqual(plugin.wait(timeout=60), 0)
            printed = waits.printed()
            self.assertEqual((printed[0]["state"], printed[-1]["state"]),
                             ("started", "stopped"))
            self.assertEqual(ids(printed), [1, 2])
            self.assertEqual(waits.errors.read_text(), "")
            self.assertEqual(waits.out.stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
