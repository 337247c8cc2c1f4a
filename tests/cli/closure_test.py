#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The closures of the programs of this machine, against the loader's own list.

The loader lists with --list, which maps a program and does not run it.
"""
import collections
import concurrent.futures
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")
DIRECTORIES = ("/usr/bin", "/usr/sbin")
LEAST = 300
CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "ASAN_OPTIONS": "detect_leaks=0"}
# What may happen while a closure is looked for, by any libc of Linux.
LOOKS = {"open", "openat", "openat2", "read", "pread64", "close", "stat", "fstat",
         "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2",
         "readlink", "readlinkat", "getdents64", "fcntl", "brk", "mmap", "munmap",
         "mremap", "madvise", "getcwd", "getrandom", "write", "landlock_create_ruleset",
         "prctl", "exit_group", "ioctl", "lseek", "futex", "sched_yield",
         "rt_sigprocmask", "sigaltstack", "mprotect"}


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, timeout=60,
                          env=CLEAN, **more)


def plan(path, *options):
    got = run(PROGRAM, "plan", "--abi", "7", "--format", "json", *options, path)
    if got.returncode:
        return None, got.stderr
    rules = json.loads(got.stdout)["rules"]
    return {rule["path"]: set(rule["access"]) for rule in rules}, got.stderr


def interpreter(path):
    """The loader of a program of this machine's kind, or None."""
    with open(path, "rb") as file:
        data = file.read(4096)
    with open(sys.executable, "rb") as file:
        own = file.read(20)
    if len(data) < 64 or data[:6] != own[:6] or data[18:20] != own[18:20]:
        return None
    order = "<" if data[5] == 1 else ">"
    wide = data[4] == 2
    at, = struct.unpack_from(order + ("Q" if wide else "I"), data, 32 if wide else 28)
    size, count = struct.unpack_from(order + "HH", data, 54 if wide else 42)
    for i in range(count):
        part = at + i * size
        if part + size <= len(data) and struct.unpack_from(order + "I", data, part)[0] == 3:
            name, = struct.unpack_from(order + ("Q" if wide else "I"), data,
                                       part + (8 if wide else 4))
            return data[name:data.index(b"\0", name)].decode()
    return None


def programs():
    found = {}
    for directory in DIRECTORIES:
        for name in sorted(os.listdir(directory)):
            path = os.path.realpath(os.path.join(directory, name))
            if os.path.isfile(path) and os.access(path, os.R_OK | os.X_OK):
                loader = interpreter(path)
                if loader and "musl" not in loader:
                    found[path] = loader
    return found


PROGRAMS = programs()


def listed(path):
    """What the loader would load: paths without links, and names not found."""
    got = run(PROGRAMS[path], "--list", path)
    files = re.findall(r"(/\S+) \(0x[0-9a-f]+\)$", got.stdout, re.M)
    missing = re.findall(r"^\s*(\S+) => not found", got.stdout, re.M)
    return {os.path.realpath(file) for file in files}, missing


def strace(log, *words, calls=None):
    traced = ["strace", "-f", "-qq", "-o", log]
    if calls:
        traced += ["--seccomp-bpf", "-e", "trace=" + calls]
    return run(*traced, *words)


class Superset(unittest.TestCase):
    def test_every_program(self):
        self.assertGreaterEqual(len(PROGRAMS), LEAST)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            ours = pool.map(lambda path: plan(path, "--add-exec", "--ldd"), PROGRAMS)
            theirs = pool.map(listed, PROGRAMS)
            compared = spare = 0
            for path, (rules, message), (files, missing) in zip(PROGRAMS, ours, theirs):
                with self.subTest(path=path):
                    if missing:
                        self.assertIsNone(rules, missing)
                        self.assertTrue(any(name in message for name in missing), message)
                        continue
                    self.assertIsNotNone(rules, message)
                    self.assertEqual(files - set(rules), set())
                    self.assertEqual(rules[path], {"read_file", "execute"})
                    loader = os.path.realpath(PROGRAMS[path])
                    self.assertEqual(rules[loader], {"read_file", "execute"})
                    for file in set(rules) - {path, loader}:
                        self.assertEqual(rules[file], {"read_file"}, file)
                        self.assertEqual(os.path.realpath(file), file)
                    compared += 1
                    spare += len(set(rules) - files - {path, "/etc/ld.so.cache"})
        print(f"{compared} programs, {spare} files that the loader does not list")
        self.assertGreaterEqual(compared, LEAST)


