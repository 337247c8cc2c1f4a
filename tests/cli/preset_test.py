#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs under presets: each does with one what it cannot do without."""
import json
import os
import shutil
import subprocess
import sys
import unittest

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")


def run(*words, **more):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True,
                          timeout=60, **more)


if not json.loads(run("info", "--format", "json").stdout)["kernel"]["abi"]:
    if "LLGUARD_TEST_ABI" not in os.environ:
        print("no Landlock")
        sys.exit(77)
    sys.exit("no Landlock")


def confined(presets, program, *arguments, environment=None):
    """A dynamic program that may be executed, with these presets and no more."""
    path = os.path.realpath(shutil.which(program))
    options = [word for name in presets for word in ("--preset", name)]
    return run("exec", *options, "--rox", path, "--", path, *arguments,
               env={**os.environ, "LC_ALL": "C", **(environment or {})})


class Presets(unittest.TestCase):
    def test_libc(self):
        self.assertEqual(0, confined(["libc_1"], "true").returncode)
        # its loader may not be executed
        self.assertEqual(126, confined(["dev_1"], "true").returncode)

    def test_libc_executes_no_other_program(self):
        helper = next((os.path.join(folder, name)
                       for folder, _, names in os.walk("/usr/lib/git-core")
                       for name in names if name == "git"), None)
        if not helper:
            return
        result = run("exec", "--preset", "libc_1", "--", helper, "--version")
        self.assertEqual(126, result.returncode)

    def test_dev(self):
        words = ["if=/dev/zero", "of=/dev/null", "bs=1", "count=1"]
        self.assertEqual(
            0, confined(["libc_1", "dev_1"], "dd", *words).returncode)
        self.assertNotEqual(0, confined(["libc_1"], "dd", *words).returncode)

    def test_resolver(self):
        words = ["passwd", "root"]
        with_it = confined(["libc_1", "resolver_1"], "getent", *words)
        self.assertEqual("root:", with_it.stdout[:5])
        self.assertEqual("", confined(["libc_1"], "getent", *words).stdout)

    def test_locale(self):
        if not os.path.exists("/usr/share/zoneinfo/Asia/Tokyo"):
            return
        zone = {"TZ": "Asia/Tokyo"}
        with_it = confined(["libc_1", "locale_1"], "date", "+%z",
                           environment=zone)
        without = confined(["libc_1"], "date", "+%z", environment=zone)
        self.assertEqual(("+0900\n", "+0000\n"),
                         (with_it.stdout, without.stdout))

    def test_tls(self):
        roots = "/etc/ssl/certs"
        if not os.path.isdir(roots) or not os.listdir(roots):
            return
        self.assertNotEqual(
            "", confined(["libc_1", "tls_1"], "ls", roots).stdout)
        self.assertEqual("", confined(["libc_1"], "ls", roots).stdout)
        if os.path.isdir("/etc/ssl/private"):
            result = confined(["libc_1", "tls_1"], "ls", "/etc/ssl/private")
            self.assertNotEqual(0, result.returncode)

    def test_report_counts(self):
        result = confined(["libc_1"], "true")
        self.assertEqual("", result.stderr)
        result = run("exec", "--report", "--preset", "libc_1", "--preset",
                     "dev_1", "--rox", "/usr", "--", "true")
        rules = json.loads(result.stderr.splitlines()[0])["rules"]
        self.assertEqual(["preset", "preset", "path"],
                         [rule["kind"] for rule in rules])
        self.assertGreater(rules[0]["count"], 2)
        self.assertEqual(5, rules[1]["count"])


unittest.main(argv=sys.argv[:1])
