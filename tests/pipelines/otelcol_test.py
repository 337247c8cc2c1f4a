#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/detection/pipelines/otelcol.yaml in a collector, on a growing file.

usage: otelcol_test.py COLLECTOR, with SOURCE_DIR and BUILD_DIR; see otelcol.sh
"""
import json
import pathlib
import sys
import tempfile
import time
from datetime import datetime

from pipeline import PATIENCE, Pipeline, compare, configure, doubles, events

SEVERITY = {"denial": 13, "domain_start": 9, "domain_end": 9, "loss": 17}
OFFSETS = "/var/lib/otelcol/landlock"


def value_of(any_value):
    """Of OTLP's AnyValue."""
    if not any_value:
        return None
    (kind, value), = any_value.items()
    if kind == "kvlistValue":
        return members_of(value["values"])
    if kind == "arrayValue":
        return [value_of(one) for one in value.get("values", [])]
    return {"intValue": int, "doubleValue": float}.get(kind, lambda it: it)(value)


def members_of(pairs):
    return {pair["key"]: value_of(pair["value"]) for pair in pairs}


def records(path):
    data = path.read_bytes() if path.exists() else b""
    for batch in data.splitlines():
        for resource in json.loads(batch)["resourceLogs"]:
            for scope in resource["scopeLogs"]:
                yield from scope["logRecords"]


def wait(line, count):
    until = time.monotonic() + PATIENCE
    path, got = line.folder / "otlp.json", []
    while time.monotonic() < until and line.daemon.poll() is None:
        try:
            got = list(records(path))
        except ValueError:
            got = []    # a batch is being written
        if len(got) >= count:
            break
        time.sleep(0.5)
    if len(got) != count:
        sys.stderr.write(line.said.read_text(errors="replace"))
    return got


def nanoseconds(time_text):
    moment = datetime.strptime(time_text, "%Y-%m-%dT%H:%M:%S.%f%z")
    # 64 bits end in 2262; a made stamp of the year 9999 goes round.
    return str(round(moment.timestamp() * 1000) * 10**6 % 2**64)


def expected(line):
    """The record that a line must become."""
    members = json.loads(line)
    record = {"body": line.decode().removesuffix("\n"), "attributes": doubles(members)}
    if "time" in members:
        record["time"] = nanoseconds(members["time"])
    if members["kind"] in SEVERITY:
        record["severity"] = SEVERITY[members["kind"]]
    return record


def came(record, wanted):
    """Of a record what was wanted; the clock stands in where a line has no time."""
    got = {"body": value_of(record["body"]),
           "attributes": members_of(record["attributes"])}
    if "time" in wanted:
        got["time"] = record["timeUnixNano"]
    if record.get("severityNumber"):
        got["severity"] = record["severityNumber"]
    return got


def main():
    lines = events().splitlines(True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        config = configure("otelcol.yaml", folder)
        text = config.read_text()
        if OFFSETS not in text:
            raise ValueError(f"otelcol.yaml: names no {OFFSETS}")
        config.write_text(text.replace(OFFSETS, str(folder / "offsets")))
        command = [pathlib.Path(sys.argv[1]).resolve(), "--config", config]
        got, _ = Pipeline.through(folder, command, lines, wait)
    want = [expected(line) for line in lines]
    bad = compare("records", want, [came(record, wanted) for record, wanted
                                    in zip(got, want)])
    return 1 if bad or len(lines) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
