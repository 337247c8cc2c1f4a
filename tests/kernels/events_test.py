#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events and info where the kernel really records denials.

events_test.py live|states|off_at_boot|abi KERNEL: boots a machine, runs a script
of guest/ in it, and compares what it printed with what must have happened there,
member by member.
"""
import collections
import datetime
import json
import re
import sys
import unittest

import machine

HEX = re.compile(r"[0-9a-f]+")
ID = re.compile(r"[0-9]{10}\.[0-9]{3}:[0-9]+")
# outer may do in b what inner may do in a: see guest/nested.c.
OUTER, INNER = "/usr/bin/outer", "/usr/bin/inner"


def lines_by_word(lines):
    """The JSON of each line WORD JSON, by WORD; facts apart."""
    facts, words = {}, collections.defaultdict(list)
    for line in lines:
        word, _, text = line.partition(" ")
        if word == "fact":
            name, _, value = text.partition(" ")
            facts[name] = int(value) if value.isdigit() else value
        else:
            words[word].append(text)
    return facts, words


def time_of(stamp):
    """A stamp's time as JSON has it."""
    seconds, milliseconds = stamp.split(":")[0].split(".")
    date = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    return f"{date:%Y-%m-%dT%H:%M:%S}.{milliseconds}Z"


class Case(unittest.TestCase):
    """Comparison of objects in which some values cannot be known."""

    maxDiff = None

    def same(self, got, expected, where=""):
        """expected holds values, patterns for strings, and types."""
        if isinstance(expected, dict):
            self.assertIsInstance(got, dict, where)
            self.assertEqual(sorted(got), sorted(expected), f"members of {where}")
            for name, value in expected.items():
                self.same(got[name], value, f"{where}.{name}")
        elif isinstance(expected, re.Pattern):
            self.assertIsInstance(got, str, where)
            self.assertRegex(got, re.compile(f"^(?:{expected.pattern})$"), where)
        elif isinstance(expected, type):
            self.assertIs(type(got), expected, where)
        else:
            self.assertEqual((type(got), got), (type(expected), expected), where)

    def common(self, kind, line, source, boot):
        """The members that all lines begin with."""
        members = {"v": 1, "kind": kind, "id": ID, "time": time_of(line["id"]),
                   "source": source}
        if boot:
            members["boot"] = boot
        return members

    def is_status(self, line, state, why, counters):
        """counters are denials and domains; nothing may be lost."""
        self.same(line, {
            "v": 1, "kind": "status", "time": re.compile(r"[-0-9]+T[:.0-9]+Z"),
            "state": state, "why": why, "lines": int, "records": int,
            "ignored": 0, "unparsed": 0, "denials": counters[0],
            "domains": counters[1], "unlogged": 0, "late": 0, "truncated": 0,
            "lost": 0}, state)
        self.assertEqual(line["lines"], line["records"])


