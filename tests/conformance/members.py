# SPDX-License-Identifier: MIT
"""The members of one JSON line, of what the records say."""
import datetime

import names
from corpus import CWD, PATH, PROCTITLE, SYSCALL, URINGOP
from fields import NOTHING, by_key, fields, put, string

UNSET = "4294967295"
PROCTITLE_MAX = 128    # MAX_PROCTITLE_AUDIT_LEN

# The members that each object's kind has, in the kernel's words.
PORTS = {"src", "dest", "lport", "fport"}
INET = ["saddr", "src", "daddr", "dest", "laddr", "lport", "faddr", "fport"]
OBJECT_STRINGS = {"path", "name", "dev", "ocomm"}
OBJECT_WORDS = {"ino", "ioctlcmd", "saddr", "daddr", "laddr", "faddr",
                "namespace_type", "namespace_id"}
OBJECT_NUMBERS = PORTS | {"opid", "capability"}
CLASSES = {"fs": "fs", "net": "net", "scope": "scope", "ptrace": "ptrace",
           "capability": "capability", "namespace": "namespace"}
PARENT = ("fs.make_", "fs.remove_")


def word(named, key):
    field = named.get(key)
    if not field or (not field.quoted and field.value in NOTHING):
        return None
    return field.value.decode("latin-1")


def time_of(stamp):
    seconds, _, rest = stamp.partition(".")
    moment = datetime.datetime.fromtimestamp(int(seconds),
                                             datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + rest[:3] + "Z"


def put_string(members, named, key, flags, name=None):
    if key not in named:
        return
    data, bad = string(named[key])
    if bad:
        flags.add("bad_hex")
    put(members, name or key, data)


def put_numbers(members, named, keys):
    for key in keys:
        value = word(named, key)
        if value is not None and value != UNSET:
            members[key] = int(value)


def class_of(blockers):
    for blocker in blockers:
        if blocker == "fs.change_topology":
            return "mount"
        first = blocker.partition(".")[0]
        if first in CLASSES:
            return CLASSES[first]
    return "unknown"


def object_kind(blockers, named):
    if "scope.abstract_unix_socket" in blockers:
        return "unix_abstract"
    for key, kind in (("path", "path"), ("name", "mount"), ("opid", "task"),
                      ("capability", "capability"),
                      ("namespace_type", "namespace")):
        if key in named:
            return kind
    if any(b.startswith("net.") for b in blockers):
        return "inet"
    return "none"


def object_of(blockers, found, flags):
    named = by_key(found)
    members = {"kind": object_kind(blockers, named)}
    for key in named:
        if key in OBJECT_STRINGS:
            put_string(members, named, key, flags)
        elif key in OBJECT_WORDS:
            members[key] = word(named, key)
        elif key in OBJECT_NUMBERS:
            members[key] = int(word(named, key))
        elif key not in ("domain", "blockers"):
            members.setdefault("other", {})[key] = word(named, key)
    if members["kind"] == "unix_abstract" and "path" in named:
        name = string(named["path"])[0]
        put(members, "path", name)
        members["path"] = "@" + members["path"][1:]
        members["path_hex"] = name.hex().upper()
    if members["kind"] == "path" and any(
            b.startswith(PARENT) or b == "fs.refer" for b in blockers):
        members["parent"] = True
    return members


def title(members, named, flags):
    if "proctitle" not in named:
        return
    data, bad = string(named["proctitle"])
    if data is None:
        return
    if bad:
        flags.add("bad_hex")
    if len(data) >= PROCTITLE_MAX:
        flags.add("proctitle_cut")
    whole = {}
    put(whole, "proctitle", data)
    members["proctitle"] = []
    for part in data.split(b"\0"):
        piece = {}
        put(piece, "part", part)
        members["proctitle"].append(piece["part"])
    if "proctitle_hex" in whole:
        members["proctitle_hex"] = whole["proctitle_hex"]


def subject_of(event, flags):
    """The task of an event's records, None if they do not say."""
    call = event.one(SYSCALL) or event.one(URINGOP)
    if not call:
        return None
    named = by_key(fields(call.body, call.cut))
    members = {"from": "syscall" if call.type == SYSCALL else "uring"}
    put_numbers(members, named,
                ["pid", "ppid", "uid", "euid", "gid", "egid", "auid", "ses"])
    if word(named, "tty") is not None:
        members["tty"] = word(named, "tty")
    for key in ("comm", "exe"):
        put_string(members, named, key, flags)
    if word(named, "subj") is not None:
        members["subj"] = word(named, "subj")
    for record in event.all(CWD):
        put_string(members, by_key(fields(record.body, record.cut)), "cwd",
                   flags)
    for record in event.all(PROCTITLE):
        title(members, by_key(fields(record.body, record.cut)), flags)
    paths = []
    for record in event.all(PATH):
        path, entry = by_key(fields(record.body, record.cut)), {}
        put_string(entry, path, "name", flags)
        if word(path, "nametype") is not None:
            entry["nametype"] = word(path, "nametype")
        paths.append(entry)
    if paths:
        members["paths"] = paths
    return members


def outcome_of_call(members, named):
    if "success" in named:
        members["success"] = word(named, "success") == "yes"
    if "exit" in named:
        members["exit"] = int(word(named, "exit"))
        name = names.errno_name(members["exit"])
        if name:
            members["errno"] = name


def call_of(event):
    """What "syscall" has."""
    call, uring = event.one(SYSCALL), event.one(URINGOP)
    members = {}
    if call:
        named = by_key(fields(call.body, call.cut))
        members["arch"] = names.arch_name(word(named, "arch"))
        members["number"] = int(word(named, "syscall"))
        name = names.syscall_name(members["arch"], members["number"])
        if name:
            members["name"] = name
        for key in ("a0", "a1", "a2", "a3"):
            if key in named:
                members[key] = word(named, key)
    if uring:
        of_ring = by_key(fields(uring.body, uring.cut))
        members["uring_op"] = int(word(of_ring, "uring_op"))
        named = named if call else of_ring
    outcome_of_call(members, named)
    return members


def creator_of(named, flags):
    """Of the words of an "allocated" record."""
    members = {}
    put_numbers(members, named, ["pid", "uid"])
    for key in ("comm", "exe"):
        put_string(members, named, key, flags)
    return members


def not_member(blockers, call):
    """Whether the call shows that its task is not the one that was refused."""
    if "ptrace" in blockers:
        return call.get("name") == "ptrace" and call.get("a0") == "0"
    if "scope.signal" in blockers:
        return "number" not in call or call["name"] not in names.SIGNALLING
    return False
