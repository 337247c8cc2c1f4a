#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard list, and presets on the command line."""
import json
import os
import subprocess
import sys
import unittest

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")

PRESETS = ["libc_1", "resolver_1", "tls_1", "locale_1", "tty_1", "dev_1"]
GROUPS = {
    "read": ["read_file", "read_dir"],
    "read_execute": ["execute", "read_file", "read_dir"],
    "read_write": 15, "read_write_execute": 16,
}
# words, the message
WRONG = [
    (["list"], "list: what to list is missing; expected rights, groups or "
     "presets; see --help"),
    (["list", "kernels"], "list: kernels: there is no such list; expected "
     "rights, groups or presets"),
    (["list", "rights", "groups"], "list: groups: is one word too many; see "
     "--help"),
    (["list", "rights", "--format", "xml"], "--format: xml: is not a format; "
     "expected text or json"),
    (["plan", "--bind-tcp", "81-80"], "--bind-tcp: 81-80: ends before it "
     "begins; expected FIRST-LAST"),
    (["plan", "--bind-tcp", "5-0"], "--bind-tcp: 5-0: ends before it begins; "
     "expected FIRST-LAST"),
    (["plan", "--bind-tcp", "80-"], "--bind-tcp: : is not valid; expected a "
     "port from 0 to 65535"),
    (["plan", "--bind-tcp", "80-65536"], "--bind-tcp: 65536: is not valid; "
     "expected a port from 0 to 65535"),
    (["plan", "--bind-tcp", "1-2-3"], "--bind-tcp: 2-3: is not valid; expected "
     "a port from 0 to 65535"),
    (["plan", "--bind-tcp", "x-3"], "--bind-tcp: x: is not valid; expected a "
     "port from 0 to 65535"),
    (["plan", "--bind-tcp", "0-65535"], "--bind-tcp: 0: the range has too many "
     "ports; expected 16384 ports at most; split it, or use --unrestricted net"),
    (["plan", "--preset", "libc"], "--preset: libc: is not a preset; expected "
     + ", ".join(PRESETS) + "; see list presets"),
    (["plan", "--preset", "dev_1", "--unrestricted", "fs"],
     "--preset: dev_1: the policy handles none of the preset's rights, so they "
     "are allowed everywhere; expected rights of .handled; drop the option, or "
     "what takes its set out: --unrestricted, --level"),
]


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True,
                          timeout=60)


def objects(*words):
    result = run("list", *words, "--format", "json")
    return [json.loads(line) for line in result.stdout.splitlines()]


class List(unittest.TestCase):
    def test_rights(self):
        rights = objects("rights")
        self.assertEqual(25, len(rights))
        self.assertEqual(rights, sorted(rights, key=lambda right: right["bit"]))
        for right in rights:
            self.assertEqual({"v", "kind", "name", "set", "blocker", "bit",
                              "abi", "object", "help"}, set(right))
            self.assertEqual("right", right["kind"])
        lines = run("list", "rights").stdout.splitlines()
        self.assertEqual([right["blocker"] for right in rights],
                         [line.split()[0] for line in lines])
        self.assertEqual(
            "fs.read_file (ABI 1, both): open a file for reading", lines[2])

    def test_groups(self):
        groups = objects("groups")
        self.assertEqual(list(GROUPS), [group["name"] for group in groups])
        for group in groups:
            expected = GROUPS[group["name"]]
            if isinstance(expected, int):
                self.assertEqual(expected, len(group["rights"]))
            else:
                self.assertEqual(expected, group["rights"])
        self.assertEqual(4, len(run("list", "groups").stdout.splitlines()))

    def test_presets(self):
        presets = objects("presets")
        self.assertEqual(PRESETS, [preset["name"] for preset in presets])
        names = {right["name"] for right in objects("rights")}
        for preset in presets:
            for rule in preset["rules"]:
                self.assertLessEqual(set(rule["access"]), names)
                self.assertIn(rule["kind"], ("path", "port"))
        text = run("list", "presets").stdout
        for preset in PRESETS:
            self.assertIn(f"{preset}: ", text)

    def test_option_before_the_word(self):
        self.assertEqual(run("list", "groups", "--format=json").stdout,
                         run("list", "--format", "json", "groups").stdout)

    def test_help(self):
        result = run("list", "--help")
        self.assertEqual(0, result.returncode)
        self.assertIn("rights|groups|presets", result.stdout)


class Ranges(unittest.TestCase):
    def test_plan(self):
        result = run("plan", "--abi", "4", "--format", "json",
                     "--bind-tcp", "8000-8099", "--connect-tcp", "8000-8099",
                     "--bind-tcp", "8000", "--bind-tcp", "7-7")
        both = ["bind_tcp", "connect_tcp"]
        self.assertEqual(
            [(8000, 8099, both, 100), (8000, None, both[:1], None),
             (7, 7, both[:1], 1)],
            [(rule["port"], rule.get("port_last"), rule["access"],
              rule.get("count")) for rule in json.loads(result.stdout)["rules"]])

    def test_text(self):
        result = run("plan", "--abi", "4", "--bind-tcp", "8000-8099")
        self.assertIn("rule 0: port 8000-8099: allows net.bind_tcp\n",
                      result.stdout)


class Preset(unittest.TestCase):
    def test_plan_looks_at_the_paths(self):
        result = run("plan", "--abi", "5", "--format", "json",
                     "--preset", "dev_1", "--preset", "dev_1",
                     "--preset", "libc_1")
        rules = json.loads(result.stdout)["rules"]
        self.assertEqual(["dev_1", "libc_1"],
                         [rule["preset"] for rule in rules], "merged")
        there = [path for path in ("/dev/null", "/dev/zero", "/dev/full",
                                   "/dev/random", "/dev/urandom")
                 if os.path.exists(path)]
        self.assertEqual(len(there), rules[0]["count"])
        self.assertEqual("ok", rules[0]["state"])

    def test_wrong(self):
        for words, message in WRONG:
            with self.subTest(words=words):
                result = run(*words)
                self.assertEqual(f"landlock-guard: {message}\n", result.stderr)
                self.assertIn(result.returncode, (1, 2))
                self.assertEqual("", result.stdout)


unittest.main(argv=sys.argv[:1])
