#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The score of score.py for others who read audit logs, beside ours.

    tests/conformance/peers.sh
    BUILD_DIR=build/ci tests/conformance/peers.py [--update] [PEER...]

peers.sh brings them: laurel and go-libaudit from their registries, libauparse and
ausearch from Debian. Each reads every log as its users have it read, and what it
prints is taken as kindly as it can be: a name that stands for a number is that
number, an escape is what it stands for. --update writes the table into
docs/detection/peers.md.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
from collections import defaultdict

import forms
import names
import peers_auparse
import peers_json
from score import HEAD, SPELLINGS, ours, row, score

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home()
                     / ".cache") / "landlock-guard"
PAGE = pathlib.Path(__file__).parents[2] / "docs" / "detection" / "peers.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"

# What ausearch -i turns into names of flags and signals, which is no loss.
NAMED = ("a0", "a1", "a2", "a3", "ioctlcmd")

LAUREL = """directory = "."
input = "stdin"
[auditlog]
file = "-"
[state]
file = ""
[enrich]
pid = false
container = false
systemd = false
script = false
user-groups = false
spawned-by = false
"""


def run(words, **options):
    """Its output; what it says on standard error is its own affair."""
    return subprocess.run(words, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, timeout=120,
                          check=False, **options).stdout


def log_text(log, spelling, eoe=False):
    return forms.auditd(log, spelling.type_word, enrich=spelling.enrich,
                        eoe=eoe)[0]


class Tools:
    def __init__(self, folder):
        self.folder = folder
        tree = CACHE / "debian" / "audit" / "tree"
        libraries = [str(tree / path / "x86_64-linux-gnu")
                     for path in ("lib", "usr/lib")]
        self.debian = {**os.environ, "LC_ALL": "C", "TZ": "UTC",
                       "LD_LIBRARY_PATH": ":".join(libraries),
                       "PYTHONPATH": str(tree / "usr/lib/python3/dist-packages")}
        self.ausearch_program = tree / "sbin" / "ausearch"
        for program in (self.ausearch_program, CACHE / "peers" / "laurel",
                        CACHE / "peers" / "auparse-go"):
            if not program.exists():
                sys.exit(f"peers.py: {program}: is not there; run "
                         "tests/conformance/peers.sh first")

    def file(self, data):
        path = self.folder / "audit.log"
        path.write_bytes(data)
        return path

    def laurel(self, log, spelling):
        """A plugin of auditd, which gives it EOE."""
        config = self.folder / "laurel.toml"
        config.write_text(LAUREL)
        out = run([CACHE / "peers" / "laurel", "-c", config], cwd=self.folder,
                  input=log_text(log, spelling, eoe=True))
        return peers_json.laurel(out)

    def go_libaudit(self, log, spelling):
        out = run([CACHE / "peers" / "auparse-go", "-i", "-id=false", "-format",
                   "json", "-in", self.file(log_text(log, spelling))])
        return peers_json.go_libaudit(out)

    def auparse(self, log, spelling):
        program = pathlib.Path(__file__).with_name("peer_auparse.py")
        out = run(["/usr/bin/python3", program,
                   self.file(log_text(log, spelling))], env=self.debian)
        return peers_auparse.auparse(out)

    def ausearch(self, log, spelling):
        out = run([self.ausearch_program, "-i", "-if",
                   self.file(log_text(log, spelling))], env=self.debian)
        return peers_auparse.ausearch(out)


def found_wrong(total):
    words = [f"{field} {count}" for field, count in total.wrong.most_common(6)]
    return ", ".join(words) or "-"


def table(peers):
    head = ["reader", *HEAD[1:], "wrong or absent"]
    lines = defaultdict(list)
    for name, tool in peers.items():
        for spelling in SPELLINGS:
            but = NAMED if name.startswith("ausearch") else ()
            total = score(tool, spelling, but)
            lines[spelling.name].append(
                [*row(name, total), found_wrong(total)])
            print(spelling.name, " | ".join(lines[spelling.name][-1]),
                  file=sys.stderr)
    for spelling, rows in lines.items():
        yield f"`{spelling}`\n"
        for cells in (head, ["---"] * len(head), *rows):
            yield "| " + " | ".join(cells) + " |"
        yield ""


def main():
    names.need()
    words = [word for word in sys.argv[1:] if word != "--update"]
    with tempfile.TemporaryDirectory() as folder:
        tools = Tools(pathlib.Path(folder))
        peers = {"landlock-guard": ours, "laurel 0.8.2": tools.laurel,
                 "go-libaudit 2.6.2": tools.go_libaudit,
                 "libauparse 3.0.9": tools.auparse,
                 "ausearch 3.0.9 -i": tools.ausearch}
        text = "\n".join(table({name: tool for name, tool in peers.items()
                                if not words or name.split()[0] in words}))
    print(text)
    if "--update" in sys.argv and not words:
        page = PAGE.read_text()
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
