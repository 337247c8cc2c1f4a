#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each format, read back by a reader of its own, says what the native JSON says."""
import csv
import io
import json
import re
import unittest

import inputs
import members
import schema

KEYS = ("time id kind part parts node boot source flags domain blockers class outcome "
        "mode object path parent name dev ino ioctlcmd saddr src daddr dest laddr lport "
        "faddr fport opid ocomm pid ppid uid euid gid egid auid ses tty comm exe subj "
        "cwd proctitle arch syscall uring_op a0 a1 a2 a3 success exit errno creator_pid "
        "creator_uid creator_comm creator_exe total logged unlogged").split()

WORD = re.compile(r'([a-z0-9_]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"=\\]*))(?: |$)')


def logfmt(line):
    """{key: text} of a line."""
    row, at = {}, 0
    while at < len(line):
        word = WORD.match(line, at)
        assert word, line[at:at + 80]
        key, quoted, plain = word.groups()
        assert key not in row, key
        row[key] = plain if quoted is None else json.loads(f'"{quoted}"')
        at = word.end()
    return row


def text(value):
    """A value of JSON in a format of text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def tells_all(row, key):
    """Whether a row's string has no bytes beside it that differ from it."""
    value, digits = row[key], row.get(key + "_hex")
    if digits is None:
        return True
    raw = bytes.fromhex(digits)
    if key == "proctitle":
        return raw.replace(b"\0", b" ") == value.encode()
    if row.get("object") == "unix_abstract" and key == "path" and raw[:1] == b"\0":
        raw = b"@" + raw[1:]
    return b"\0" not in raw and raw == value.encode()


