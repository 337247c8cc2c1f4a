#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events: which are printed, of those that are read."""
import os
import subprocess
import time
import unittest

from events_case import PROGRAM, access, call, eoe, ids, lines, run, start

LOG = b"".join((
    access(1, "1f", seconds=100), start(1, "1f", 10, 100), call(1, 20, 10, 100),
    access(2, "2a", "net.connect_tcp", 200), call(2, 21, 10, 200, "/bin/nc"),
    access(3, "2a", "fs.write_file,fs.truncate", 300), call(3, 22, 21, 300),
    access(4, "3b", "ptrace", 400), start(4, "3b", 99, 400, "/bin/other"),
    access(5, "3b", "fs.teleport", 500),
))


def chosen(*words, text=LOG):
    done = run("-", *words, text=text)
    assert done.returncode == 0, done.stderr
    return [(line["kind"][:6], number) for line, number in
            zip(lines(done), ids(lines(done)))]


def denials(*words, text=LOG):
    return [number for kind, number in chosen(*words, text=text) if kind == "denial"]


class Filters(unittest.TestCase):
    def test_time(self):
        for words, expected in (
            (["--since", "@200"], [2, 3, 4, 5]),
            (["--until", "@200"], [1]),
            (["--since", "@200", "--until", "@300.001"], [2, 3]),
            (["--since", "1970-01-01T00:05:00Z"], [3, 4, 5]),
            (["--since", "1970-01-01t01:05:00.000+01:00"], [3, 4, 5]),
            (["--since", "1969-12-31T23:05:00-01:00"], None),
            (["--since", "1970-01-01T00:05:00.001Z"], [4, 5]),
            (["--until", "1970-01-02"], [1, 2, 3, 4, 5]),
            (["--since", "1970-01-02"], []),
            (["--since", "-2h"], []),
            (["--until", "-7d"], [1, 2, 3, 4, 5]),
        ):
            if expected is None:
                self.assertEqual(run("-", *words).returncode, 2)
            else:
                self.assertEqual(denials(*words), expected, words)

    def test_time_ago(self):
        now = int(time.time())
        text = b"".join(access(i, seconds=now - ago)
                        for i, ago in enumerate((10, 100, 5000, 100000)))
        for words, expected in ((["--since", "-60s"], [0]), (["--since", "-5m"], [0, 1]),
                                (["--since", "-2h"], [0, 1, 2]),
                                (["--since", "-1w"], [0, 1, 2, 3])):
            self.assertEqual(sorted(denials(*words, text=text)), expected)

    def test_domain(self):
        self.assertEqual(chosen("--domain", "1f"), [("denial", 1), ("domain", 1)])
        self.assertEqual(denials("--domain", "0x2A"), [2, 3])
        self.assertEqual(denials("--domain", "1f", "--domain", "3b"), [1, 4, 5])
        self.assertEqual(denials("--domain", "f"), [])

    def test_exe(self):
        self.assertEqual(denials("--exe", "/bin/nc"), [2])
        self.assertEqual(denials("--exe", "/bin/nc", "--exe", "/bin/cat"), [1, 2, 3])
        self.assertEqual(denials("--exe", "/bin/ca"), [])
        self.assertEqual(chosen("--exe", "/bin/other"), [("domain", 4)])

    def test_blocker(self):
        self.assertEqual(denials("--blocker", "net.connect_tcp"), [2])
        self.assertEqual(denials("--blocker", "fs.truncate"), [3])
        self.assertEqual(denials("--blocker", "ptrace", "--blocker", "fs.write_file"),
                         [3, 4])

    def test_class(self):
        self.assertEqual(denials("--class", "fs"), [1, 3, 5])
        self.assertEqual(denials("--class", "net", "--class", "ptrace"), [2, 4])

    def test_all_have_to_hold(self):
        self.assertEqual(denials("--class", "fs", "--since", "@200",
                                 "--exe", "/bin/cat"), [3])

    def test_counters_count_them_all(self):
        plain = lines(run("-", "--summary", text=LOG))[-1]
        status = lines(run("-", "--summary", "--domain", "1f", text=LOG))[-1]
        for line in (plain, status):
            del line["time"]
        self.assertEqual(status, plain)
        self.assertEqual(status["denials"], 5)

    def test_usage(self):
        for words, message in (
            (["--blocker", "fs.read_fil"], b"did you mean fs.read_file?"),
            (["--blocker", "read_file"], b"did you mean fs.read_file?"),
            (["--blocker", "signal"], b"did you mean scope.signal?"),
            (["--blocker", "ptrac"], b"did you mean ptrace?"),
            (["--blocker", "x" * 5000], b"is no word of the kernel's records"),
            (["--class", "nets"], b"--class: nets: is no class; expected fs, net,"),
            (["--class", "nets"], b"did you mean net?"),
            (["--domain", "xyz"], b"--domain: xyz: is no domain; expected hexadecimal"),
            (["--domain", "1" * 17], b"is no domain"),
            (["--domain", "-1"], b"is no domain"),
            (["--domain", ""], b"is no domain"),
            (["--mine", "0"], b"--mine: 0: is no process"),
            (["--mine", "1", "--mine", "2"], b"there are two of these"),
            (["--mine", "me"], b"--mine: me: is not valid"),
        ):
            done = run("-", *words, text=LOG)
            self.assertEqual((done.returncode, done.stdout), (2, b""), words)
            self.assertIn(message, done.stderr)

    def test_what_is_no_time(self):
        for word in ("yesterday", "", "@", "@1x", "-2", "-h", "-2y", "2025-02-29",
                     "2025-13-01", "2025-11-25T24:00:00Z", "2025-11-25T10:00:00",
                     "2025-11-25T10:00Z", "2025-11-25T10:00:00.Z", "25-11-2025",
                     "2025-11-25T10:00:00+1:00", "2025-11-25T10:00:00Zx"):
            done = run("-", "--since", word)
            self.assertEqual(done.returncode, 2, word)
            self.assertIn(b"is no time; expected 2025-11-25T14:25:35Z", done.stderr)

    def test_most_of_them(self):
        self.assertEqual(denials(*["--domain", "2a"] * 64), [2, 3])
        done = run("-", *["--exe", "/x"] * 65)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--exe: /x: there are too many of these; expected 64 at most",
                      done.stderr)

    def test_every_word_of_the_kernel_is_known(self):
        text = subprocess.run([PROGRAM, "list", "rights", "--format", "json"],
                              capture_output=True, check=True).stdout
        words = [word for word in text.decode().split('"')
                 if "." in word and " " not in word]
        self.assertGreater(len(words), 20)
        for word in words:
            self.assertEqual(denials("--blocker", word, text=b""), [])


