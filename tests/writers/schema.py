# SPDX-License-Identifier: MIT
"""Strict validators of ECS 9.4.0 and OCSF 1.8.0: names, types, enums, what is required.

Each takes an object and yields what is wrong with it.  Fields of our own are under
"landlock", which OCSF has in "unmapped"; what stands there has a list of its own.
"""
import ipaddress
import json
import pathlib
import re

SCHEMA = pathlib.Path(__file__).resolve().parents[1] / "schema"
ECS = json.loads((SCHEMA / "ecs-9.4.0.json").read_text())
OCSF = json.loads((SCHEMA / "ocsf-1.8.0.json").read_text())

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

# docs/detection/ecs.md: a type each, in any event.
LANDLOCK = {
    "source": str, "flags": [str], "blockers": str, "rights": [str], "class": str,
    "outcome": str, "signal": int, "node": str, "boot": str,
    "domain.id": str, "domain.mode": str,
    "domain.denials.total": int, "domain.denials.logged": int,
    "domain.denials.unlogged": int,
    "event.part": int, "event.parts": int,
    "object.kind": str, "object.path": str, "object.is_parent": bool,
    "object.name": str, "object.dev": str, "object.ino": str, "object.ioctlcmd": str,
    "object.saddr": str, "object.src": int, "object.daddr": str, "object.dest": int,
    "object.laddr": str, "object.lport": int, "object.faddr": str, "object.fport": int,
    "object.opid": int, "object.ocomm": str, "object.capability": int,
    "object.namespace_type": str, "object.namespace_id": str, "object.other.*": str,
    "target.process.pid": int, "target.process.name": str,
    "subject.from": str, "subject.auid": str, "subject.gid": str, "subject.ses": str,
    "subject.tty": str, "subject.subj": str, "subject.proctitle": [str],
    "subject.comm": str, "subject.exe": str, "subject.cwd": str,
    "paths.name": str, "paths.nametype": str,
    "syscall.arch": str, "syscall.number": int, "syscall.name": str,
    "syscall.a0": str, "syscall.a1": str, "syscall.a2": str, "syscall.a3": str,
    "syscall.uring_op": int, "syscall.success": bool, "syscall.exit": int,
    "creator.pid": int, "creator.user.id": str, "creator.executable": str,
    "creator.name": str,
    "loss.why": str, "loss.count": int,
    "status.state": str, "status.why": str,
    **{f"status.{name}": int for name in (
        "lines records ignored unparsed denials domains unlogged late truncated "
        "lost").split()},
}


def leaves(value, path=""):
    """(path, value) of what is no object; an array of objects is gone into."""
    if isinstance(value, dict):
        if not value:
            yield path, value
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def has_type(value, kind):
    """Whether it is of exactly this type: True is no number."""
    if isinstance(kind, list):
        return isinstance(value, list) and all(has_type(v, kind[0]) for v in value)
    return type(value) is kind


def landlock(value):
    """What is wrong with the object of our own."""
    for path, leaf in leaves(value):
        kind = LANDLOCK.get(path)
        if kind is None and path.startswith("object.other."):
            kind = str
        if kind is None and path.endswith("_hex") and path[:-4] in LANDLOCK:
            kind = str
            if not re.fullmatch(r"([0-9A-F]{2})+", str(leaf)):
                yield f"landlock.{path}: {leaf!r}: no bytes"
        if kind is None:
            yield f"landlock.{path}: not in the list"
        elif not has_type(leaf, kind):
            yield f"landlock.{path}: {leaf!r}"


def ecs_value(kind, value):
    """Whether one value has a type of ECS."""
    if kind in ("keyword", "match_only_text", "wildcard", "constant_keyword"):
        return type(value) is str
    if kind == "long":
        return type(value) is int and -2**63 <= value < 2**63
    if kind == "date":
        return type(value) is str and TIME.fullmatch(value) is not None
    if kind == "ip":
        try:
            return ipaddress.ip_address(value) is not None
        except ValueError:
            return False
    return False


