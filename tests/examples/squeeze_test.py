#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What examples/squeeze does: squeeze_test.py [unittest's arguments...].  xz is the
other side of each round trip.
"""
import lzma
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import stat
import subprocess
import time
import unittest

from squeeze_case import (DATA, PATIENCE, SQUEEZE, TEXT, WithFolder, need, run)


class RoundTrips(WithFolder):
    def setUp(self):
        super().setUp()
        need(shutil.which("xz"), "xz")

    def test_xz_reads_what_squeeze_writes(self):
        for options in ("-0",), ("-3", "-T1"), ("-1", "-T4"), ("-6", "--threads=0"), ("-9",):
            packed = self.works("-zc", *options, data=DATA)
            self.assertLess(len(packed), len(DATA) // 2)
            self.assertEqual(run("xz", "-dc", data=packed), (0, DATA, ""))

    def test_squeeze_reads_what_xz_writes(self):
        for options in (
            ("-0",), ("-1", "-T4", "--block-size=65536"), ("-9e",), ("--check=sha256",),
            ("--check=none",), ("--x86", "--lzma2"),
        ):
            status, packed, errors = run("xz", "-zc", *options, data=DATA)
            self.assertEqual((status, errors), (0, ""))
            for threads in "-T1", "-T3":
                self.assertEqual(self.works("-dc", threads, data=packed), DATA)

    def test_levels_differ(self):
        sizes = [len(self.works("-c", f"-{level}", data=TEXT)) for level in (0, 9)]
        self.assertNotEqual(*sizes)

    def test_threads_make_blocks(self):
        packed = self.works("-0", "-T2", data=DATA)
        self.put("a.xz", packed)
        status, out, _ = run("xz", "--robot", "--list", self.folder / "a.xz")
        blocks = re.search(rb"^file\t\d+\t(\d+)\t", out, re.M)
        self.assertEqual(status, 0)
        self.assertGreater(int(blocks[1]), 1)

    def test_files(self):
        self.put("a", DATA)
        self.assertEqual(self.works("a"), b"")
        self.assertEqual(self.names(), ["a.xz"])
        self.assertEqual(run("xz", "-dc", self.folder / "a.xz"), (0, DATA, ""))
        self.works("-d", "a.xz")
        self.assertEqual(self.names(), ["a"])
        self.assertEqual((self.folder / "a").read_bytes(), DATA)

    def test_streams(self):
        """No name and "-", in both directions; an empty input, streams in a row."""
        for names in (), ("-",):
            self.assertEqual(self.works("-d", *names, data=self.works(*names, data=DATA)), DATA)
        self.assertEqual(run("xz", "-d", data=self.works(data=b"")), (0, b"", ""))
        two = lzma.compress(b"one ") + bytes(8) + lzma.compress(b"two")
        self.assertEqual(self.works("-d", data=two), b"one two")
        self.assertEqual(self.names(), [])

    def test_several_files(self):
        contents = {f"file {i}": TEXT[i:] for i in range(5)}
        for name, data in contents.items():
            self.put(name, data)
        self.works("-0", *contents)
        self.assertEqual(self.names(), [f"{name}.xz" for name in contents])
        self.works("-d", *self.names())
        for name, data in contents.items():
            self.assertEqual((self.folder / name).read_bytes(), data)

    def test_several_folders(self):
        (self.folder / "sub").mkdir()
        for name in "a", "sub/b", "c", "sub/d":
            self.put(name, TEXT)
        self.works("a", self.folder / "sub/b", "c", "./sub/d")
        self.assertEqual(self.names(), ["a.xz", "c.xz", "sub"])
        self.assertEqual(sorted(os.listdir(self.folder / "sub")), ["b.xz", "d.xz"])

    def test_many_files_in_few_descriptors(self):
        """None stays open after its turn."""
        names = [f"{i}" for i in range(40)]
        for name in names:
            self.put(name, name.encode())
        self.works(*names, before=("sh", "-c", 'ulimit -n 16; exec "$@"', "sh"))
        self.assertEqual(self.names(), sorted(f"{name}.xz" for name in names))


class Files(WithFolder):
    def test_keep(self):
        self.put("a", TEXT)
        self.works("-k", "a")
        self.assertEqual(self.names(), ["a", "a.xz"])
        self.works("-dkf", "a.xz")
        self.assertEqual(self.names(), ["a", "a.xz"])

    def test_stdout_keeps(self):
        self.put("a", TEXT)
        self.put("b.xz", self.works("-c", "a"))
        self.assertEqual(self.works("-dc", "b.xz", "b.xz"), TEXT + TEXT)
        self.assertEqual(self.names(), ["a", "b.xz"])

    def test_test(self):
        self.put("a.xz", lzma.compress(TEXT))
        self.assertEqual(self.works("-t", "a.xz"), b"")
        self.assertEqual(self.works("--test", data=lzma.compress(TEXT)), b"")
        self.assertEqual(self.names(), ["a.xz"])

    def test_suffixes(self):
        self.put("a.txz", lzma.compress(TEXT))
        self.works("-d", "a.txz")
        self.assertEqual(self.names(), ["a.tar"])
        self.put("b.xz", TEXT)
        self.fails(2, "b.xz: is compressed already, and left alone", "b.xz")
        for name in "c", ".xz":
            self.put(name, TEXT)
            self.fails(
                2, f"{name}: has no suffix that is known, and is left alone", "-d", name
            )
        self.assertEqual(self.names(), [".xz", "a.tar", "b.xz", "c"])

    def test_overwrite(self):
        self.put("a", TEXT)
        self.put("a.xz", b"mine")
        self.fails(1, "a.xz: exists already; --force overwrites it", "a")
        self.assertEqual((self.folder / "a.xz").read_bytes(), b"mine")
        self.assertEqual(self.names(), ["a", "a.xz"])
        self.works("-f", "a")
        self.assertEqual(lzma.decompress((self.folder / "a.xz").read_bytes()), TEXT)

    def test_overwrite_follows_no_link(self):
        self.put("a", TEXT)
        self.put("victim", b"mine")
        (self.folder / "a.xz").symlink_to("victim")
        self.fails(1, "a.xz: exists already; --force overwrites it", "a")
        self.works("-f", "a")
        self.assertEqual((self.folder / "victim").read_bytes(), b"mine")
        self.assertFalse((self.folder / "a.xz").is_symlink())

    def test_mode_and_times(self):
        for mode in 0o640, 0o600, 0o755:
            path = self.put("a", TEXT, mode)
            os.utime(path, ns=(10**18 + 7, 10**18 + 123456789))
            for words in ("a",), ("-d", "a.xz"):
                self.works(*words)
                made = (self.folder / self.names()[0]).stat()
                self.assertEqual(stat.S_IMODE(made.st_mode), mode)
                self.assertEqual(made.st_mtime_ns, 10**18 + 123456789)

    def test_owner(self):
        if os.geteuid():
            self.skipTest("not root")
        os.chown(self.put("a", TEXT), 1234, 5678)
        self.works("a")
        made = (self.folder / "a.xz").stat()
        self.assertEqual((made.st_uid, made.st_gid), (1234, 5678))

    def test_special_inputs(self):
        (self.folder / "folder").mkdir()
        self.put("a", TEXT)
        (self.folder / "link").symlink_to("a")
        os.mkfifo(self.folder / "fifo")
        self.fails(2, "folder: is a directory, and left alone", "folder")
        self.fails(2, "folder: is a directory, and left alone", "-c", "folder")
        self.fails(2, "link: is a symbolic link, and left alone", "link")
        self.fails(2, "fifo: is not a regular file, and left alone", "fifo")
        os.link(self.folder / "a", self.folder / "hard")
        self.fails(2, "a: has other links, and is left alone", "a")
        os.unlink(self.folder / "hard")
        (self.folder / "a").chmod(0o4755)
        self.fails(2, "a: is setuid, setgid or sticky, and left alone", "a")
        self.assertEqual(self.names(), ["a", "fifo", "folder", "link"])
        self.assertEqual(lzma.decompress(self.works("-c", "link")), TEXT)
        self.works("-k", "link")
        self.assertEqual(lzma.decompress((self.folder / "link.xz").read_bytes()), TEXT)

    def test_pipe_as_file(self):
        """An object that no rule can be made for."""
        read, write = os.pipe()
        os.write(write, b"through a pipe")
        os.close(write)
        self.put("a", b"and a file")
        packed = self.works("-c", f"/dev/fd/{read}", "a", pass_fds=(read,))
        os.close(read)
        self.assertEqual(lzma.decompress(packed), b"through a pipeand a file")

    def test_missing(self):
        self.put("a", TEXT)
        self.fails(1, "b: No such file or directory", "b", "a")
        self.assertEqual(self.names(), ["a.xz"])
        self.fails(1, "a.xz/b: Not a directory", "-d", "a.xz/b", "a.xz")
        self.assertEqual(self.names(), ["a"])

    def test_error_is_more_than_warning(self):
        self.put("a.xz", b"")
        self.assertEqual(self.squeeze("a.xz", "missing")[0], 1)
        self.assertEqual(self.squeeze("missing", "a.xz")[0], 1)


class Damage(WithFolder):
    def test_corrupt_and_cut(self):
        good = lzma.compress(DATA)
        flipped = bytearray(good)
        flipped[len(good) // 2] ^= 1
        for name, data, error in (
            ("flipped", bytes(flipped), "is corrupt"),
            ("cut", good[:-1], "is cut off"),
            ("half", good[: len(good) // 2], "is cut off"),
            ("empty", b"", "is not an .xz file|is cut off"),
            ("other", TEXT, "is not an .xz file"),
            ("garbage", good + b"garbage!" * 2, "is corrupt"),
        ):
            self.put(f"{name}.xz", data)
            for words in ("-d",), ("-d", "-T4"), ("-t",):
                with self.subTest(name=name, words=words):
                    status, out, errors = self.squeeze(*words, f"{name}.xz")
                    self.assertEqual((status, out), (1, b""))
                    self.assertRegex(
                        self.calm(errors), rf"^squeeze: {name}\.xz: ({error})\n$"
                    )
            self.assertEqual(self.names(), [f"{name}.xz"])
            os.unlink(self.folder / f"{name}.xz")

    def test_the_others_go_on(self):
        self.put("a.xz", b"bad")
        self.put("b.xz", lzma.compress(TEXT))
        self.assertEqual(self.squeeze("-d", "a.xz", "b.xz")[0], 1)
        self.assertEqual(self.names(), ["a.xz", "b"])

    def test_full_disk(self):
        need(os.path.exists("/dev/full"), "/dev/full")
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [SQUEEZE, "-c"], input=DATA, stdout=full, stderr=subprocess.PIPE,
                timeout=PATIENCE,
            )
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot be written: No space left", done.stderr)

    def started(self, *words, **more):
        """A squeeze that waits for more input, and its child."""
        process = subprocess.Popen(
            [SQUEEZE, *words], cwd=self.folder, stderr=subprocess.PIPE, **more
        )
        self.addCleanup(process.stderr.close)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        end = time.monotonic() + PATIENCE
        while not (found := children.read_text().split()):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)
        return process, int(found[0])

    def test_signal(self):
        """Whoever is hit, no output is left, and the status is the signal's."""
        for whom in 0, 1:
            self.put("endless", b"")
            os.truncate(self.folder / "endless", 1 << 40)
            process, child = self.started("-0", "endless")
            end = time.monotonic() + PATIENCE
            while not (self.folder / "endless.xz").exists():
                self.assertLess(time.monotonic(), end)
            os.kill((process.pid, child)[whom], signal.SIGTERM)
            self.assertEqual(process.wait(PATIENCE), -signal.SIGTERM)
            self.assertEqual(self.names(), ["endless"])

    def test_killed_child(self):
        self.put("endless", b"")
        os.truncate(self.folder / "endless", 1 << 40)
        process, child = self.started("-0", "endless")
        os.kill(child, signal.SIGKILL)
        self.assertEqual(process.wait(PATIENCE), 1)
        self.assertEqual(process.stderr.read(), b"squeeze: endless: Killed\n")
        self.assertEqual(self.names(), ["endless"])

    def test_killed_parent(self):
        read, write = os.pipe()
        process, child = self.started(stdin=read, stdout=subprocess.DEVNULL)
        watch = os.pidfd_open(child)
        process.kill()
        process.wait()
        self.assertTrue(select.select([watch], [], [], PATIENCE)[0])
        for fd in read, write, watch:
            os.close(fd)

    def test_closed_reader(self):
        status = subprocess.run(
            ["bash", "-c", f'"{SQUEEZE}" -dc a.xz | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}'],
            cwd=self.put("a.xz", lzma.compress(bytes(1 << 24))).parent, timeout=PATIENCE,
        ).returncode
        self.assertEqual(status, 128 + signal.SIGPIPE)


