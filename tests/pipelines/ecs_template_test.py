#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The index template: its fields are ECS's, and each line of --format ecs fits it."""
import ipaddress
import json
import sys

from pipeline import CONFIGS, SOURCE, events, parsed

FIELDS = json.loads((SOURCE / "tests/schema/ecs-9.4.0.json").read_text())["fields"]
LARGEST = {"long": 2**63 - 1, "unsigned_long": 2**64 - 1}


def leaves(properties, prefix=""):
    """(name, mapping) of each field."""
    for name, mapping in properties.items():
        if "properties" in mapping:
            yield from leaves(mapping["properties"], f"{prefix}{name}.")
        else:
            yield prefix + name, mapping


def values(line, prefix=""):
    """(name, value) of each field of a line; of a list, each of its values."""
    for name, value in line.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from values(one, f"{prefix}{name}.")
            else:
                yield prefix + name, one


def fits(mapping, value):
    kind = mapping["type"]
    if kind in LARGEST:
        return type(value) is int and value <= LARGEST[kind]
    if kind == "boolean":
        return type(value) is bool
    if kind == "ip":
        ipaddress.ip_address(value)
    # Of Lucene, in bytes: what is longer is refused with its whole document.
    longest = mapping.get("ignore_above", 32766 // 4) * 4
    return isinstance(value, str) and (kind == "match_only_text" or
                                       len(value.encode()) <= longest <= 32766)


def mapping_of(fields, name, value):
    if name.startswith("landlock.object.other."):
        name = "landlock.object.other"
    if name.startswith("landlock.") and name not in fields and isinstance(value, str):
        return {"type": "keyword", "ignore_above": 8191}    # the dynamic template
    return fields.get(name)


def main():
    template = json.loads((CONFIGS / "ecs-template.json").read_text())
    mappings = template["template"]["mappings"]
    fields, faults = dict(leaves(mappings["properties"])), []
    strings, = (one["landlock_strings"] for one in mappings["dynamic_templates"])
    if strings["path_match"] != "landlock.*" or strings["mapping"] != {
            "type": "keyword", "ignore_above": 8191}:
        faults.append("the dynamic template")
    for name, mapping in fields.items():
        if not name.startswith("landlock.") and [mapping["type"]] != FIELDS.get(name, [])[:1]:
            faults.append(f"{name}: {mapping['type']}, ECS has {FIELDS.get(name)}")
    lines, seen = parsed(events("ecs").splitlines()), set()
    for line in lines:
        for name, value in values(line):
            seen.add(name)
            mapping = mapping_of(fields, name, value)
            if not mapping:
                faults.append(f"{name}: has no mapping")
            elif not fits(mapping, value):
                faults.append(f"{name}: {mapping}: {value!r}"[:200])
    for fault in sorted(set(faults))[:20]:
        print(fault)
    print(f"{len(fields)} fields of the template, {len(seen)} of {len(lines)} lines, "
          f"{len(faults)} faults")
    return 1 if faults or len(seen) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