class Mine(unittest.TestCase):
    def test_by_creator(self):
        self.assertEqual(chosen("--mine", "10"),
                         [("denial", 1), ("domain", 1), ("denial", 2), ("denial", 3)])
        self.assertEqual(denials("--mine", "99"), [4, 5])

    def test_by_parent(self):
        # 21 is a child of 10, and 22 of it: 2a has no start in this log.
        self.assertEqual(denials("--mine", "21"), [2, 3])

    def test_creator_decides(self):
        """A task of ours in a domain of another's is not meant."""
        text = (access(1, "5") + start(1, "5", 77) + call(1, 10, 1) + eoe(1)
                + access(2, "5") + call(2, 10, 1) + eoe(2))
        self.assertEqual(denials("--mine", "10", text=text), [])
        self.assertEqual(denials("--mine", "77", text=text), [1, 2])

    def test_children_that_run(self):
        """Those that this process has now are known by its side of /proc."""
        with subprocess.Popen(["sleep", "60"]) as child:
            text = access(1, "5") + start(1, "5", child.pid)
            self.assertEqual(denials("--mine", str(os.getpid()), text=text), [1])
            child.kill()
        self.assertEqual(denials("--mine", str(os.getpid()), text=text), [])


if __name__ == "__main__":
    unittest.main()
