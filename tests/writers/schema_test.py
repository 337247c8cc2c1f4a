#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every line of --format ecs and ocsf is what the published schema allows."""
import copy
import json
import unittest

import inputs
import schema


class Schema(unittest.TestCase):
    def lines(self, form):
        for name, data in inputs.inputs():
            for line in inputs.written(data, form).splitlines():
                yield name, json.loads(line, object_pairs_hook=self.unique)

    def unique(self, pairs):
        """No object has a member twice, but where a record has a word twice."""
        keys = [key for key, _ in pairs]
        self.assertEqual(len(keys), len(set(keys)), keys)
        return dict(pairs)

    def test_ecs(self):
        seen = set()
        for name, line in self.lines("ecs"):
            self.assertEqual(list(schema.ecs(line)), [], (name, line))
            seen |= {(c, t) for c in line["event"]["category"]
                     for t in line["event"]["type"]}
        # The inputs have every kind of them.
        for pair in (("file", "access"), ("file", "change"), ("file", "creation"),
                     ("file", "deletion"), ("process", "access"), ("network", "info"),
                     ("network", "connection"), ("configuration", "creation"),
                     ("configuration", "deletion"), ("intrusion_detection", "denied")):
            self.assertIn(pair, seen)

    def test_ocsf(self):
        seen = set()
        for name, line in self.lines("ocsf"):
            self.assertEqual(list(schema.ocsf(line)), [], (name, line))
            seen.add((line["class_uid"], line["activity_name"]))
        for pair in ((1001, "Read"), (1001, "Update"), (1001, "Create"),
                     (1001, "Delete"), (1001, "Rename"), (1001, "Execute"),
                     (1001, "Ioctl"), (1001, "Mount"), (4001, "Open"), (4001, "Listen"),
                     (1007, "Open"), (1007, "Terminate"), (1007, "Signal"),
                     (1003, "Denied"), (1003, "Create"), (1003, "Delete")):
            self.assertIn(pair, seen)

    def test_validators_see_what_is_wrong(self):
        log = (b"type=LANDLOCK_ACCESS msg=audit(1.000:1): domain=1 "
               b'blockers=fs.read_file path="/x" dev="d" ino=1\n')
        good = json.loads(inputs.written(log, "ecs"))
        for path, value in (
            ("event.kind", "alarm"), ("event.type", ["start"]), ("event.type", "denied"),
            ("event.category", ["files"]), ("event.sequence", "1"),
            ("event.colour", "red"), ("file.inode", 1), ("landlock.signal", True),
            ("landlock.later", 1), ("@timestamp", "yesterday"), ("message", None),
            ("destination", {"ip": "1.2.3.400"}), ("landlock.object.path_hex", "0"),
        ):
            self.assertEqual(list(schema.ecs(good)), [])
            self.assertNotEqual(list(schema.ecs(self.changed(good, path, value))), [], path)
        good = json.loads(inputs.written(log, "ocsf"))
        for path, value in (
            ("severity_id", 7), ("time", "1"), ("file.name", None), ("file.name", 1),
            ("file.type_id", 42), ("actor", None), ("device.uid", None),
            ("type_uid", 100101), ("category_uid", 4), ("class_uid", 1002),
            ("colour", "red"), ("actor.process.uid", None), ("policy.is_applied", 1),
            ("unmapped.rest", {}), ("metadata.profiles", "host"),
            ("dst_endpoint", {"name": "any"}),
        ):
            self.assertEqual(list(schema.ocsf(good)), [])
            self.assertNotEqual(list(schema.ocsf(self.changed(good, path, value))), [], path)

    @staticmethod
    def changed(line, path, value):
        """A copy with another value; without it for None."""
        line = copy.deepcopy(line)
        *steps, last = path.split(".") if path[0] != "@" else [path]
        inner = line
        for step in steps:
            inner = inner[step]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
        return line


if __name__ == "__main__":
    unittest.main()
