#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What journalctl has printed, against what the kernel multicast at the same time.

Both are recordings of the same denials: the journal must give the same lines, as
far as its form has what they are made of.
"""
import json
import sys
from collections import Counter

import corpus
import driver

RECORDED = corpus.CORPUS / "recorded"
WHOLE = ("export", "json")
SHORT = ("short", "short-iso", "short-precise", "short-unix", "short-full")
# What a line without a stamp, and alone in its event, still has.
ALONE = ("kind", "domain", "blockers", "object", "total")


def read(name):
    lines, counters = driver.run((RECORDED / name).read_bytes())
    return [driver.parse(line) for line in lines], counters


def text(line, members=None, without=()):
    return json.dumps({name: value for name, value in line.items()
                       if (members is None or name in members)
                       and name not in without}, sort_keys=True)


def compare(name, want, got, show):
    """One fault a line that only one of them has."""
    want, got = (Counter(show(line) for line in lines) for lines in (want, got))
    return ([f"{name}: is missing: {line}" for line in want - got] +
            [f"{name}: is too much: {line}" for line in got - want])


def whole(line):
    return text(line, without=("source", "boot"))


def alone(line):
    return text(line, members=ALONE)


def main():
    faults, compared = [], 0
    for log in sorted(RECORDED.glob("journal-yes-*.log")):
        want, _ = read(log.name)
        for form in (*WHOLE, *SHORT):
            path = log.with_suffix("." + form)
            if not path.exists():
                continue
            got, counters = read(path.name)
            compared += len(got)
            faults += compare(path.name, want, got,
                              whole if form in WHOLE else alone)
            source = "journal" if form in WHOLE else "text"
            if ({line["source"] for line in got} != {source}
                    or counters["unparsed"]):
                faults.append(f"{path.name}: {source}, {counters}")
            if form in WHOLE and len({line["boot"] for line in got}) != 1:
                faults.append(f"{path.name}: more than one boot")
    # Where journald has switched audit off, there is nothing.
    for path in (*RECORDED.glob("journal-no-*.export"),
                 *RECORDED.glob("journal-packaged-*.export")):
        got, counters = read(path.name)
        compared += 1
        if got or counters["unparsed"] or not counters["records"]:
            faults.append(f"{path.name}: {len(got)} lines, {counters}")
    for fault in faults:
        print(fault)
    print(f"{compared} lines, {len(faults)} faults")
    return 1 if faults or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
