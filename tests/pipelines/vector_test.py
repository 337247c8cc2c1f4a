#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""vector.vrl and the conditions of vector.yaml, in VRL's own engine.

Needs what requirements.txt names. Vector itself is in no package index.
"""
import json
import sys

import yaml
from vrl_python import VRLRuntime

from pipeline import CONFIGS, alerts, compare, doubles, events, of_kind

JUNK = [b"no json", b'{"v":1', b'["v",1]', b'{"v":2,"kind":"denial"}', b'{"v":1}',
        b'{"v":1,"kind":1}', b'{"v":1,"kind":"denial","time":"yesterday"}']


def expected(line):
    members = json.loads(line)
    want = {**doubles(members), "message": line.decode().removesuffix("\n")}
    if "time" in members:
        want["timestamp"] = (members["time"].replace("T", " ").removesuffix("Z")
                             .removesuffix(".000") + " UTC")
    return want


def came(event):
    """The clock stands in where a line has no time."""
    if "time" not in event:
        del event["timestamp"]
    return event


def main():
    config = yaml.safe_load((CONFIGS / "vector.yaml").read_text())
    program = (CONFIGS / "vector.vrl").read_text()
    runtime, bad = VRLRuntime(), 0

    def run(source, event):
        return runtime.execute(source, event)

    def read(line):
        return run(program, {"message": line.decode().removesuffix("\n"),
                             "file": "events.json"}).processed_event

    lines = events().splitlines(True)
    got = [came(read(line)) for line in lines]
    bad += compare("events", [expected(line) for line in lines], got)
    for line in JUNK:
        try:
            print(f"{line}: was taken: {read(line)}")
            bad += 1
        except Exception as error:    # of a class that it does not name
            if "error[" not in str(error):
                raise
    routes = config["transforms"]["landlock_route"]["route"]
    for name, want in (("denials", of_kind(lines, "denial")),
                       ("alerts", alerts(lines))):
        source = f".taken = {routes[name]}"
        taken = [line for line in lines if run(
            source, json.loads(line)).processed_event["taken"] is True]
        bad += compare(name, want, taken)
    longest = max(len(line) for line in lines)
    if config["sources"]["landlock_lines"]["max_line_bytes"] <= longest:
        print(f"max_line_bytes: a line has {longest}")
        bad += 1
    return 1 if bad or len(lines) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
