#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How examples/squeeze is confined: squeeze_confined_test.py [arguments...]."""
import json
import lzma
import os
import pathlib
import re
import shutil
import subprocess
import time
import unittest

from squeeze_case import (ABI, DATA, PATIENCE, SQUEEZE, TEXT, WITHOUT, WithFolder, need, run)


class Confinement(WithFolder):
    def setUp(self):
        super().setUp()
        need(ABI, "Landlock")

    def reports(self, *words, **more):
        status, _, errors = self.squeeze("--report", *words, **more)
        self.assertEqual(status, 0, errors)
        return [json.loads(line) for line in errors.splitlines()]

    def test_stages(self):
        self.put("a", TEXT)
        first, second, last = self.reports("a")
        opening = {"read_file", "read_dir", "write_file", "make_reg", "remove_file"}
        handled = [set(report["handled"]["fs"]) for report in (first, second, last)]
        self.assertFalse(handled[0] & opening)
        self.assertEqual(handled[1] & opening, opening - {"read_dir"})
        self.assertEqual(handled[2] & opening, opening)
        self.assertLess(handled[0], handled[1])
        self.assertIn("execute", handled[0])
        self.assertEqual([r["layers"] for r in (first, second, last)], [1, 2, 3])
        self.assertTrue(all(r["applied"] for r in (first, second, last)))
        self.assertEqual(first["rules"] + last["rules"], [])

    def rules(self, *words, **more):
        return {
            rule["path"]: sorted(rule["access"])
            for rule in self.reports(*words, **more)[1]["rules"]
        }

    def test_rules(self):
        making = ["make_reg", "remove_file", "write_file"]
        self.put("a", TEXT)
        self.put("b", TEXT)
        self.assertEqual(self.rules("-c", "a"), {"a": ["read_file"]})
        self.assertEqual(self.rules(), {})
        self.assertEqual(
            self.rules("a", f"{self.folder}/b"),
            {
                "a": ["read_file"], ".": making,
                f"{self.folder}/b": ["read_file"], str(self.folder): making,
            },
        )
        self.assertEqual(self.rules("-t", "a.xz", "b.xz"),
                         {"a.xz": ["read_file"], "b.xz": ["read_file"]})

    def trace(self, *words, data=b"", calls):
        need(shutil.which("strace"), "strace")
        log = self.folder / "trace"
        status, out, errors = self.squeeze(
            *words, data=data, before=("strace", "-f", "-o", log, "-e", f"trace={calls}")
        )
        self.assertEqual(status, 0, errors)
        lines = log.read_text().splitlines()
        log.unlink()
        return lines, out

    def first(self, lines, pattern):
        found = [i for i, line in enumerate(lines) if re.search(pattern, line)]
        self.assertTrue(found, (pattern, lines[:40]))
        return found[0]

    def test_order(self):
        """Three layers, each where it says, before the first byte of input."""
        self.put("a", b"first bytes" + TEXT)
        calls = "landlock_restrict_self,read,openat,clone3"
        lines, _ = self.trace("-T2", "-0", "a", calls=calls)
        layers = [i for i, line in enumerate(lines) if "landlock_restrict_self" in line]
        opened = self.first(lines, r'openat\(AT_FDCWD, "a", (?!.*O_PATH)')
        byte = self.first(lines, r'read\(\d+, "first bytes')
        thread = self.first(lines, "clone3")
        self.assertEqual(len(layers), 3)
        self.assertTrue(layers[1] < opened < layers[2] < byte < thread, lines[-20:])
        # All before the first layer is the loader's, and /dev/null.
        early = [line for line in lines[: layers[0]] if "openat" in line]
        self.assertIn("/dev/null", early[-1])
        # The parent reads no byte of any input.
        self.assertNotEqual(lines[layers[0]].split()[0], lines[byte].split()[0])

    def test_order_of_streams(self):
        lines, out = self.trace(
            "-d", data=lzma.compress(TEXT), calls="landlock_restrict_self,read"
        )
        self.assertEqual(out, TEXT)
        byte = self.first(lines, r"read\(0, ")
        self.assertEqual(sum("landlock_restrict_self" in l for l in lines[:byte]), 3)
        self.assertEqual(sum("landlock_restrict_self" in l for l in lines), 3)

    def test_a_layer_each(self):
        """Many files: a third layer for each, and never a fourth."""
        names = [f"{i}" for i in range(20)]
        for name in names:
            self.put(name, TEXT)
        lines, _ = self.trace("-0", *names, calls="landlock_restrict_self")
        self.assertEqual(sum("= 0" in l for l in lines if "restrict" in l), 2 + 20)
        self.assertEqual(len(self.names()), 20)

    def test_last_stage_is_last(self):
        """After the first byte nothing is opened by the process that read it."""
        self.put("a.xz", lzma.compress(DATA))
        lines, _ = self.trace("-d", "-T3", "a.xz", calls="file,read")
        byte = self.first(lines, r'read\(\d+, "\\3757zXZ')
        worker = lines[byte].split()[0]
        later = [line for line in lines[byte + 1:] if re.search(r'\("|AT_FDCWD', line)]
        self.assertEqual(
            [line for line in later if line.split()[0] == worker and "read(" not in line], []
        )

    def test_descriptors(self):
        """The streams, the input and the output; no ruleset."""
        read, write = os.pipe()
        process = subprocess.Popen(
            [SQUEEZE, "-c"], stdin=read, stdout=subprocess.PIPE, cwd=self.folder
        )
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        end = time.monotonic() + PATIENCE
        while not (found := children.read_text().split()):
            self.assertLess(time.monotonic(), end)
        os.write(write, b"x" * 65536)
        for pid in process.pid, int(found[0]):
            while set(os.listdir(f"/proc/{pid}/fd")) != {"0", "1", "2"}:
                self.assertLess(time.monotonic(), end, os.listdir(f"/proc/{pid}/fd"))
                time.sleep(0.01)
        os.close(write)
        os.close(read)
        self.assertEqual(lzma.decompress(process.communicate()[0]), b"x" * 65536)

    def test_closed_streams(self):
        self.put("a", TEXT)
        status, out, _ = self.squeeze(
            "a", before=("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"))
        self.assertEqual((status, out, self.names()), (0, b"", ["a.xz"]))
        self.assertEqual(lzma.decompress((self.folder / "a.xz").read_bytes()), TEXT)