@unittest.skipUnless(shutil.which("strace") or "LLGUARD_TEST_ABI" in os.environ, "no strace")
class NothingRuns(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        self.log = os.path.join(self.dir.name, "log")

    def test_nothing_is_executed(self):
        loop = f'for program; do "{PROGRAM}" plan --abi 7 --ldd "$program"; done'
        got = strace(self.log, "sh", "-c", loop, "sh", *PROGRAMS, calls="execve,execveat")
        self.assertEqual(got.returncode, 0, got.stderr)
        with open(self.log, encoding="ascii", errors="replace") as file:
            executed = collections.Counter(
                re.findall(r'\d+\s+exec\w+\("([^"]+)"', file.read()))
        del executed[shutil.which("sh", path=CLEAN["PATH"])]
        self.assertEqual(dict(executed), {PROGRAM: len(PROGRAMS)})

    def test_files_are_read_and_nothing_else(self):
        for path in list(PROGRAMS)[::len(PROGRAMS) // 10]:
            got = strace(self.log, PROGRAM, "plan", "--abi", "7", "--ldd", path)
            self.assertEqual(got.returncode, 0, got.stderr)
            with open(self.log, encoding="ascii", errors="replace") as file:
                lines = file.read().splitlines()
            start = next(i for i, line in enumerate(lines)
                         if "execve(" not in line and f'"{path}"' in line)
            for line in lines[start:]:
                call = re.match(r"\d+\s+(\w+)\(", line)
                if not call:
                    continue
                with self.subTest(path=path, line=line):
                    self.assertIn(call[1], LOOKS)
                    if call[1] in ("open", "openat"):
                        self.assertIn("O_RDONLY", line)
                    if call[1] == "mmap":
                        self.assertIn("MAP_ANONYMOUS", line)
                    if call[1] in ("mmap", "mprotect"):
                        self.assertNotIn("PROT_EXEC", line)


class Runs(unittest.TestCase):
    """exec with a closure and nothing else: what it allows is enough."""

    @classmethod
    def setUpClass(cls):
        info = json.loads(run(PROGRAM, "info", "--format", "json").stdout)
        if not info["kernel"]["abi"]:
            if "LLGUARD_TEST_ABI" in os.environ:
                raise AssertionError("no Landlock")
            raise unittest.SkipTest("no Landlock")

    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def script(self, name, text):
        with open(self.path(name), "w", encoding="ascii") as file:
            file.write(text)
        os.chmod(self.path(name), 0o755)
        return self.path(name)

    def test_true(self):
        got = run(PROGRAM, "exec", "--add-exec", "--ldd", "/usr/bin/true")
        self.assertEqual((got.returncode, got.stderr), (0, ""))

    def test_each_half_is_not_enough(self):
        for options in (["--add-exec"], ["--ldd"]):
            got = run(PROGRAM, "exec", *options, "/usr/bin/true")
            self.assertEqual(got.returncode, 126, options)

    def test_the_rest_is_denied(self):
        got = run(PROGRAM, "exec", "--add-exec", "--ldd", "cat", "/etc/passwd")
        self.assertEqual(got.returncode, 1)
        self.assertIn("Permission denied", got.stderr)
        got = run(PROGRAM, "exec", "--add-exec", "--ldd", "--ro", "/etc/passwd",
                  "cat", "/etc/passwd")
        self.assertEqual(got.returncode, 0, got.stderr)

    @unittest.skipUnless(shutil.which("strace") or "LLGUARD_TEST_ABI" in os.environ,
                         "no strace")
    def test_what_is_opened_is_what_is_allowed(self):
        log = self.path("log")
        options = ["--add-exec", "--ldd", "/usr/bin/true"]
        got = strace(log, PROGRAM, "exec", *options)
        self.assertEqual(got.returncode, 0, got.stderr)
        with open(log, encoding="ascii", errors="replace") as file:
            text = file.read()
        text = text[text.rindex('execve("/usr/bin/true"'):]
        self.assertNotIn("EACCES", text)
        opened = {os.path.realpath(path) for path in re.findall(
            r'open(?:at)?\((?:AT_FDCWD, )?"([^"]+)".* = \d', text)}
        opened |= {os.path.realpath("/usr/bin/true"),
                   os.path.realpath(interpreter("/usr/bin/true"))}
        self.assertEqual(opened, set(plan("/usr/bin/true", *options[:2])[0]))

    def test_shell_script(self):
        script = self.script("hello", "#!/bin/sh\necho hello from $0\n")
        got = run(PROGRAM, "exec", "--add-exec", "--ldd", script)
        self.assertEqual((got.returncode, got.stdout), (0, f"hello from {script}\n"),
                         got.stderr)

    def test_script_of_a_script(self):
        # The kernel opens what it executes, so each one needs the right to.
        last = self.script("0", "#!/bin/sh -e\necho $#\n")
        for i in range(1, 5):
            last = self.script(str(i), f"#!{last}\n")
        got = run(PROGRAM, "exec", "--add-exec", "--ldd", last)
        self.assertEqual((got.returncode, got.stdout), (0, "4\n"), got.stderr)

    def test_python_by_env(self):
        script = self.script(
            "hello.py", "#!/usr/bin/env python3\n"
            "try:\n    open('/etc/passwd')\n"
            "except PermissionError:\n    print('confined')\n")
        where = run("python3", "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))")
        self.assertEqual(where.returncode, 0, where.stderr)
        stdlib = ["--ro", where.stdout.strip()]
        got = run(PROGRAM, "exec", "--add-exec", "--ldd", *stdlib, script)
        self.assertEqual((got.returncode, got.stdout), (0, "confined\n"), got.stderr)
        got = run(PROGRAM, "exec", "--add-exec", *stdlib, script)
        self.assertEqual(got.returncode, 126)


if __name__ == "__main__":
    unittest.main(verbosity=2)
