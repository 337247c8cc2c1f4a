# SPDX-License-Identifier: MIT
"""Two engines that share nothing: pySigma's queries on sqlite3, and rsigma."""
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.processing.pipeline import ProcessingPipeline

import rules

HERE = pathlib.Path(__file__).resolve().parent


def pipeline(name):
    """The pipeline of that name, and what it calls each field."""
    text = (rules.FOLDER / "pipelines" / f"sigma-{name}.yml").read_text(encoding="utf-8")
    names = dict(re.findall(r"^          (\w+): ([\w.\[\]]+)$", text, re.M))
    return ProcessingPipeline.from_yaml(text), names


class Sqlite:
    """Rules as SQL: each event a row, each flat key a column."""

    def __init__(self, name, paths, columns, mapping=None):
        self.name = name
        self.columns = columns
        backend = sqliteBackend(processing_pipeline=mapping, table="events",
                                timestamp_field="time", collate_nocase=True)
        self.queries = {}
        for path in paths:
            needed = [path] + [other for other in paths if
                               rules.load(other).get("name") in
                               rules.load(path).get("correlation", {}).get("rules", [])]
            found = SigmaCollection.load_ruleset([str(one) for one in needed])
            found = backend.convert(found)
            assert len(found) == 1, f"{path}: {len(found)} queries"
            self.queries[rules.short(path)] = found[0]

    def hits(self, cases):
        """[{rule: hits}], for each case."""
        return [self.hits_of(case.events) for case in cases]

    def hits_of(self, events):
        base = sqlite3.connect(":memory:")
        base.create_function("REGEXP", 2, lambda regex, text: text is not None and
                             re.search(regex, str(text)) is not None)
        columns = ", ".join(f'"{name}"' for name in self.columns)
        base.execute(f"CREATE TABLE events ({columns})")
        for event in events:
            unknown = set(event) - set(self.columns)
            assert not unknown, f"no flat keys: {unknown}"
            base.execute(
                f"INSERT INTO events VALUES ({', '.join('?' * len(self.columns))})",
                [event.get(name) for name in self.columns])
        found = {name: len(base.execute(query).fetchall())
                 for name, query in self.queries.items()}
        base.close()
        return {name: number for name, number in found.items() if number}


def evaluate():
    """The program in rsigma/, built: once for all builds, as it takes minutes."""
    cache = os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")
    target = pathlib.Path(cache) / "landlock-guard" / "rsigma"
    if not shutil.which("cargo"):
        raise SystemExit("cargo is not here; install cargo-web, of 1.95 or newer")
    subprocess.run(["cargo", "build", "--quiet", "--locked", "--manifest-path",
                    HERE / "rsigma" / "Cargo.toml", "--target-dir", target],
                   check=True)
    return target / "debug" / "evaluate"


class Rsigma:
    """Rules as they are, by the program in rsigma/."""

    def __init__(self, name, paths):
        self.name = name
        self.program = evaluate()
        self.names = {rules.load(path)["id"]: rules.short(path) for path in paths}
        self.text = "\n---\n".join(path.read_text(encoding="utf-8") for path in paths)

    def hits(self, cases):
        """[{rule: hits}], for each case: all in one run, as no domain is in two of them."""
        lines = sorted(((event["time"], number, event) for number, case in
                        enumerate(cases) for event in case.events),
                       key=lambda line: line[:2])
        with tempfile.TemporaryDirectory() as work:
            written = pathlib.Path(work, "rules.yml"), pathlib.Path(work, "events.json")
            written[0].write_text(self.text, encoding="utf-8")
            written[1].write_text("".join(json.dumps(line[2]) + "\n" for line in lines),
                                  encoding="utf-8")
            done = subprocess.run([self.program, *written], check=True, text=True,
                                  stdout=subprocess.PIPE)
        found = [{} for _ in cases]
        for said in done.stdout.splitlines():
            line, rule = said.split()
            hits = found[lines[int(line) - 1][1]]
            name = self.names[rule]
            hits[name] = hits.get(name, 0) + 1
        return found