class Live(Case):
    """The attack, seen by a listener and in a log at the same time."""

    @classmethod
    def setUpClass(cls):
        cls.facts, cls.said = lines_by_word(
            machine.run(KERNEL, "events_live.sh"))
        cls.facts["boot"] = cls.facts["boot"].replace("-", "")

    def htdocs(self, run):
        pid = self.facts[f"{run}_pid"]
        return {"pid": pid, "uid": 0, "comm": "htdocs", "exe": machine.HTDOCS}

    def program(self, exe):
        comm = exe.rpartition("/")[2]
        return {"pid": self.facts[f"{comm}_pid"], "uid": 0, "comm": comm,
                "exe": exe}

    def is_attack(self, line, run, source, boot):
        """The denial of the attack, under auditd in this format."""
        creator = self.htdocs(run)
        title = [machine.HTDOCS, "--root", self.facts[f"{run}_site"], "--port",
                 "0", "--vulnerable", "--report"]
        self.same(line, {
            **self.common("denial", line, source, boot),
            "part": 1, "parts": 1, "domain": HEX, "blockers": "fs.read_file",
            "rights": ["fs.read_file"], "class": "fs", "outcome": "denied",
            "mode": "enforcing",
            "object": {"kind": "path", "path": "/etc/passwd", "dev": "rootfs",
                       "ino": str(self.facts["passwd_ino"])},
            "subject": {
                "from": "syscall", "pid": creator["pid"],
                "ppid": self.facts["script_pid"], "uid": 0, "euid": 0, "gid": 0,
                "egid": 0, "comm": "htdocs", "exe": machine.HTDOCS,
                "proctitle": title,
                "proctitle_hex": "\0".join(title).encode().hex().upper()},
            "syscall": {
                "arch": "x86_64", "number": 257, "name": "openat", "a0": HEX,
                "a1": HEX, "a2": HEX, "a3": HEX, "success": False, "exit": -13,
                "errno": "EACCES"},
            "creator": creator}, f"{source} {run}")

    def is_start(self, line, denial, creator, source, boot):
        self.same(line, {
            **self.common("domain_start", line, source, boot),
            "domain": denial["domain"], "mode": "enforcing",
            "creator": creator}, f"{source} domain_start")
        self.assertEqual(line["id"], denial["id"])

    def is_end(self, line, domain, creator, counted, source, boot):
        self.same(line, {
            **self.common("domain_end", line, source, boot), "domain": domain,
            "total": counted, "logged": counted, "unlogged": 0,
            "creator": creator}, f"{source} domain_end")

    def test_live(self):
        """From its start to its stop: three programs, four domains."""
        lines = [json.loads(text) for text in self.said["live"]]
        boot = self.facts["boot"]
        kinds = [line["kind"] for line in lines]
        shared = ["denial", "domain_start", "denial", "domain_start"]
        attack = ["denial", "domain_start", "domain_end"]

        self.assertEqual(self.said["live_errors"], [])
        self.assertEqual(self.facts["live_status"], 0)
        self.assertEqual(kinds, ["status", *attack, *attack, *shared, "denial",
                                 "denial", "domain_end", "domain_end", "status"])
        self.is_status(lines[0], "started", "", (0, 0))
        for run, (denial, start, end) in zip(
                ("ENRICHED", "RAW"), (lines[1:4], lines[4:7])):
            creator = self.htdocs(run)
            self.is_attack(denial, run, "netlink", boot)
            self.is_start(start, denial, creator, "netlink", boot)
            self.is_end(end, denial["domain"], creator, 1, "netlink", boot)
        self.is_nested(lines[7:15], boot)
        self.is_status(lines[15], "stopped", "", (6, 4))

    def is_nested(self, lines, boot):
        """Moves out of a, which outer refuses, and into a, which inner does."""
        outer, inner = self.program(OUTER), self.program(INNER)
        moves = [
            (lines[0], "out", 1, "fs.remove_file", "/tmp/a", outer),
            (lines[2], "out", 2, "fs.make_reg", "/tmp/b", inner),
            (lines[4], "in", 1, "fs.remove_file", "/tmp/b", inner),
            (lines[5], "in", 2, "fs.make_reg", "/tmp/a", outer),
        ]
        for line, name, part, right, path, creator in moves:
            title = ["inner", "out", "in"]
            self.same(line, {
                **self.common("denial", line, "netlink", boot),
                "part": part, "parts": 2, "domain": HEX, "blockers": right,
                "rights": [right], "class": "fs", "outcome": "denied",
                "mode": "enforcing",
                "object": {"kind": "path", "path": path, "parent": True,
                           "dev": "tmpfs", "ino": re.compile("[0-9]+")},
                "subject": {
                    "from": "syscall", "pid": inner["pid"],
                    "ppid": outer["pid"], "uid": 0, "euid": 0, "gid": 0,
                    "egid": 0, "comm": "inner", "exe": INNER,
                    "proctitle": title,
                    "proctitle_hex": "\0".join(title).encode().hex().upper()},
                "syscall": {
                    "arch": "x86_64", "number": 82, "name": "rename", "a0": HEX,
                    "a1": HEX, "a2": HEX, "a3": HEX, "success": False,
                    "exit": -13, "errno": "EACCES"},
                "creator": creator}, f"move {name}, part {part}")
        self.is_start(lines[1], lines[0], outer, "netlink", boot)
        self.is_start(lines[3], lines[2], inner, "netlink", boot)
        self.assertEqual(lines[0]["domain"], lines[5]["domain"])
        self.assertEqual(lines[2]["domain"], lines[4]["domain"])
        self.assertNotEqual(lines[0]["domain"], lines[2]["domain"])
        self.is_end(lines[6], lines[2]["domain"], inner, 2, "netlink", boot)
        self.is_end(lines[7], lines[0]["domain"], outer, 2, "netlink", boot)

    def test_log(self):
        """The same attack in the log of auditd, which has no EOE."""
        for run in ("ENRICHED", "RAW"):
            lines = [json.loads(text) for text in self.said[f"log_{run}"]]
            creator = self.htdocs(run)
            with self.subTest(run):
                self.assertEqual(
                    [line["kind"] for line in lines],
                    ["domain_end", "denial", "domain_start", "status"])
                end, denial, start, status = lines
                self.is_attack(denial, run, "auditd", None)
                self.is_start(start, denial, creator, "auditd", None)
                self.is_end(end, denial["domain"], creator, 1, "auditd", None)
                self.is_status(status, "stopped", "", (1, 1))

    def test_both_say_the_same(self):
        """Where a line of the log comes from is all that differs."""
        live = {}
        for line in map(json.loads, self.said["live"]):
            live[line["kind"], line.get("id")] = line
        for run in ("ENRICHED", "RAW"):
            for line in map(json.loads, self.said[f"log_{run}"][:-1]):
                line.update(source="netlink", boot=self.facts["boot"])
                self.assertEqual(live[line["kind"], line["id"]], line)


