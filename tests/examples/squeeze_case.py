# SPDX-License-Identifier: MIT
"""What the tests of examples/squeeze share.  BUILD_DIR is where the programs are,
in bin/.
"""
import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ.get("BUILD_DIR", "build/ci")).resolve()
SQUEEZE = BUILD / "bin" / "squeeze"
WITHOUT = BUILD / "bin" / "without-landlock"
ABI = max(0, ctypes.CDLL(None).syscall(444, None, 0, 1))

# Long enough for a busy machine; nothing that passes waits for it.
PATIENCE = 60

# Some of it shrinks, some does not; enough for several blocks of level 0.
TEXT = b"".join(b"%d squeezed\n" % number for number in range(40000))
NOISE = bytes((i * i * 7919 >> 5) & 255 for i in range(1 << 18))
DATA = TEXT + NOISE + TEXT


def need(condition, what):
    """Skip a test for something that is missing; but not where it must be there."""
    if condition:
        return
    if os.environ.get("LLGUARD_TEST_ABI"):
        raise AssertionError(f"{what} is missing")
    raise unittest.SkipTest(f"{what} is missing")


def run(*command, data=b"", cwd=None, **more):
    """(status, output, errors) of a command."""
    done = subprocess.run(
        [str(word) for word in command], input=data, capture_output=True, cwd=cwd,
        timeout=PATIENCE, **more,
    )
    return done.returncode, done.stdout, done.stderr.decode()


class WithFolder(unittest.TestCase):
    """Tests in a folder of their own, where nothing else may be left."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="squeeze-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def put(self, name, data, mode=0o644):
        path = self.folder / name
        path.write_bytes(data)
        path.chmod(mode)
        return path

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def squeeze(self, *words, before=(), **more):
        return run(*before, SQUEEZE, *words, cwd=self.folder, **more)

    def works(self, *words, **more):
        """Its output; there is nothing to say."""
        status, out, errors = self.squeeze(*words, **more)
        self.assertEqual((status, self.calm(errors)), (0, ""))
        return out

    def fails(self, status, error, *words, **more):
        self.assertEqual(
            self.squeeze(*words, **more), (status, b"", f"squeeze: {error}\n")
        )

    @staticmethod
    def calm(errors):
        """Without the one warning of a kernel that has no Landlock."""
        if ABI:
            return errors
        return re.sub(r"^squeeze: warning: nothing is enforced: .*\n", "", errors)
