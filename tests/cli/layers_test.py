#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard info --layers: each sandbox is one more."""
import json
import os
import subprocess
import sys
import unittest

BIN = os.path.join(os.environ["BUILD_DIR"], "bin")
PROGRAM = os.path.join(BIN, "landlock-guard")
WITHOUT = os.path.join(BIN, "without-landlock")
NESTED = [PROGRAM, "exec", "--rwx", "/", "--"]


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60,
                          check=False)


def layers(depth):
    got = run(*NESTED * depth, PROGRAM, "info", "--layers", "--format", "json")
    return json.loads(got.stdout).get("layers")


class Layers(unittest.TestCase):
    def test_each_sandbox_is_one(self):
        first = layers(0)
        self.assertIs(type(first), int)
        for depth in range(1, 4):
            self.assertEqual(layers(depth), first + depth)

    def test_text(self):
        got = run(PROGRAM, "info", "--layers")
        self.assertEqual(got.returncode, 0)
        self.assertIn(f"\nlayers: {layers(0)}\n", got.stdout)

    def test_only_when_asked(self):
        got = run(PROGRAM, "info", "--format", "json")
        self.assertNotIn("layers", json.loads(got.stdout))
        self.assertNotIn("layers:", run(PROGRAM, "info").stdout)

    def test_without_landlock(self):
        got = run(WITHOUT, PROGRAM, "info", "--layers", "--format", "json")
        self.assertEqual(got.returncode, 1)
        self.assertNotIn("layers", json.loads(got.stdout))
        self.assertRegex(got.stderr, "^landlock-guard: --layers: ")


if run(PROGRAM, "info", "--layers").returncode:
    if "LLGUARD_TEST_ABI" not in os.environ:
        print("no Landlock")
        sys.exit(77)
    sys.exit("no Landlock")
unittest.main()
