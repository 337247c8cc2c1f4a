# SPDX-License-Identifier: MIT
"""Where each member of the native JSON is to be found in each other format."""
from schema import leaves

RAW = object()  # the value itself

OBJECT = {name: name for name in (
    "kind path name dev ino ioctlcmd saddr src daddr dest laddr lport faddr fport opid "
    "ocomm capability namespace_type namespace_id").split()} | {"parent": "is_parent"}

# Below "landlock", in ECS and OCSF.
OWN = {
    "source": "source", "flags": "flags", "domain": "domain.id", "mode": "domain.mode",
    "blockers": "blockers", "rights": "rights", "class": "class", "outcome": "outcome",
    "part": "event.part", "parts": "event.parts",
    **{f"object.{ours}": f"object.{its}" for ours, its in OBJECT.items()},
    "subject.from": "subject.from", "subject.auid": "subject.auid",
    "subject.gid": "subject.gid", "subject.ses": "subject.ses",
    "subject.tty": "subject.tty", "subject.subj": "subject.subj",
    "subject.proctitle": "subject.proctitle",
    **{f"syscall.{name}": f"syscall.{name}" for name in (
        "arch number name a0 a1 a2 a3 uring_op success exit").split()},
    "creator.pid": "creator.pid", "creator.uid": "creator.user.id",
    "creator.comm": "creator.name", "creator.exe": "creator.executable",
    "total": "domain.denials.total", "logged": "domain.denials.logged",
    "unlogged": "domain.denials.unlogged",
    "why": "loss.why", "count": "loss.count",
    # Their bytes alone.
    "node": "node", "boot": "boot", "subject.comm": "subject.comm",
    "subject.exe": "subject.exe", "subject.cwd": "subject.cwd",
}

ECS = {name: f"landlock.{path}" for name, path in OWN.items()} | {
    "time": "@timestamp", "node": "host.name", "boot": "host.boot.id",
    "blockers": "event.reason", "syscall.errno": "error.code",
    "subject.pid": "process.pid", "subject.ppid": "process.parent.pid",
    "subject.uid": "process.real_user.id", "subject.euid": "process.user.id",
    "subject.gid": "process.real_group.id", "subject.egid": "process.group.id",
    "subject.comm": "process.name", "subject.exe": "process.executable",
    "subject.cwd": "process.working_directory",
}

OCSF = {name: f"unmapped.landlock.{path}" for name, path in OWN.items()} | {
    "node": "device.hostname", "boot": "device.boot_uid",
    "syscall.errno": "status_code", "id": "metadata.original_event_uid",
    "subject.pid": "actor.process.pid",
    "subject.ppid": "actor.process.parent_process.pid",
    "subject.uid": "actor.process.user.uid", "subject.euid": "actor.process.euid",
    "subject.egid": "actor.process.egid", "subject.comm": "actor.process.name",
    "subject.exe": "actor.process.path",
    "subject.cwd": "actor.process.working_directory",
}


def native_leaves(line):
    """(path, value) of the native JSON; its paths are one value."""
    line = dict(line)
    if "subject" in line:
        line["subject"] = dict(line["subject"])
        paths = line["subject"].pop("paths", None)
        if paths is not None:
            yield "subject.paths", paths
    yield from leaves(line)


def same(value, found):
    """A number may have become the string that it is."""
    return found == value or (type(value) is int and found == str(value))


def missing(line, other, table, prefix):
    """What of a native line is not in another's."""
    there = dict(leaves(other))
    own = other
    for step in prefix.split("."):
        own = own.get(step, {})
    for path, value in native_leaves(line):
        if path in ("v", "kind"):
            continue
        if path == "subject.paths":
            if own.get("paths") != value:
                yield f"{path}: {own.get('paths')!r}"
            continue
        if path == "subject.proctitle_hex":
            found = there.get(f"{prefix}.subject.proctitle_hex")
            if found is None:
                title = "\0".join(there[f"{prefix}.subject.proctitle"])
                found = title.encode().hex().upper()
        elif path.startswith("object.other."):
            found = there.get(f"{prefix}.{path}")
        elif path.endswith("_hex"):
            found = there.get(f"{prefix}.{OWN[path[:-4]]}_hex")
        elif path in table:
            found = there.get(table[path])
        else:
            continue
        if not same(value, found):
            yield f"{path}: {value!r}, and not {found!r}"


def unknown(line, table):
    """What of a native line has no place in a table."""
    for path, _ in native_leaves(line):
        base = path[:-4] if path.endswith("_hex") else path
        if base not in table and not base.startswith("object.other."):
            yield path


FLAT = {
    **{name: name for name in (
        "time id kind part parts node boot source flags domain blockers class outcome "
        "mode total logged unlogged why count").split()},
    **{f"object.{name}": name for name in OBJECT}, "object.kind": "object",
    **{f"subject.{name}": name for name in (
        "pid ppid uid euid gid egid auid ses tty comm exe subj cwd proctitle").split()},
    **{f"syscall.{name}": name for name in (
        "arch uring_op a0 a1 a2 a3 success exit errno").split()},
    **{f"creator.{name}": f"creator_{name}" for name in "pid uid comm exe".split()},
}
# The flat formats have none of these; an unnamed call is its number.
FLAT_NONE = {"v", "rights", "subject.from", "subject.paths", "syscall.number",
             "syscall.name", "object.capability", "object.namespace_type",
             "object.namespace_id"}


def flat(line):
    """The members of a native line as one row."""
    row = {}
    for path, value in native_leaves(line):
        base = path[:-4] if path.endswith("_hex") else path
        if base in FLAT_NONE or base.startswith("object.other."):
            continue
        if base == "subject.proctitle" and isinstance(value, list):
            value = " ".join(value)
        if base == "flags":
            value = ",".join(value)
        row[FLAT[base] + path[len(base):]] = value
    call = line.get("syscall", {})
    if "number" in call:
        row["syscall"] = call.get("name", str(call["number"]))
    return row