class Exact(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.inputs = [(name, data, [json.loads(line) for line in
                                    inputs.written(data, "json").splitlines()],
                       [json.loads(line) for line in
                        inputs.written(data, "flat").splitlines()])
                      for name, data in inputs.inputs()]

    def expected(self, native, flat):
        """What a row must say: all of the native line, and of a domain's start the
        call that the flat JSON has beside it."""
        row = members.flat(native)
        whole = {key: value for key, value in flat.items() if key != "v"}
        if native["kind"] == "domain_start":
            self.assertLessEqual(row.items(), whole.items())
        else:
            self.assertEqual(row, whole)
        return whole

    def test_csv(self):
        for name, data, natives, flats in self.inputs:
            printed = inputs.written(data, "csv")
            # No reader may stumble over it: it is UTF-8 without NULs.
            self.assertNotIn(b"\0", printed)
            header, *rows = csv.reader(
                io.StringIO(printed.decode(), newline=""), strict=True)
            self.assertEqual(header, KEYS)
            self.assertEqual(len(rows), len(natives), name)
            for row, native, flat in zip(rows, natives, flats):
                self.assertEqual(len(row), len(KEYS))
                row = dict(zip(header, row))
                want = self.expected(native, flat)
                lossy = not all(tells_all(want, key) for key in KEYS if key in want)
                flags = want.get("flags", "").split(",") if want.get("flags") else []
                if lossy and "lossy" not in flags:
                    flags.append("lossy")
                want["flags"] = ",".join(flags)
                for key in KEYS:
                    cell = text(want.get(key, "")).replace("\0", "\ufffd")
                    self.assertEqual(row[key], cell, (name, native))

    def test_csv_tells_empty_from_absent(self):
        log = (b"type=LANDLOCK_ACCESS msg=audit(1.000:1): domain=1 "
               b'blockers=fs.read_file path="" dev="d" ino=1\n')
        row = inputs.written(log, "csv").splitlines()[1]
        self.assertIn(b',path,"",,,d,1,', row)

    def test_logfmt(self):
        for name, data, natives, flats in self.inputs:
            printed = inputs.written(data, "logfmt").decode().split("\n")
            self.assertEqual(printed.pop(), "")
            self.assertEqual(len(printed), len(natives), name)
            for line, native, flat in zip(printed, natives, flats):
                row = logfmt(line)
                want = self.expected(native, flat)
                self.assertEqual(row, {k: text(v) for k, v in want.items()}, name)
                self.assertEqual([k for k in row if k in KEYS],
                                 [k for k in KEYS if k in row])

    def nested(self, form, table, prefix):
        for name, data, natives, _ in self.inputs:
            lines = [json.loads(line)
                     for line in inputs.written(data, form).splitlines()]
            self.assertEqual(len(lines), len(natives), name)
            for line, native in zip(lines, natives):
                self.assertEqual(
                    list(members.missing(native, line, table, prefix)), [],
                    (name, native, line))
                yield line, native

    def test_ecs(self):
        table = set(members.ECS) | {"v", "kind", "id", "subject.paths"}
        for line, native in self.nested("ecs", members.ECS, "landlock"):
            self.assertEqual(list(members.unknown(native, table)), [])
            stamp, _, serial = native.get("id", "").partition(":")
            if native["kind"] == "denial":
                self.assertEqual(line["landlock"]["blockers"], native["blockers"])
                serial += f"/{native['part']}" if native.get("parts") != 1 else ""
            if not stamp:
                self.assertLessEqual({"id", "sequence"} & set(line["event"]), set())
                self.assertNotIn("@timestamp", line)
                continue
            self.assertEqual(line["event"]["id"], f"{stamp}:{serial}")
            self.assertEqual(line["event"]["sequence"], int(serial.partition("/")[0]))

    def test_ecs_title(self):
        for line, native in self.nested("ecs", members.ECS, "landlock"):
            title = native.get("subject", {}).get("proctitle")
            if title is not None:
                self.assertEqual(line["process"]["title"], " ".join(title))

    def test_ocsf(self):
        table = set(members.OCSF) | {"v", "kind", "time", "subject.paths"}
        for line, native in self.nested("ocsf", members.OCSF, "unmapped.landlock"):
            self.assertEqual(list(members.unknown(native, table)), [])
            stamp = native.get("id", "0.000:0").partition(":")[0]
            self.assertEqual(line["time"], int(stamp.replace(".", "")))
            self.assertEqual(line["policy"]["uid"], native["domain"])
            title = native.get("subject", {}).get("proctitle")
            if title is not None:
                self.assertEqual(line["actor"]["process"].get("cmd_line"),
                                 " ".join(title))

    def test_auparse(self):
        places = {
            "time": "@timestamp", "pid": "process.pid", "ppid": "process.ppid",
            "comm": "process.name", "exe": "process.exe", "cwd": "process.cwd",
            "proctitle": "process.title", "uid": "user.ids.uid", "total": "data.denials",
            **{f"{n}id": f"user.ids.{n}id" for n in ("eu", "g", "eg", "au")},
            "ses": "session",
        }
        begin = {"creator_pid": "process.pid", "creator_uid": "user.ids.uid",
                 "creator_comm": "process.name", "creator_exe": "process.exe",
                 "creator_comm_hex": "data.comm_hex", "creator_exe_hex": "data.exe_hex"}
        for name, data, natives, _ in self.inputs:
            lines = [json.loads(line)
                     for line in inputs.written(data, "auparse").splitlines()]
            self.assertEqual(len(lines), len(natives), name)
            for line, native in zip(lines, natives):
                there = dict(schema.leaves(line))
                row = members.flat(native)
                kind = row.pop("kind")
                self.assertEqual(line["record_type"],
                                 f"unknown[{1423 if kind == 'denial' else 1424}]")
                if "errno" in row:
                    row["exit"] = row.pop("errno")
                subj = row.pop("subj", None)
                if subj is not None:
                    self.assertEqual(":".join(line["user"]["selinux"].values()), subj)
                table = places | (begin if kind == "domain_start" else {})
                for key, value in row.items():
                    at = table.get(key, f"data.{key}")
                    if isinstance(value, bool):
                        value = "yes" if value else "no"
                    self.assertEqual(there.get(at), str(value), (key, native, line))
                if native.get("subject", {}).get("paths"):
                    self.assertEqual(line["paths"], native["subject"]["paths"])
                for key, value in there.items():
                    if key != "sequence" and not key.startswith("ecs."):
                        self.assertIsInstance(value, (str, dict), key)


if __name__ == "__main__":
    unittest.main()
