#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each trick of tricks_cases.py: no denial that nobody recorded, none with another
one's words, and none that is doubtful without a flag.

docs/detection/tricks.md lists the same ones, by the same names.
"""
import os
import pathlib
import re
import sys

import driver
import tricks_cases
from hostile import lacks

LIST = pathlib.Path(os.environ["SOURCE_DIR"], "docs", "detection", "tricks.md")
FLAGS_OF_FLOODS = {"no_syscall", "late", "split"}


def faults_of(trick):
    lines, counters = driver.run(trick.data, trick.form, **trick.options)
    parsed = [driver.parse(line) for line in lines]
    for name, number in trick.counters.items():
        if counters[name] != number:
            yield f"{name}: expected {number}, got {counters[name]}"
    if trick.lines is None:
        yield from unmarked(parsed)
        if len(parsed) != counters["denials"]:
            yield f"{len(parsed)} lines of {counters['denials']} denials"
        return
    if len(parsed) != len(trick.lines):
        yield f"expected {len(trick.lines)} lines, got {parsed}"
        return
    for want, got in zip(trick.lines, parsed):
        want = dict(want)
        flags = want.pop("flags", [])
        if set(flags) != set(got.get("flags", [])):
            yield f"flags: expected {flags}, got {got.get('flags')}"
        if lacks(want, got):
            yield f"expected {want}, got {got}"


def unmarked(parsed):
    """Of a flood: which of its denials has lost something, and does not say so."""
    for got in parsed:
        flags = set(got.get("flags", []))
        if got["kind"] != "denial" or flags - FLAGS_OF_FLOODS:
            yield f"not to be expected: {got}"
        if ("split" in flags) == ("parts" in got):
            yield f"in pieces or not: {got}"
        if "subject" not in got and "no_syscall" not in flags:
            yield f"without its call: {got}"
        if "subject" in got and got["object"]["path"] != "/etc/passwd":
            yield f"another one's call: {got}"


def listed():
    """The names in the first column that a test is named for."""
    return sorted(re.findall(r"^\| ([^|]+?) \| .* \| tricks \|$",
                             LIST.read_text(), re.M))


def main():
    bad, names = 0, set()
    for trick in tricks_cases.all_tricks():
        names.add(trick.name)
        faults = list(faults_of(trick))
        bad += bool(faults)
        for fault in faults:
            print(f"{trick.name}: {fault[:1500]}")
    if listed() != sorted(names):
        print(f"{LIST.name}: {set(listed()) ^ names}")
        bad += 1
    print(f"{len(names)} tricks, {bad} bad")
    return 1 if bad or not names else 0


if __name__ == "__main__":
    sys.exit(main())
