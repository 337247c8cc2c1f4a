#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The files for Fluent Bit, as far as that can be said without it.

It is in no package index. What is tested is what silently loses lines: buffers that
are smaller than a line, a parser that is not there, a name for the wrong member.
"""
import re
import sys

from pipeline import CONFIGS, LOGS, events, parsed

UNITS = {"k": 1 << 10, "m": 1 << 20}


def sections(name):
    """[(section, {key: value})] of a file in the classic form."""
    found = []
    for line in (CONFIGS / name).read_text().splitlines():
        if re.fullmatch(r"\[[A-Z]+\]", line):
            found.append((line[1:-1], {}))
        elif line and not line.startswith("#"):
            key, value = re.fullmatch(r" {4}(\w+) +(\S.*)", line).groups()
            if key in found[-1][1]:
                raise ValueError(f"{name}: {key}: twice")
            found[-1][1][key] = value
    return found


def size(word):
    return int(word[:-1]) * UNITS[word[-1]]


def main():
    main_file = sections("fluent-bit.conf")
    (kind, parser), = sections("fluent-bit-parsers.conf")
    of = dict(main_file)
    lines = events().splitlines(True)
    members = {name for line in parsed(lines) for name in line}
    longest = max(map(len, lines))
    rule = of["FILTER"]["Rule"].split()
    checks = {
        "the sections": [name for name, _ in main_file] == [
            "SERVICE", "INPUT", "FILTER", "OUTPUT"],
        "the parser": kind == "PARSER" and parser["Name"] == of["INPUT"]["Parser"]
        and of["SERVICE"]["Parsers_File"] == "fluent-bit-parsers.conf",
        "the time's member": parser["Time_Key"] in members,
        "a buffer above the longest line": size(of["INPUT"]["Buffer_Max_Size"])
        >= size(of["INPUT"]["Buffer_Chunk_Size"]) > longest > 32768,
        "long lines": of["INPUT"]["Skip_Long_Lines"] == "On",
        "the rule's member": rule[0].removeprefix("$") in members,
        "the rule's tag": rule[2] == of["OUTPUT"]["Match"],
        "the path": of["INPUT"]["Path"].startswith(LOGS),
    }
    for what, good in checks.items():
        print(f"{what}: {'right' if good else 'WRONG'}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
