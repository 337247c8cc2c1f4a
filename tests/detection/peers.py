# SPDX-License-Identifier: MIT
"""peers.py [--update]: what the rules find in what laurel and go-libaudit print.

Each fixture goes through the peer, its JSON through the pipeline that is for it, and
the rules are evaluated as in engines_test.py.  Prints, or with --update writes, the
table of docs/detection/coverage.md.  tests/conformance/peers.sh brings the peers; run
it in the environment of requirements.txt.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import cases
import engines
import fields
import rules

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home()
                     / ".cache") / "landlock-guard" / "peers"
PAGE = rules.FOLDER / "coverage.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"
LAUREL = """directory = "."
input = "stdin"
[auditlog]
file = "-"
[state]
file = ""
[translate]
universal = true
"""
NEW_NAMES = {"UNKNOWN[1423]": "LANDLOCK_ACCESS", "UNKNOWN[1424]": "LANDLOCK_DOMAIN"}


def run(words, text):
    """Its lines; what it says on standard error is its own affair."""
    with tempfile.TemporaryDirectory() as work:
        pathlib.Path(work, "laurel.toml").write_text(LAUREL, encoding="utf-8")
        done = subprocess.run(words, input=text.encode(), cwd=work, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              check=False)
    for line in done.stdout.decode(errors="replace").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def flattened(value, prefix=""):
    return ((key, number(member)) for key, member in cases.flattened(value, prefix))


def number(value):
    """As an index would make of it, whose port is a number."""
    return int(value) if re.fullmatch(r"[1-9][0-9]{0,8}", str(value)) else value


def one_case(row):
    """SQL takes SYSCALL.syscall and laurel's translated SYSCALL.SYSCALL for one."""
    return {key.lower(): row[key] for key in
            sorted(row, key=lambda key: key.split(".")[-1].isupper())}


def laurel(lines):
    """It is given EOE, as auditd gives its plugins; a row for each denial."""
    with_end = []
    for line, after in zip(lines, [*lines[1:], ""]):
        stamp = line.split(" ")[1]
        with_end.append(line)
        if stamp not in after:
            with_end.append(f"type=EOE {stamp} ")
    for event in run([CACHE / "laurel", "-c", "laurel.toml"], "\n".join(with_end) + "\n"):
        denials = event.pop("UNKNOWN[1423]", [])
        time = event.pop("ID").split(":")[0]
        for denial in denials or [{}]:
            row = {"time": time} | dict(flattened(event))
            yield one_case(row | dict(flattened(denial, "UNKNOWN[1423].")))


def go_libaudit(lines):
    """As auditbeat names what go-libaudit has found."""
    words = [CACHE / "auparse-go", "-i", "-id=false", "-format", "json"]
    for event in run(words, "\n".join(lines) + "\n"):
        process = event.get("process") or {}
        yield {"time": event["@timestamp"], "process.executable": process.get("exe"),
               "process.name": process.get("name"), "process.pid": process.get("pid"),
               } | dict(flattened(event.get("data") or {}, "auditd.data."))


PEERS = {"laurel": laurel, "auditbeat": go_libaudit}


def landlock_rules():
    """Those for single events of Landlock: correlations need no other fields."""
    return [path for path in rules.paths() if "correlation" not in rules.load(path)
            and rules.load(path)["logsource"]["service"] == "landlock"]


def native(read):
    """{rule: hits}, over all cases of the newer kernel."""
    return counted(engines.Sqlite("", landlock_rules(), fields.FLAT), read)


def counted(sqlite, read):
    total = {}
    newer = [case for case in cases.cases(read) if case.kernel == "7.3"]
    for found in sqlite.hits(newer):
        for name, hits in found.items():
            total[name] = total.get(name, 0) + hits
    return total


def peer(name, renamed):
    """The same, of what a peer prints.  None for a rule that its data cannot say."""
    def read(lines):
        if renamed:
            for old, new in NEW_NAMES.items():
                lines = [line.replace(f"type={old} ", f"type={new} ") for line in lines]
        return list(PEERS[name](lines))

    pipeline = engines.pipeline(name)
    said = [path for path in landlock_rules() if "unlogged" not in
            {field for _, field, _, _ in rules.items(rules.load(path))}]
    every = [event for case in cases.cases(read) for event in case.events]
    columns = {key for event in every for key in event}
    columns |= {key for key in pipeline[1].values() if key.lower() not in columns}
    return counted(engines.Sqlite(name, said, sorted(columns), pipeline[0]), read)


def table():
    wanted = native(cases.flat)
    found = {(name, renamed): peer(name, renamed)
             for name in PEERS for renamed in (False, True)}
    lines = ["| rule | events | laurel | auditbeat | laurel, new names | auditbeat, new names |",
             "|---|---|---|---|---|---|"]
    for path in landlock_rules():
        rule = rules.short(path)
        row = [wanted[rule]]
        for renamed in (False, True):
            for name in PEERS:
                hits = found[name, renamed].get(rule, 0)
                row.append(hits if hits == wanted[rule] else f"**{hits}**")
        lines.append(f"| `{rule}` | " + " | ".join(map(str, row)) + " |")
    return "\n".join(lines) + "\n"


def main():
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    made = table()
    print(made)
    if "--update" in sys.argv:
        PAGE.write_text(before + BEGIN + made + END + rest.partition(END)[2],
                        encoding="utf-8")


if __name__ == "__main__":
    main()