# NAME: the state in info, whether events --live waits, what it has said.
STATES = {
    "on": ("on", True, ["started"]),
    # Neither may ask whether audit is on.
    "control": ("on", True, ["started"]),
    "pidns": ("on", None, None),
    "capability": ("no_capability", False, ["blind"]),
    "user": ("no_capability", False, ["blind"]),
    "userns": ("not_init_userns", False, ["blind"]),
    "netns": ("not_init_netns", True, ["blind"]),
    "netlink": ("filtered", False, ["blind"]),
    "family": ("filtered", False, ["blind"]),
    # The first of several causes.
    "off_capability": ("no_capability", False, ["blind"]),
    "off_netns": ("not_init_netns", True, ["blind"]),
    "off_control": ("off", True, ["blind"]),
    "off": ("off", True, ["blind", "ok", "denial", "domain_start", "denial",
                          "domain_start"]),
    "switched": ("on", True, ["started", "blind", "ok", "denial", "domain_start",
                              "denial", "domain_start"]),
    # Boots of their own.
    "off_at_boot": ("off_at_boot", False, ["blind"]),
    "abi": ("abi", True, ["blind"]),
}
# What the reason has to name.
REASONS = {"off": "Audit=no", "off_at_boot": "audit=0",
           "capability": "CAP_AUDIT_READ", "user": "CAP_AUDIT_READ"}


class States(Case):
    """Where nothing can be heard, info and events say so, and why."""

    def check(self, names, lines):
        said = collections.defaultdict(lambda: collections.defaultdict(list))
        for line in lines:
            name, word, text = line.split(" ", 2)
            said[name][word].append(text)
        self.assertEqual(sorted(said), sorted(names))
        for name in names:
            with self.subTest(name):
                self.is_state(name, said[name])

    def is_state(self, name, said):
        state, waits, kinds = STATES[name]
        audit = json.loads(said["info"][0])["audit"]

        self.same(audit, {"state": state, "reason": str}, "audit")
        self.assertEqual(bool(audit["reason"]), state != "on", audit)
        self.assertIn(REASONS.get(name, ""), audit["reason"])
        if waits is None:
            return
        lines = [json.loads(text) for text in said["live"]]
        self.assertEqual(said["waits"], ["yes" if waits else "no"])
        self.assertEqual(said["status"], ["0" if waits else "1"])
        self.assertEqual(
            [line.get("state", line["kind"]) for line in lines
             if line["kind"] != "domain_end"],
            [*kinds, *(["stopped"] if waits else [])])
        self.is_status(lines[0], kinds[0], "" if state == "on" else state, (0, 0))
        if "blind" not in kinds:
            self.assertEqual(said["errors"], [])
            return
        for line in lines:
            if line.get("state") == "blind":
                self.assertEqual(line["why"], "off" if state == "on" else state)
            elif "state" in line:
                self.assertEqual(line["why"], "")
        finding = json.loads(said["errors"][-1])
        self.assertEqual(
            (finding["kind"], finding["code"], finding["key"]),
            ("finding", "blind", "--live"))
        if state == "on":
            self.assertIn(REASONS["off"], finding["text"])
        else:
            self.assertEqual(finding["text"], audit["reason"])
        self.assertEqual(finding["severity"], "warning" if waits else "error")

    def test_states(self):
        alone = {"off_at_boot": "audit=0", "abi": ""}
        wanted, words = [name for name in STATES if name not in alone], ""
        if KIND in alone:
            wanted = [KIND]
            words = f"LLGUARD_TEST_STATE={KIND} {alone[KIND]}"
        self.check(wanted, machine.run(KERNEL, "events_states.sh", words))


if __name__ == "__main__":
    KIND, KERNEL = sys.argv[1:3]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(
        Live if KIND == "live" else States)
    done = unittest.TextTestRunner(verbosity=2).run(tests)
    sys.exit(not done.wasSuccessful())
