#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Much in little memory: nothing is lost, and what is left out is said.

The records themselves come out whole; what other records and the table of domains
add to them may be missing where there was no room to wait for it.
"""
import sys
from collections import Counter

import corpus
import driver
import forms

LEAST = 192 * 1024    # LLGUARD_READER_MIN
OWN = ["v", "kind", "id", "time", "source", "node", "domain", "blockers",
       "rights", "class", "object", "total"]
BODY = 'blockers=fs.read_file path="/etc/passwd" dev="vda" ino=733'
START = ('status=allocated mode=enforcing pid=%d uid=0 exe="/usr/bin/app" '
         'comm="app"')


def access(stamp, body, node=""):
    return f"{node}type=LANDLOCK_ACCESS msg=audit({stamp}): {body}\n".encode()


def own(lines):
    """What a line has of its own record, as often as it comes."""
    return Counter(repr([(name, line[name]) for name in OWN if name in line])
                   for line in lines)


def read(data, form="auto", **options):
    lines, counters = driver.run(data, form, **options)
    return [driver.parse(line) for line in lines], counters


def recorded():
    """A log in the least buffer says the same of each record."""
    for log in corpus.logs():
        for form in forms.forms_of(log):
            data, _ = form.render(log)
            whole, counters = read(data, form.option)
            small, others = read(data, form.option, buffer=LEAST)
            if own(whole) != own(small):
                yield f"{log.name}: {form.name}: a record is lost"
            for name in ("lines", "records", "denials"):
                if counters[name] != others[name]:
                    yield f"{log.name}: {form.name}: {name}"


def one_event():
    """Of any number of parts; in pieces where it does not fit."""
    stamp, count = "1764080735.711:1623", 20000
    data = b"".join(access(stamp, f"domain=1f blockers=scope.signal opid={n} "
                           'ocomm="task"') for n in range(1, count + 1))
    data += (f"type=SYSCALL msg=audit({stamp}): arch=c000003e syscall=62 "
             "success=yes exit=0 pid=7 comm=\"kill\"\n"
             f"type=EOE msg=audit({stamp}): \n").encode()
    for size in (LEAST, 16 << 20):
        lines, _ = read(data, buffer=size)
        if [line["object"]["opid"] for line in lines] != list(
                range(1, count + 1)):
            yield f"{size}: a part is lost, or not in its place"
        if [line["part"] for line in lines] != list(range(1, count + 1)):
            yield f"{size}: the parts are not counted"
        split = ["split" in line.get("flags", []) for line in lines]
        parts = [line.get("parts") for line in lines]
        if size == LEAST and (not all(split) or any(parts)):
            yield "what is in pieces must say so, and not how many"
        if size != LEAST and (any(split) or set(parts) != {count} or any(
                line["subject"]["comm"] != "kill" for line in lines)):
            yield "what fits must be one"


def storm():
    """Many events of one record within the two seconds in which each waits."""
    count = 40000
    data = b"".join(access(f"1764080735.711:{n}", "domain=1f " + BODY)
                    for n in range(count))
    for size in (LEAST, 64 << 20):
        lines, counters = read(data, buffer=size)
        if sorted(int(line["id"].split(":")[1]) for line in lines) != list(
                range(count)):
            yield f"{size}: an event is lost"
        if (size == LEAST) != (counters["evicted"] > 0):
            yield f"{size}: {counters['evicted']} evicted"


def domains():
    """More domains than are remembered: each is still counted once."""
    count = 30000
    data = b"".join(
        f"type=LANDLOCK_DOMAIN msg=audit(1764080735.{n % 1000:03}:{n}): "
        f"domain={n:x} {START % n}\n".encode() +
        f"type=EOE msg=audit(1764080735.{n % 1000:03}:{n}): \n".encode()
        for n in range(1, count + 1))
    data += access("1764080736.000:1", "domain=1 " + BODY)
    data += access("1764080736.000:2", f"domain={count:x} " + BODY)
    lines, counters = read(data, buffer=LEAST)
    if len(lines) != count + 2 or counters["domains"] < count:
        yield f"{len(lines)} lines, {counters['domains']} domains"
    by_id = {line["id"]: line for line in lines}
    if "creator" in by_id["1764080736.000:1"]:
        yield "the first domain is still known: this is no test"
    if by_id["1764080736.000:2"].get("creator", {}).get("pid") != count:
        yield "the last domain is not known"


def nodes():
    """More nodes than are remembered."""
    count = 500
    data = b"".join(access("1764080735.711:7", f"domain={n:x} " + BODY,
                           f"node=host{n % count} ") for n in range(2 * count))
    lines, _ = read(data, buffer=LEAST)
    names = Counter(line["node"] for line in lines)
    if names != {f"host{n}": 2 for n in range(count)}:
        yield f"{len(lines)} lines of {len(names)} nodes"
    for line in lines:
        if int(line["domain"], 16) % count != int(line["node"][4:]):
            yield f"another node's denial: {line}"


def main():
    bad = 0
    for test in (recorded, one_event, storm, domains, nodes):
        faults = list(test())
        bad += len(faults)
        for fault in faults:
            print(f"{test.__name__}: {fault}")
        print(f"{test.__name__:9} {len(faults)} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