# Printed by what a hijacked write() starts; 126 is sh's word for "not permitted".
HIJACK = r"""
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

ssize_t write(int fd, const void *block, size_t len)
{
	ssize_t (*next)(int, const void *, size_t) =
		(ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	static int done;

	if (!done++)
		dprintf(2, "system %d open %d\n", system("true"),
			open("/etc/passwd", O_RDONLY) >= 0);
	return next(fd, block, len);
}
"""


class Hijack(WithFolder):
    """A library that takes over write(): what it can do, and the control."""

    def test_hijack(self):
        need(ABI, "Landlock")
        need(shutil.which("gcc"), "gcc")
        library = self.folder / "hijack.so"
        source = self.put("hijack.c", b"#define _GNU_SOURCE\n" + HIJACK.encode())
        run("gcc", "-shared", "-fPIC", "-o", library, source, "-ldl")
        self.put("a", TEXT)
        if b"__asan_init" in SQUEEZE.read_bytes():
            self.skipTest("the sanitizer wants to be the first library")
        env = dict(os.environ, LD_PRELOAD=str(library))
        status, out, errors = self.squeeze("-c", "a", env=env)
        self.assertEqual((status, lzma.decompress(out)), (0, TEXT))
        self.assertEqual(errors, "system 32512 open 0\n")
        status, out, errors = self.squeeze("-c", "a", env=env, before=(WITHOUT,))
        self.assertEqual((status, lzma.decompress(out)), (0, TEXT))
        self.assertIn("system 0 open 1\n", errors)


class WithoutLandlock(WithFolder):
    def test_it_works_and_says_so_once(self):
        for error in "ENOSYS", "EOPNOTSUPP", "EPERM":
            before = (WITHOUT, "--errno", error)
            self.put("a", TEXT)
            self.put("b", TEXT)
            status, out, errors = self.squeeze("a", "b", before=before)
            self.assertEqual((status, out), (0, b""))
            self.assertRegex(
                errors, r"^squeeze: warning: nothing is enforced: [^\n]+\n$"
            )
            status, out, errors = self.squeeze("-d", "a.xz", "b.xz", before=before)
            self.assertEqual((status, len(errors.splitlines())), (0, 1))
            self.assertEqual((self.folder / "b").read_bytes(), TEXT)

    def test_report(self):
        status, _, errors = self.squeeze("--report", before=(WITHOUT,))
        reports = [json.loads(line) for line in errors.splitlines()]
        self.assertEqual([r["status"] for r in reports], ["none"] * 3)


if __name__ == "__main__":
    unittest.main()
