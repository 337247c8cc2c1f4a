#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events --max-line: every string of recorded logs, cut here as well."""
import os
import pathlib
import unittest

from events_case import access, lines, run

CORPUS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus", "recorded")
LOGS = sorted(CORPUS.glob("**/*.log"))
OBJECTS = {"object": ("path", "name", "dev", "ocomm"), "creator": ("comm", "exe"),
           "subject": ("comm", "exe", "subj", "cwd", "proctitle")}
FLAT = ("path", "name", "dev", "ocomm", "comm", "exe", "subj", "cwd", "proctitle",
        "creator_comm", "creator_exe")


def bytes_of(members, name):
    """A string's own bytes, of a title the whole."""
    if f"{name}_hex" in members:
        return bytes.fromhex(members[f"{name}_hex"])
    value = members[name]
    return (value[0] if isinstance(value, list) else value).encode()


def shortened(text, most):
    short = text[:most]
    for less in range(4):  # a character that is divided goes
        try:
            text.decode()
        except UnicodeDecodeError:
            return short
        try:
            short[:len(short) - less].decode()
            return short[:len(short) - less]
        except UnicodeDecodeError:
            pass
    return short


class Cut(unittest.TestCase):
    def members(self, whole, cut, names, most):
        """One object's; returns how many were cut."""
        count = 0
        for name in names:
            if name not in whole:
                self.assertNotIn(f"{name}_len", cut)
                continue
            text = bytes_of(whole, name)
            self.assertEqual(bytes_of(cut, name), shortened(text, most))
            if len(text) > most:
                count += 1
                self.assertEqual(cut[f"{name}_len"], len(text))
            else:
                self.assertNotIn(f"{name}_len", cut)
        return count

    def test_recorded(self):
        self.assertGreater(len(LOGS), 3)
        total = 0
        for log in LOGS:
            whole = lines(run(log))
            for most in (1, 6, 9, 4096):
                cut = lines(run("--max-line", most, log))
                self.assertEqual(len(whole), len(cut))
                for one, other in zip(whole, cut):
                    count = sum(
                        self.members(one[name], other[name], names, most)
                        for name, names in OBJECTS.items() if name in one)
                    if one["kind"] == "denial" and not one.get("object", {}).get("other"):
                        self.assertEqual("cut" in other.get("flags", []), count > 0
                                         or "name_len" in str(other))
                    total += count
        self.assertGreater(total, 100)

    def test_flat(self):
        for log in LOGS[:4]:
            whole = lines(run("--format", "flat", log))
            cut = lines(run("--format", "flat", "--max-line", 7, log))
            for one, other in zip(whole, cut, strict=True):
                count = self.members(one, other, FLAT, 7)
                self.assertEqual("cut" in other.get("flags", ""), count > 0)

    def test_misuse(self):
        for words, hint in ((["0"], "from 1 to 65536"), (["65537"], "from 1 to 65536"),
                            (["x"], "from 1 to 65536"),
                            (["9", "--format", "ecs"], "json or flat"),
                            (["9", "--format", "csv"], "json or flat")):
            done = run("--max-line", *words, "-", text=access(1, "1f"))
            self.assertEqual((done.returncode, done.stdout), (2, b""), words)
            self.assertIn(hint, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