def ecs(line):
    """What is wrong with an object of ECS."""
    line = dict(line)
    yield from landlock(line.pop("landlock", {}))
    flat = {}
    for path, value in leaves(line):
        flat[path] = value
        if path not in ECS["fields"]:
            yield f"{path}: unknown"
            continue
        kind, is_array = ECS["fields"][path]
        if isinstance(value, list) != is_array:
            yield f"{path}: {value!r}: an array or not"
        for one in value if isinstance(value, list) else [value]:
            if not ecs_value(kind, one):
                yield f"{path}: {one!r}: not of type {kind}"
    for name in ("ecs.version", "event.kind", "message"):
        if name not in flat:
            yield f"{name}: missing"
    for name in ("event.kind", "event.outcome"):
        if name in flat and flat[name] not in ECS[name]:
            yield f"{name}: {flat[name]!r}"
    if flat.get("event.kind") != "event":
        return
    # An event.type must be expected for one of the categories.
    expected = set()
    for name in flat.get("event.category", []):
        if name not in ECS["event.category"]:
            yield f"event.category: {name!r}"
        expected |= set(ECS["event.category"].get(name, []))
    if not flat.get("event.category") or not flat.get("event.type"):
        yield "event.category, event.type: missing"
    for name in flat.get("event.type", []):
        if name not in expected:
            yield f"event.type: {name!r}: not of {flat['event.category']}"


STRINGS = {"string_t", "file_name_t", "file_path_t", "hostname_t", "username_t",
           "process_name_t", "email_t", "url_t", "uuid_t", "mac_t", "subnet_t"}


def ocsf_scalar(kind, value):
    """Whether one value has a type of OCSF that is no object."""
    if kind in STRINGS:
        return type(value) is str
    if kind == "boolean_t":
        return type(value) is bool
    if kind in ("integer_t", "long_t"):
        return type(value) is int
    if kind == "timestamp_t":
        return type(value) is int and value >= 0
    if kind == "port_t":
        return type(value) is int and 0 <= value <= 65535
    if kind == "ip_t":
        return ecs_value("ip", value)
    return False


def ocsf_object(name, value, path):
    """What is wrong with an object of a class or a type."""
    rules = OCSF[name]
    if not isinstance(value, dict):
        yield f"{path}: {value!r}: no object"
        return
    for key, inner in value.items():
        at = f"{path}.{key}" if path else key
        if key not in rules or key.startswith("="):
            yield f"{at}: unknown"
            continue
        kind, count, _, *enum = rules[key]
        if isinstance(inner, list) != (count == "array"):
            yield f"{at}: {inner!r}: an array or not"
        for one in inner if isinstance(inner, list) else [inner]:
            if kind in OCSF:
                yield from ocsf_object(kind, one, at)
            elif kind == "object":
                if list(one) != ["landlock"]:
                    yield f"{at}: {list(one)}"
                yield from landlock(one.get("landlock", {}))
            elif not ocsf_scalar(kind, one):
                yield f"{at}: {one!r}: not of type {kind}"
            if enum and one not in enum[0]:
                yield f"{at}: {one!r}: not of the enum"
    for key, rule in rules.items():
        if not key.startswith("=") and rule[2] == "required" and key not in value:
            yield f"{path}.{key}: missing"
    needed = rules.get("=at_least_one")
    if needed and not set(needed) & set(value):
        yield f"{path}: none of {needed}"


def ocsf(line):
    """What is wrong with an object of OCSF."""
    classes = {OCSF[name]["=class_uid"]: name for name in OCSF
               if isinstance(OCSF[name], dict) and "=class_uid" in OCSF[name]}
    name = classes.get(line.get("class_uid"))
    if name is None:
        yield f"class_uid: {line.get('class_uid')!r}"
        return
    yield from ocsf_object(name, line, "")
    if line["category_uid"] != OCSF[name]["=category_uid"]:
        yield "category_uid: not the class's"
    if line["type_uid"] != line["class_uid"] * 100 + line["activity_id"]:
        yield "type_uid: not of class and activity"
    if line["activity_id"] == 99 and not line.get("activity_name"):
        yield "activity_name: missing"
    if line["metadata"]["version"] != OCSF["version"]:
        yield "metadata.version"
    if not set(line["metadata"]["profiles"]) <= set(OCSF["profiles"]):
        yield "metadata.profiles"
