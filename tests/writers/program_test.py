#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events --format: the header, and what stands for no record."""
import csv
import io
import json
import subprocess
import tempfile
import unittest

import inputs
import schema
from exact_test import KEYS, logfmt

RAW = inputs.CORPUS / "records" / "raw-6.18.44-abi7.log"


def run(form, *words, text=b""):
    return subprocess.run([inputs.PROGRAM, "events", "--format", form, *map(str, words)],
                          input=text, capture_output=True, timeout=60, check=False)


class Program(unittest.TestCase):
    def test_header_is_printed_once(self):
        done = run("csv", RAW, RAW)
        self.assertEqual(done.returncode, 0)
        rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
        self.assertEqual(rows.count(KEYS), 1)
        self.assertEqual(rows[0], KEYS)

    def test_header_of_nothing(self):
        self.assertEqual(run("csv", "-").stdout.decode(), ",".join(KEYS) + "\n")
        for form in ("ecs", "ocsf", "auparse", "logfmt"):
            self.assertEqual(run(form, "-").stdout, b"")

    def test_summary(self):
        native = json.loads(run("json", RAW, "--summary").stdout.splitlines()[-1])
        counters = {key: value for key, value in native.items()
                    if key not in ("v", "kind", "time")}
        lines = {form: run(form, RAW, "--summary").stdout.splitlines()[-1]
                 for form in ("ecs", "ocsf", "auparse", "logfmt")}
        line = json.loads(lines["ecs"])
        self.assertEqual(list(schema.ecs(line)), [])
        self.assertEqual(line["event"]["action"], "landlock-status")
        self.assertEqual(line["landlock"], {"status": counters})
        line = json.loads(lines["ocsf"])
        self.assertEqual(list(schema.ocsf(line)), [])
        self.assertEqual(line["unmapped"]["landlock"], {"status": counters})
        line = json.loads(lines["auparse"])
        self.assertEqual(line["data"], {k: str(v) for k, v in counters.items()})
        row = logfmt(lines["logfmt"].decode())
        self.assertRegex(row.pop("time"), r"^\d{4}-\d\d-\d\dT.*Z$")
        self.assertEqual(row, {"kind": "status", **{k: str(v) for k, v in counters.items()}})

    def test_summary_beside_csv(self):
        done = run("csv", RAW, "--summary")
        self.assertEqual(done.stdout, run("csv", RAW).stdout)
        self.assertRegex(done.stderr, rb"^landlock-guard: \S+ stopped: lines \d+, ")

    def test_nothing_half_written(self):
        log = inputs.hostile()
        with tempfile.TemporaryFile() as out:
            subprocess.run([inputs.PROGRAM, "events", "--format", "csv", "-"], input=log,
                           stdout=out, check=True, timeout=60)
            out.seek(0)
            self.assertEqual(out.read(), inputs.written(log, "csv"))

    def test_formats_are_named_when_one_is_not_known(self):
        done = run("xml", "-")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"expected json, flat, ecs, ocsf, auparse, csv, logfmt or text",
                      done.stderr)


if __name__ == "__main__":
    unittest.main()
