#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/detection/pipelines/syslog-ng.conf in Debian's syslog-ng, on a growing file."""
import pathlib
import sys
import tempfile

from pipeline import (LARGEST, Pipeline, alerts, compare, configure, debian, events,
                      of_kind, parsed)
from siem import Listener, payloads, uncomment


def text(value):
    """What the tree of a syslog-ng before 4.0 has of a value."""
    if isinstance(value, dict):
        return {name: text(inner) for name, inner in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(min(value, LARGEST))
    return str(value).partition("\0")[0]


def without_lists(line):
    """Lists are text there in several ways; whatever is in one is in the line."""
    if isinstance(line, dict):
        return {name: without_lists(value) for name, value in line.items()
                if not isinstance(value, list)}
    return line


def lists_of(line, to=""):
    for name, value in line.items():
        if isinstance(value, list):
            yield to + name
        elif isinstance(value, dict):
            yield from lists_of(value, to + name + ".")


def drop(line, names):
    for name in names:
        first, _, rest = name.partition(".")
        if rest:
            drop(line.get(first, {}), [rest])
        else:
            line.pop(first, None)


def with_siem(config, port):
    """With what it has as a comment, to a port of this machine."""
    for block in ("destination d_landlock_siem", "log {"):
        config = uncomment(config, block)
    return config.replace("siem.example.org", "127.0.0.1").replace(
        'transport("tls") port(6514)', f'transport("tcp") port({port})')


def main():
    where, env = debian("syslog-ng", "syslog-ng-core")
    lines = events().splitlines(True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        config, siem = configure("syslog-ng.conf", folder), Listener()
        config.write_text(with_siem(config.read_text(), siem.port))
        command = [where / "usr/sbin/syslog-ng", "-F", "--no-caps",
                   "-f", config,
                   "-R", folder / "persist", "-c", folder / "control",
                   "-p", folder / "pid", "--module-path",
                   where / "usr/lib/syslog-ng/3.38"]
        whole, (denials, told, sent) = Pipeline.through(
            folder, command, lines, lambda line, count: line.wait("all.json", count),
            env, lambda line: (
                line.wait("denials.json", len(of_kind(lines, "denial"))),
                line.wait("alerts.json", len(alerts(lines))),
                siem.messages(len(of_kind(lines, "denial")))))
        bad = compare("denials", of_kind(lines, "denial"), denials)
        bad += compare("sent", of_kind(lines, "denial"), list(payloads(sent)))
        bad += compare("alerts", alerts(lines), told)
        want, got = parsed(lines), parsed(whole)
        for one, other in zip(want, got):
            drop(other, lists_of(one))
        bad += compare("tree", [text(without_lists(line)) for line in want], got)
    return 1 if bad or len(lines) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
