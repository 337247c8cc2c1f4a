#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events: several files, in any order, compressed or rotated."""
import gzip
import os
import subprocess
import unittest

from events_case import PROGRAM, RAW, Folder, access, ids, lines, run


class Storm(Folder):
    def test_more_than_there_is_room_for(self):
        """All denials are printed, and how many of their events too soon."""
        self.add(b"".join(access(i) for i in range(20000)))
        printed = lines(run(self.log, "--summary"))
        losses = [line for line in printed if line["kind"] == "loss"]
        self.assertEqual(sorted(ids(printed)), list(range(20000)))
        self.assertTrue(losses)
        self.assertEqual({(loss["why"], loss["time"]) for loss in losses},
                         {("overflow", "1970-01-01T00:00:01.000Z")})
        told = sum(loss["count"] for loss in losses)
        self.assertEqual(printed[-1]["lost"], told)
        self.assertLess(told, 20000)
        # What fits waits for its time, or the end.
        self.assertNotIn("loss", str(lines(run("-", text=b"".join(
            access(i) for i in range(1000))))))


class Compressed(Folder):
    def test_by_what_stands_in_it(self):
        plain = run(RAW)
        for name in ("audit.log.1.gz", "no-suffix"):
            path = self.folder / name
            path.write_bytes(gzip.compress(RAW.read_bytes()))
            done = run(path)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual(done.stdout, plain.stdout)
            with open(path, "rb") as file:
                done = subprocess.run([PROGRAM, "events", "-"], stdin=file,
                                      capture_output=True, timeout=60, check=True)
            self.assertEqual(done.stdout, plain.stdout)

    def test_called_so_and_plain(self):
        path = self.folder / "plain.gz"
        path.write_bytes(access(1))
        self.assertEqual(ids(lines(run(path))), [1])

    def test_damaged(self):
        path = self.folder / "cut.gz"
        whole = gzip.compress(b"".join(access(i) for i in range(5000)))
        path.write_bytes(whole[:len(whole) // 2])
        done = run(path, "--summary")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{path}: gzip -dc failed with status 1".encode(), done.stderr)
        printed = lines(done)
        self.assertGreater(len(printed), 10)
        self.assertEqual(printed[-1]["kind"], "status")

    def test_one_does_not_keep_the_next(self):
        self.add(access(7, seconds=9))
        (self.folder / "bad.gz").write_bytes(b"\x1f\x8b not")
        done = run(self.folder / "bad.gz", self.log)
        self.assertEqual((done.returncode, ids(lines(done))), (1, [7]))

    def test_no_gzip(self):
        path = self.folder / "a.gz"
        path.write_bytes(gzip.compress(access(1)))
        done = run(path, env={"PATH": "/nonexistent"})
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"gzip: No such file or directory", done.stderr)

    def test_pipe(self):
        done = run("-", text=gzip.compress(access(1)))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"-: is compressed, and no regular file; "
                      b"read it through gzip -dc", done.stderr)

    def test_reader_that_goes_away(self):
        path = self.folder / "big.gz"
        path.write_bytes(gzip.compress(b"".join(access(i) for i in range(20000))))
        done = subprocess.run(
            ["bash", "-c", '"$0" events "$1" | head -n 1', PROGRAM, path],
            capture_output=True, timeout=60, check=False)
        self.assertEqual((done.stdout.count(b"\n"), done.stderr), (1, b""))


class Order(Folder):
    def write(self, name, *seconds, compressed=False):
        text = b"".join(access(i, seconds=i) for i in seconds)
        path = self.folder / name
        path.write_bytes(gzip.compress(text) if compressed else text)
        return path

    def test_oldest_first(self):
        first = self.write("audit.log.10.gz", 1, 2, compressed=True)
        second = self.write("audit.log.2", 3, 4)
        third = self.write("audit.log", 5, 6)
        for names in ((third, second, first), (first, second, third),
                      (second, third, first)):
            done = run(*names)
            self.assertEqual(ids(lines(done)), [1, 2, 3, 4, 5, 6])
            self.assertEqual(done.stdout, run(first, second, third).stdout)

    def test_an_event_may_stand_in_two_files(self):
        (self.folder / "b").write_bytes(access(1, path="/1"))
        (self.folder / "a").write_bytes(
            access(1, path="/2").replace(b"LANDLOCK_ACCESS", b"UNKNOWN[1423]"))
        printed = lines(run(self.folder / "b", self.folder / "a"))
        self.assertEqual([line["parts"] for line in printed], [2, 2])

    def test_one_without_a_stamp_stays_behind_another(self):
        late = self.write("late", 5)
        none = self.folder / "none"
        none.write_bytes(b"# a comment\n\n")
        early = self.write("early", 1)
        self.assertEqual(ids(lines(run(late, none, early))), [1, 5])

    def test_rotated(self):
        self.write("audit.log", 9)
        self.write("audit.log.1", 7)
        self.write("audit.log.2.gz", 3, compressed=True)
        self.write("audit.log.4", 1)
        log = self.folder / "audit.log"
        self.assertEqual(ids(lines(run(log))), [9])
        # Behind a number that is missing there is nothing.
        self.assertEqual(ids(lines(run(log, "--rotated"))), [3, 7, 9])


class Usage(Folder):
    def test_what_cannot_be_meant(self):
        for words, message in (
            (["--rotated", "a", "b"], b"--rotated: is for one file"),
            (["--state", "s", "a", "b"], b"--state: is for one file"),
            (["--follow", "a", "b"], b"--follow: is for one file"),
            (["--follow", "--live"], b"--follow: is for files; leave it out, or --live"),
            (["--state", "s", "-"], b"--state: needs a file with a name"),
            (["--rotated", "-"], b"--rotated: needs a file with a name"),
            (["--fallback"], b"--fallback: is for --live; add --live"),
            (["--heartbeat", "5"], b"--heartbeat: needs an input that goes on"),
            (["--heartbeat", "no", "--live"], b"--heartbeat: no: is not valid; "
             b"expected seconds, from 1 to 86400"),
            (["--heartbeat", "0", "--live"], b"--heartbeat: 0: is not valid"),
        ):
            done = run(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(message, done.stderr)

    def test_missing(self):
        done = run("--rotated", self.log)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"audit.log: No such file or directory", done.stderr)
        done = run("--follow", self.folder / "no" / "log")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"/no/: No such file or directory", done.stderr)
        self.assertFalse(os.path.exists(self.folder / "no"))


if __name__ == "__main__":
    unittest.main()
