#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/detection/pipelines/rsyslog.conf in Debian's rsyslogd, on a growing file."""
import pathlib
import sys
import tempfile

from pipeline import (LARGEST, Pipeline, alerts, compare, configure, debian, events,
                      of_kind, parsed)
from siem import Listener, payloads, uncomment


def tree(value):
    """What rsyslog's tree can hold of a value, as the configuration says."""
    if isinstance(value, dict):
        return {name: tree(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [tree(inner) for inner in value]
    if isinstance(value, str):
        return value.partition("\0")[0]
    return min(value, LARGEST) if type(value) is int else value


def main():
    where, env = debian("rsyslog", "rsyslog")
    lines = events().splitlines(True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        config = configure("rsyslog.conf", folder)
        state = folder / "state"
        state.mkdir()
        # As the main file does it.
        siem = Listener()
        text = uncomment(config.read_text(), 'action(type="omfwd"')
        text = text.replace("siem.example.org", "127.0.0.1").replace(
            'port="6514"', f'port="{siem.port}"')
        config.write_text(f'global(workDirectory="{state}")\n' + text)
        command = [where / "usr/sbin/rsyslogd", "-n", "-C", "-f", config,
                   "-i", state / "pid", "-M",
                   where / "usr/lib/x86_64-linux-gnu/rsyslog"]
        whole, (denials, told, sent) = Pipeline.through(
            folder, command, lines, lambda line, count: line.wait("all.json", count),
            env, lambda line: (
                line.wait("denials.json", len(of_kind(lines, "denial"))),
                line.wait("alerts.json", len(alerts(lines))),
                siem.messages(len(of_kind(lines, "denial")))))
        bad = compare("denials", of_kind(lines, "denial"), denials)
        bad += compare("sent", of_kind(lines, "denial"), list(payloads(sent)))
        bad += compare("alerts", alerts(lines), told)
        bad += compare("tree", tree(parsed(lines)), parsed(whole))
        if (folder / "unparsed.log").exists():
            print((folder / "unparsed.log").read_text()[:1000])
            bad += 1
    return 1 if bad or len(lines) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
