#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Analytical stores load every format, and count what the native JSON has."""
import json
import os
import pathlib
import re
import tempfile
import unittest

import chdb
import duckdb

import inputs

# What the kernel prints as a word is text, whatever it looks like.
NUMBERS = ("part parts src dest lport fport opid pid ppid uid euid gid egid auid ses "
           "uring_op exit creator_pid creator_uid").split()
COUNTERS = "total logged unlogged".split()    # of 64 bits, as the kernel's
SCHEMA = pathlib.Path(os.environ["SOURCE_DIR"], "docs", "detection", "clickhouse.sql")


def small(data):
    """Without counters that no kernel has reached: inferred types are signed."""
    return re.sub(rb"[^\n]* denials=\d{19,}[^\n]*\n", b"", data)


class Stores(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.files, cls.lines = {}, {}
        every = [data for _, data in inputs.inputs()]
        for form in "json flat ecs ocsf auparse csv logfmt".split():
            lines = [inputs.written(data, form) for data in every]
            if form == "csv":
                # The header once.
                lines[1:] = [text.split(b"\n", 1)[1] for text in lines[1:]]
            cls.lines[form] = b"".join(lines)
            cls.files[form] = os.path.join(cls.folder.name, form)
            pathlib.Path(cls.files[form]).write_bytes(cls.lines[form])
        cls.natives = [json.loads(line) for line in cls.lines["json"].splitlines()]
        cls.flats = [json.loads(line) for line in cls.lines["flat"].splitlines()]
        cls.columns = cls.lines["csv"].split(b"\n", 1)[0].decode().split(",")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def counts(self, name):
        """How many rows have a column: with empty strings, and without."""
        there = [flat[name] for flat in self.flats if name in flat]
        return len(there), len(there) - there.count("")

    def test_duckdb_csv(self):
        kinds = {"time": "TIMESTAMPTZ", "parent": "BOOLEAN", "success": "BOOLEAN",
                 **{name: "BIGINT" for name in NUMBERS},
                 **{name: "UBIGINT" for name in COUNTERS}}
        columns = {name: kinds.get(name, "VARCHAR") for name in self.columns}
        rows = duckdb.execute(
            "SELECT count(*), {} FROM read_csv(?, header=true, columns=?, strict_mode=true,"
            " quote='\"', escape='\"', delim=',', max_line_size=1000000, nullstr='')".format(
                ", ".join(f'count("{name}")' for name in self.columns)),
            [self.files["csv"], columns]).fetchone()
        self.assertEqual(rows[0], len(self.natives))
        for name, got in zip(self.columns, rows[1:]):
            if name == "flags":
                # Rows that cannot tell every byte have one more.
                self.assertGreaterEqual(got, self.counts(name)[0])
            else:
                self.assertIn(got, self.counts(name), name)

    def test_duckdb_json(self):
        for form in "json flat ecs ocsf auparse".split():
            count, = duckdb.execute(
                "SELECT count(*) FROM read_json(?, format='newline_delimited',"
                " sample_size=-1, maximum_object_size=10000000)",
                [self.files[form]]).fetchone()
            self.assertEqual(count, len(self.natives), form)

    def test_duckdb_members(self):
        denials = [line for line in self.natives if line["kind"] == "denial"]
        with_path = sum("path" in line["object"] for line in denials)
        for form, where, path in (
            ("json", "kind = 'denial'", "object.path"),
            ("ecs", "event.code = '1423'", "landlock.object.path"),
            ("ocsf", "metadata.event_code = '1423'", "unmapped.landlock.object.path"),
            ("auparse", "record_type = 'unknown[1423]'", "data.path"),
        ):
            found = duckdb.execute(
                f"SELECT count(*), count({path}) FROM read_json(?,"
                " format='newline_delimited', sample_size=-1,"
                f" maximum_object_size=10000000) WHERE {where}",
                [self.files[form]]).fetchone()
            self.assertEqual(found, (len(denials), with_path), form)

    def test_chdb_table(self):
        create = re.search(r"^CREATE TABLE [^;]*;", SCHEMA.read_text(), re.M)[0]
        session = chdb.session.Session()
        try:
            session.query("CREATE DATABASE d")
            session.query("USE d")
            session.query(create)
            for form, name in (("CSVWithNames", "csv"), ("JSONEachRow", "flat")):
                session.query("TRUNCATE TABLE landlock_events")
                names = ", ".join(f"`{column}`" for column in self.columns)
                # A wrong type is an error, and nothing is loaded.
                session.query(
                    f"INSERT INTO landlock_events ({names}) SELECT {names}"
                    f" FROM file('{self.files[name]}', '{form}')"
                    " SETTINGS date_time_input_format='best_effort',"
                    " input_format_skip_unknown_fields=1")
                found = session.query(
                    "SELECT count(), countIf(kind = 'denial'), sum(total), count(pid),"
                    " count(path) FROM landlock_events", "CSV").bytes()
                *found, paths = [int(number) for number in found.split(b",")]
                self.assertEqual(found, [
                    len(self.natives),
                    sum(line["kind"] == "denial" for line in self.natives),
                    sum(flat.get("total", 0) for flat in self.flats) % 2**64,
                    self.counts("pid")[0]], name)
                self.assertIn(paths, self.counts("path"), name)
        finally:
            session.close()

    def test_chdb_infers_one_type_each(self):
        for form in "json flat ecs ocsf auparse".split():
            lines = b"".join(inputs.written(small(data), form)
                             for _, data in inputs.inputs())
            file = os.path.join(self.folder.name, "small")
            pathlib.Path(file).write_bytes(lines)
            found = chdb.query(
                f"SELECT count() FROM file('{file}', 'JSONEachRow') SETTINGS"
                " input_format_max_rows_to_read_for_schema_inference=100000", "CSV")
            self.assertEqual(int(found.bytes()), lines.count(b"\n"), form)


if __name__ == "__main__":
    unittest.main()
