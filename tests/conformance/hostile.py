#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Inputs that lie: no crash, no denial that nobody recorded, and the counters add up.

By name, each with what must come out of it; then recorded logs with random damage,
whose seeds are fixed.
"""
import random
import re
import sys

import corpus
import driver
import forms
import hostile_cases
from hostile_cases import LINE_MAX

STAMP = rb"audit\([1-9]\d{0,9}\.\d{3}:[1-9]\d{0,8}\): "
HEADS = {
    # form: (what a LANDLOCK_ record surely looks like, what it at least has)
    "auditd": (rb"(?:node=[!-~]+ )?type=(?:LANDLOCK_%s|UNKNOWN\[%d\]|%d) msg="
               + STAMP, rb"(?:node=[^ ]* )?type=[^ ]*(?:LANDLOCK_%s|%d)[^ ]* "),
    "kmsg": (rb"(?:<5>)?\[ *\d+\.\d{6}\] audit: type=%d " + STAMP,
             rb"[<>\d,;:-]*(?:\[[^\]]*\] ?)*audit: type=0*%d "),
}
KINDS = {"ACCESS": ["denial"], "DOMAIN": ["domain_start", "domain_end"]}
RUNS = 60


def lines_of(data):
    lines = data.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def bounds(data, form, name):
    """How many records of a type there are: at least, at most."""
    number = getattr(corpus, name)
    words = (name.encode(), number, number) if form == "auditd" else (number,)
    least, most = (head % (words if at == 0 else words[:2])
                   for at, head in enumerate(HEADS[form]))
    lines = [line.removesuffix(b"\r") for line in lines_of(data)]
    lines = [line for line in lines if len(line) <= LINE_MAX]
    return (sum(bool(re.match(least, line)) for line in lines),
            sum(bool(re.match(most, line)) for line in lines))


def whole(data, form):
    """Run, and look at what holds for any input: (parsed lines, counters)."""
    try:
        lines, counters = driver.run(data, form)
    except driver.Failed as why:
        return [], {}, [str(why)]
    faults, parsed = [], []
    for line in lines:
        try:
            parsed.append(driver.parse(line))
        except ValueError as why:
            faults.append(f"{line!r}: {why}")
            return parsed, counters, faults
    if form != "netlink":
        if counters["lines"] != len(lines_of(data)):
            faults.append(f"{counters['lines']} lines, there are "
                          f"{len(lines_of(data))}")
        if driver.run(data, form, chunk=7) != (lines, counters):
            faults.append("differs in pieces")
    if counters["lines"] != sum(counters[name] for name in
                                ("records", "ignored", "unparsed")):
        faults.append(f"the counters do not add up: {counters}")
    for name, kinds in KINDS.items():
        came = sum(line["kind"] in kinds for line in parsed)
        if form in HEADS:
            least, most = bounds(data, form, name)
            if not least <= came <= most:
                faults.append(f"{came} of {kinds}, expected {least} to {most}")
        if name == "ACCESS" and came != counters["denials"]:
            faults.append(f"{came} denials, counted {counters['denials']}")
    return parsed, counters, faults


def lacks(want, got):
    """Whether a member that is wanted is not there, or another one."""
    if isinstance(want, dict) and isinstance(got, dict):
        return any(name not in got or lacks(value, got[name])
                   if value is not None else name in got
                   for name, value in want.items())
    return type(want) is not type(got) or want != got


def named():
    bad = 0
    for name, form, data, want, numbers in hostile_cases.cases():
        lines, counters, faults = whole(data, form)
        if len(lines) != len(want) or any(map(lacks, want, lines)):
            faults.append(f"expected {want}, got {lines}")
        for counter, number in numbers.items():
            if counters.get(counter) != number:
                faults.append(f"{counter}: expected {number}, "
                              f"got {counters.get(counter)}")
        for fault in faults:
            print(f"{name}: {fault[:2000]}")
        bad += bool(faults)
    return bad, len(list(hostile_cases.cases()))


def damage(rng, data):
    """Some bytes lost, doubled, moved, or of another value."""
    data = bytearray(data)
    for _ in range(rng.randrange(1, 40)):
        at = rng.randrange(len(data))
        end = at + rng.choice((1, 1, 2, 8, 100))
        what = rng.randrange(6)
        if what == 0:
            del data[at:end]
        elif what == 1:
            data[at:at] = data[at:end]
        elif what == 2:
            data[at] = rng.choice(b"\0\n\r\x1d \"=():[]0FfA\xff")
        elif what == 3:
            data[at] = rng.randrange(256)
        elif what == 4:
            data[at:at] = b"\n"
        else:
            source = rng.randrange(len(data))
            data[at:end] = data[source:source + end - at]
    return bytes(data)


def damaged():
    bad = runs = 0
    for log in corpus.logs():
        for form in forms.forms_of(log):
            data, _ = form.render(log)
            if form.source == "netlink" or len(data) > 60000:
                continue
            for seed in range(RUNS // 10):
                rng = random.Random(f"{log.name} {form.name} {seed}")
                broken = damage(rng, data)
                faults = whole(broken, form.source)[2]
                runs += 1
                bad += bool(faults)
                for fault in faults:
                    print(f"{log.name}: {form.name}: seed {seed}: {fault}")
    return bad, runs


def noise():
    bad = 0
    for seed in range(RUNS):
        rng = random.Random(f"noise {seed}")
        data = rng.randbytes(rng.randrange(5000))
        if seed % 2:
            words = [b"type=", b"LANDLOCK_ACCESS", b"1423", b" msg=audit(",
                     b"1764080735.711:", b"7", b"): ", b"domain=", b"1f",
                     b" blockers=", b"fs.execute", b" path=", b'"', b"2F", b"\n",
                     b"node=", b" ", b"\r", b"\0", b"\x1d", b"UNKNOWN[", b"]"]
            data = b"".join(rng.choices(words, k=rng.randrange(500)))
        for form in ("auditd", "kmsg", "auto"):
            faults = whole(data, form)[2]
            bad += bool(faults)
            for fault in faults:
                print(f"noise: {form}: seed {seed}: {fault}")
    return bad, 3 * RUNS


def main():
    total = 0
    for name, run in (("named", named), ("damaged", damaged), ("noise", noise)):
        bad, runs = run()
        print(f"{name:8} {runs} inputs, {bad} bad")
        total += bad + (runs == 0)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
