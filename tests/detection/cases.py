# SPDX-License-Identifier: MIT
"""The fixtures, and what the CLI makes of them."""
import collections
import json
import os
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
STAMP = re.compile(r"type=\S+ msg=audit\(([^)]+)\): ?(.*)")
Case = collections.namedtuple("Case", "fixture kernel which events")


def cli():
    return pathlib.Path(os.environ.get("BUILD_DIR", "build/ci")) / "bin" / "landlock-guard"


def fixtures():
    return sorted((HERE / "fixtures").glob("*.log"))


def parts(path):
    """exec-7.3.log: its verb, and its kernel; article.log has none."""
    verb, _, kernel = path.stem.partition("-")
    return verb, kernel


def sections(path):
    """{"hit": [line...], "miss": [line...]}"""
    found = {}
    which = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            which = line[4:]
            found[which] = []
        elif which and not line.startswith("#"):
            found[which].append(line)
    return found


def events(lines, form):
    """What the CLI says of these records."""
    done = subprocess.run([cli(), "events", "--format", form, "--from", "auditd", "-"],
                          input="\n".join(lines) + "\n", text=True, check=True,
                          capture_output=True)
    assert done.stderr == "", done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def flat(lines):
    return events(lines, "flat")


def ecs(lines):
    """Each path a key, as an index has it."""
    return [dict(flattened(event)) | {"time": event["@timestamp"]}
            for event in events(lines, "ecs")]


def flattened(value, prefix=""):
    """{a.b: scalar}; of several records of a type the last."""
    for name, member in value.items():
        if isinstance(member, list) and member and isinstance(member[-1], dict):
            member = member[-1]
        if isinstance(member, dict):
            yield from flattened(member, f"{prefix}{name}.")
        elif not isinstance(member, list):
            yield prefix + name, member


def calls(lines):
    """Each record of a system call by itself, as rules of the service auditd see it."""
    found = []
    for line in lines:
        if not line.startswith("type=SYSCALL "):
            continue
        stamp, text = STAMP.match(line).groups()
        seconds = float(stamp.split(":")[0])
        fields = dict(re.findall(r'([\w-]+)=("[^"]*"|\S+)', text))
        fields = {key: value.strip('"') for key, value in fields.items()}
        fields["type"] = line[5:].split(" ")[0]
        fields["syscall"] = int(fields["syscall"])
        found.append({"time": seconds, **fields})
    return found


def cases(read=flat):
    """Each case of each fixture, its events in the order of their time."""
    for path in fixtures():
        verb, kernel = parts(path)
        for which, lines in sections(path).items():
            events = sorted(read(lines), key=lambda event: event["time"])
            yield Case(verb, kernel, which, events)


def expected():
    """{(fixture, which): {rule: hits}} of expected.txt."""
    table = {}
    for line in (HERE / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        fixture, which, *hits = line.split()
        assert (fixture, which) not in table, f"expected.txt: {line}: stands there twice"
        table[fixture, which] = {rule: int(number) for rule, number in
                                 (hit.split("=") for hit in hits)}
    return table