class Terminals(WithFolder):
    def on_terminal(self, *words, output):
        leader, terminal = pty.openpty()
        try:
            done = subprocess.run(
                [SQUEEZE, *words], cwd=self.folder, stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL if output else terminal,
                stdout=terminal if output else subprocess.DEVNULL, timeout=PATIENCE,
            )
            quiet = not select.select([leader], [], [], 0)[0]
        finally:
            os.close(leader)
            os.close(terminal)
        self.assertEqual((done.returncode, quiet), (1, True))
        return done.stderr.decode()

    def test_terminals(self):
        self.put("a", TEXT)
        for words in ("-c", "a"), ("-cf", "a"), ():
            self.assertIn(
                "compressed data is not written to a terminal",
                self.on_terminal(*words, output=True),
            )
        for words in ("-d",), ("-t",):
            self.assertIn(
                "compressed data is not read from a terminal",
                self.on_terminal(*words, output=False),
            )


class CommandLine(WithFolder):
    def test_help(self):
        out = self.works("--help").decode()
        self.assertTrue(out.startswith("usage: squeeze "))
        for word in "--stdout --keep --force --test --threads --report --verbose".split():
            self.assertIn(word, out)

    def test_bad_options(self):
        for word in ("--bogus", "-x", "--keep=3"):
            self.fails(1, f"{word}: is not an option, or takes no value; see --help", word)
        self.fails(1, "--threads: its value is missing", "-kT")
        for value in "x", "", "-1", "16385", "1k":
            self.fails(
                1, f"--threads: {value}: is not valid; expected a number from 0 to 16384",
                f"--threads={value}",
            )

    def test_last_of_a_kind_wins(self):
        self.assertEqual(self.works("-zt", data=lzma.compress(TEXT)), b"")
        self.assertEqual(lzma.decompress(self.works("-dz", data=TEXT)), TEXT)

    def test_verbose(self):
        self.put("a", TEXT)
        status, _, errors = self.squeeze("-v", "a")
        self.assertEqual(status, 0)
        size = (self.folder / "a.xz").stat().st_size
        self.assertRegex(
            self.calm(errors), rf"^squeeze: a: {len(TEXT)} -> {size} bytes, 0\.\d+\n$"
        )


if __name__ == "__main__":
    unittest.main()
