#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every recorded file in every form, against what the format says of it.

usage: check.py [--all] [FORM...]

Prints a row a form: how many records of each type were expected, and how many
lines were right in every member. --all prints every fault, not the first ones.
"""
import sys

import corpus
import driver
import forms
import names
from compare import Result, compare
from model import Model

FAULTS_SHOWN = 8


def check(log, form):
    data, takes = form.render(log)
    lines, counters = driver.run(data, form.option)
    parsed = [(raw, driver.parse(raw)) for raw in lines]
    result = compare(Model(form.source).run(takes), parsed, counters)
    read = sum(counters[name] for name in ("records", "ignored", "unparsed"))
    there = len(takes)
    if form.source != "netlink":
        there = data.count(b"\n") + (not data.endswith(b"\n") and data != b"")
    if not counters["lines"] == read == there:
        result.faults.append(("-", "(counter) lines", there, counters))
    return result


def main():
    words = [word for word in sys.argv[1:] if word != "--all"]
    shown = sys.maxsize if "--all" in sys.argv else FAULTS_SHOWN
    names.need()
    rows, bad = {}, 0
    for log in corpus.logs():
        for form in forms.forms_of(log):
            if words and form.name not in words:
                continue
            result = check(log, form)
            rows.setdefault(form.name, Result()).add(result)
            bad += len(result.faults)
            for line, member, want, got in result.faults[:shown]:
                print(f"{log.name}:{line}: {form.name}: {member}: "
                      f"expected {want!r}, got {got!r}")
            if len(result.faults) > shown:
                print(f"{log.name}: {form.name}: "
                      f"{len(result.faults) - shown} faults more")
    for name, result in rows.items():
        print(f"{name:9} {result.text()}")
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
