# SPDX-License-Identifier: MIT
"""What the tests of closures share: files made by hand, and plans for them."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

from elf_make import Maker

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")
MAKER = Maker(sys.executable)
if not MAKER.usable:
    print("for 64-bit machines alone")
    sys.exit(77)
HOST = MAKER.make()
# Nothing is confined here, so the leak sanitizer can look.
ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C",
       "ASAN_OPTIONS": "detect_leaks=1:verify_asan_link_order=0"}
ALWAYS = {os.path.realpath(MAKER.interpreter), "/etc/ld.so.cache", "/etc/ld.so.preload"}


class Case(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.dir = os.path.realpath(held.name)

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def put(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        os.chmod(path, 0o755)
        return path

    def library(self, name, needed=(), **more):
        more.setdefault("soname", os.path.basename(name))
        return self.put(name, MAKER.make(needed, interp=False, **more))

    def program(self, needed=(), name="bin/program", **more):
        return self.put(name, MAKER.make(needed, **more))

    def plan(self, *words, env=None, **more):
        return subprocess.run(
            [PROGRAM, "plan", "--abi", "7", "--format", "json", "--ldd", *words],
            capture_output=True, text=True, timeout=60, check=False,
            env={**ENV, **(env or {})}, **{"cwd": self.dir, **more})

    def rules(self, *words, **more):
        got = self.plan(*words, **more)
        self.assertEqual(got.returncode, 0, got.stderr)
        return {os.path.relpath(rule["path"], self.dir): set(rule["access"])
                for rule in json.loads(got.stdout)["rules"] if rule["path"] not in ALWAYS}

    def closure(self, *words, **more):
        return set(self.rules(*words, **more))

    def refused(self, message, *words, **more):
        got = self.plan(*words, **more)
        self.assertEqual(got.returncode, 1, got.stderr)
        self.assertEqual(got.stderr.splitlines()[0],
                         f"landlock-guard: --ldd: {message.replace('DIR', self.dir)}")
