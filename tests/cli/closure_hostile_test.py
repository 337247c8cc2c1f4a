#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Closures of files that lie: no crash, no hang, and a message that names the file."""
import os
import shutil
import socket
import subprocess
import unittest

import elf_make
from closure_case import ENV, HOST, MAKER, PROGRAM, Case


def edit(index, **values):
    """A change of one program header, for Maker.make()."""
    names = ("type", "flags", "offset", "address", "physical", "size", "memory", "align")

    def change(parts):
        for name, value in values.items():
            parts[index][names.index(name)] = value
        return parts
    return change


class Hostile(Case):
    """No crash, no hang, and a message that names the file."""

    def test_every_length(self):
        self.library("lib/liba.so")
        data = MAKER.make(["liba.so"], rpath=self.path("lib"))
        for length in range(0, len(data), 3):
            got = self.plan(self.put("cut", data[:length]))
            self.assertEqual(got.returncode, 1, (length, got.stderr))
            self.assertIn(f"--ldd: {self.path('cut')}: ", got.stderr)

    def test_every_byte(self):
        self.library("lib/liba.so")
        data = MAKER.make(["liba.so"], rpath=self.path("lib"))
        for at in range(len(data)):
            for value in (0xff, 0x7f):
                changed = data[:at] + bytes([value]) + data[at + 1:]
                got = self.plan(self.put("changed", changed))
                self.assertIn(got.returncode, (0, 1), (at, got.stderr))

    def test_headers(self):
        patch = MAKER.patch
        for data, message in (
                (HOST[:18], "it ends within its header"),
                (HOST[:63], "it ends within its header"),
                (HOST[:100], "its program headers lie beyond its end"),
                (patch(HOST, 6, "B", 9), "its ELF version is unknown"),
                (patch(HOST, 16, "H", 1), "is neither a program nor a shared library"),
                (patch(HOST, 16, "H", 4), "is neither a program nor a shared library"),
                (patch(HOST, elf_make.AT_PHENTSIZE, "H", 32),
                 "its program headers have a wrong size"),
                (patch(HOST, elf_make.AT_PHNUM, "H", 0), "it has no program headers"),
                (patch(HOST, elf_make.AT_PHNUM, "H", 1170),
                 "its program headers lie beyond its end"),
                (patch(HOST, elf_make.AT_PHNUM, "H", 0xffff),
                 "it has more program headers than the kernel reads"),
                (patch(HOST, elf_make.AT_PHOFF, "Q", len(HOST) - 1),
                 "its program headers lie beyond its end"),
                (patch(HOST, elf_make.AT_PHOFF, "Q", 2**64 - 8),
                 "its program headers lie beyond its end")):
            with self.subTest(message=message):
                self.refused(f"DIR/a: {message}", self.put("a", data))

    def test_foreign(self):
        own = "64-bit x86-64"
        if os.uname().machine != "x86_64":
            self.skipTest("the names are those of x86-64")
        for at, form, value, name in (
                (elf_make.AT_MACHINE, "H", 183, "64-bit arm64"),
                (elf_make.AT_MACHINE, "H", 999, "64-bit machine 999"),
                (elf_make.AT_CLASS, "B", 1, "32-bit x86-64"),
                (elf_make.AT_CLASS, "B", 7, "unknown-class x86-64")):
            self.refused(f"DIR/a: is for {name}; expected {own}",
                         self.put("a", MAKER.patch(HOST, at, form, value)))
        swapped = MAKER.patch(MAKER.patch(HOST, elf_make.AT_DATA, "B", 2),
                              elf_make.AT_MACHINE, "H", 8 << 8)
        self.refused(f"DIR/a: is for 64-bit big-endian MIPS; expected {own}",
                     self.put("a", swapped))
        self.refused(f"DIR/a: is for 64-bit big-endian MIPS; expected {own}",
                     self.put("a", swapped[:20]))

    def test_segments(self):
        size = len(HOST)
        for change, message in (
                (edit(2, size=1), "the name of its interpreter has a wrong length"),
                (edit(2, size=2**63), "the name of its interpreter has a wrong length"),
                (edit(2, size=4), "the name of its interpreter lies beyond its end, or has none"),
                (edit(2, offset=size - 1),
                 "the name of its interpreter lies beyond its end, or has none"),
                (edit(2, offset=2**64 - 1),
                 "the name of its interpreter lies beyond its end, or has none"),
                (edit(1, size=2**62), "its dynamic section is too large"),
                (edit(1, size=16), "its dynamic section has no end"),
                (edit(1, size=0), "its dynamic section has no end"),
                (edit(1, address=2**64 - 16), "its dynamic section lies in no segment"),
                (edit(0, type=4), "its dynamic section lies in no segment"),
                (edit(0, size=8), "its dynamic section lies in no segment"),
                (edit(0, offset=2**63), "its dynamic section lies beyond its end"),
                (edit(0, offset=2**64 - 1), "its dynamic section lies in no segment"),
                # The dynamic section on top of the headers.
                (edit(1, address=0, size=64), "its dynamic section has no end")):
            with self.subTest(message=message):
                self.refused(f"DIR/a: {message}", self.put("a", MAKER.make(segments=change)))

    def test_strings(self):
        def with_size(value):
            return lambda dynamic: [(tag, value if tag == elf_make.DT_STRSZ else old)
                                    for tag, old in dynamic]
        for more, message in (
                ({"entries": lambda old: [(elf_make.DT_NEEDED, 2**40)] + old},
                 "a dynamic string lies beyond its table"),
                ({"entries": lambda old: [(elf_make.DT_NEEDED, 1), (elf_make.DT_NULL, 0)]},
                 "a dynamic string lies beyond its table"),
                ({"entries": with_size(2**64 - 1)}, "its dynamic strings lie in no segment"),
                ({"needed": ["liba.so"], "entries": with_size(5)},
                 "a dynamic string has no end"),
                ({"needed": ["x" * 16400]}, "a dynamic string is too long"),
                ({"runpath": "x" * 16400}, "a dynamic string is too long")):
            with self.subTest(message=message):
                self.refused(f"DIR/a: {message}", self.put("a", MAKER.make(**more)))

    def test_interpreters(self):
        self.refused("/nonexistent/ld.so: is needed by DIR/bin/program: "
                     "No such file or directory", self.program(interp="/nonexistent/ld.so"))
        self.refused("/: is needed by DIR/bin/program: is not a regular file",
                     self.program(interp="/"))
        self.put("ld.so", "#!/bin/sh\n")
        self.refused("DIR/ld.so: is needed by DIR/bin/program: is not an ELF file",
                     self.program(interp=self.path("ld.so")))

    def test_libraries(self):
        where = {"runpath": self.path("lib")}
        self.put("lib/liba.so", "INPUT(liba.so.1)\n")
        self.refused("DIR/lib/liba.so: is needed by DIR/bin/program: is not an ELF file",
                     self.program(["liba.so"], **where))
        self.put("lib/liba.so", HOST[:40])
        self.refused("DIR/lib/liba.so: is needed by DIR/bin/program: it ends within its header",
                     self.program(["liba.so"], **where))
        self.library("lib/liba.so", segments=edit(1, size=16))
        self.refused("DIR/lib/liba.so: its dynamic section has no end",
                     self.program(["liba.so"], **where))

    def test_cycles(self):
        self.library("lib/liba.so", ["libb.so", "liba.so"], runpath="$ORIGIN")
        self.library("lib/libb.so", ["liba.so", "libb.so"], runpath="$ORIGIN")
        self.assertEqual(self.closure(self.program(["liba.so"], runpath=self.path("lib"))),
                         {"lib/liba.so", "lib/libb.so"})
        # Names without end for one file, through a link.
        self.library("x/liba.so", ["x/liba.so"], soname=None)
        os.symlink(".", self.path("x/x"))
        path = self.program(["x/x/x/x/liba.so", "x/x/liba.so", "x/liba.so"])
        self.assertEqual(self.closure(path), {"x/liba.so"})

    def test_nothing_but_regular_files_is_opened(self):
        os.mkfifo(self.path("pipe"))
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(self.path("socket"))
        for name in (self.path("pipe"), self.path("socket"), "/dev/zero", self.dir):
            self.refused(f"{name}: is needed by DIR/bin/program and was not found; "
                         "install it, or name its directory with --ldd-path",
                         self.program([name]))
        self.refused("/dev/zero: is needed by DIR/bin/program: is not a regular file",
                     self.program(interp="/dev/zero"))

    @unittest.skipUnless(shutil.which("strace") or "LLGUARD_TEST_ABI" in os.environ, "no strace")
    def test_no_device_is_opened(self):
        # Opening one may already do something, as a watchdog does.
        path = self.program(["/dev/null", "/dev/zero"], interp=True)
        log = self.path("log")
        got = subprocess.run(["strace", "-o", log, PROGRAM, "plan", "--abi", "7", "--ldd", path],
                             capture_output=True, timeout=60, check=False,
                             env={**ENV, "ASAN_OPTIONS": "detect_leaks=0"})
        self.assertEqual(got.returncode, 1)
        with open(log, encoding="ascii", errors="replace") as file:
            lines = file.read().splitlines()
        self.assertTrue(any("stat" in line and '"/dev/null"' in line for line in lines))
        self.assertFalse([line for line in lines if "open" in line and '"/dev/' in line])

    def test_no_file_that_is_no_library(self):
        # A program must not choose what it may read.
        self.refused("/etc/passwd: is needed by DIR/bin/program: is not an ELF file",
                     self.program(["/etc/passwd"]))

    def test_too_much_to_look_for(self):
        names = [f"x{i}" for i in range(4000)]
        path = self.program([], runpath=":".join("/%x" % i for i in range(3000)),
                            more=[(elf_make.DT_AUXILIARY, name) for name in names])
        self.refused("the program has the loader look for too many files; allow its directories "
                     "with --rox", path)

    def test_too_many_libraries(self):
        data = MAKER.make([], interp=False)
        for i in range(2050):
            self.put(f"lib/l{i}", data)
        path = self.program([f"lib/l{i}" for i in range(2050)])
        self.refused("DIR/bin/program: needs too many libraries; expected at most 2048", path)

    def test_too_many_names(self):
        self.library("lib/l")
        for i in range(4097):
            os.symlink("l", self.path(f"lib/l{i}"))
        path = self.program([f"lib/l{i}" for i in range(4097)])
        self.refused("DIR/bin/program: needs too many libraries; expected at most 4096 names",
                     path)

    def test_words_without_end(self):
        path = self.program(["liba.so"], runpath=":".join(["/$LIB/$PLATFORM" * 60] * 15))
        self.refused("liba.so: is needed by DIR/bin/program and was not found; "
                     "install it, or name its directory with --ldd-path", path)

    def test_names_that_are_no_text(self):
        path = self.program(["lib\x1b[2J\n.so"])
        got = self.plan(path)
        self.assertEqual(got.returncode, 1)
        self.assertNotIn("\x1b", got.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
