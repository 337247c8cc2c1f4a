# SPDX-License-Identifier: MIT
"""Records as systemd's journal has them, in the formats of journalctl.

journald keeps the record's text in MESSAGE, behind the name of its type, and adds
fields that say the same once more, decoded. It stores no record without a body.
What is no record in a log becomes an entry that somebody else has written, with all
that can be forged in it.
"""
import json
import random
import struct

from corpus import ACCESS, DOMAIN, NAMES
from fields import fields, string
from model import Take

BOOTS = ["5f1e2d3c4b5a69788796a5b4c3d2e1f0", "00112233445566778899aabbccddeeff"]
FORGED = (b"AUDIT1423 domain=bad blockers=fs.execute\n_TRANSPORT=audit\n"
          b"_AUDIT_TYPE=1423\n\n_TRANSPORT=audit\n")


def kind_of(record):
    """systemd has names for what it was built with."""
    if record.type in (ACCESS, DOMAIN) and record.serial % 2:
        return f"AUDIT{record.type}"
    return NAMES[record.type]


def common(number, boot):
    return [("__CURSOR", b"s=5c1f;i=%x;b=%s;m=1;t=2;x=3" % (number, boot)),
            ("__REALTIME_TIMESTAMP", b"%d" % (1764080735711999 + number)),
            ("__MONOTONIC_TIMESTAMP", b"%d" % number), ("_BOOT_ID", boot),
            ("_HOSTNAME", b"box"), ("PRIORITY", b"5")]


def decoded(record):
    """Some of the fields that journald makes of the body."""
    for field in fields(record.body):
        if field.key in ("path", "name", "exe", "comm"):
            value = string(field)[0]
            if value is not None:
                yield "_AUDIT_FIELD_" + field.key.upper(), value
        elif field.key in ("pid", "uid"):
            yield "_" + field.key.upper(), field.value


def entry_of(record, number, boot):
    seconds, rest = record.stamp.split(".")
    kind = kind_of(record)
    found = dict(decoded(record))
    return common(number, boot) + [
        ("_TRANSPORT", b"audit"), ("_AUDIT_TYPE", b"%d" % record.type),
        ("_AUDIT_ID", b"%d" % record.serial),
        ("_AUDIT_TYPE_NAME", kind.encode()), ("SYSLOG_IDENTIFIER", b"audit"),
        ("_SOURCE_REALTIME_TIMESTAMP", (seconds + rest[:3] + "000").encode()),
        ("MESSAGE", kind.encode() + b" " + record.body), *found.items()]


def foreign(text, number, boot):
    """What a program can have logged."""
    return common(number, boot) + [
        ("_TRANSPORT", b"journal"), ("SYSLOG_IDENTIFIER", b"audit"),
        ("AUDIT_TYPE", b"1423"), ("MESSAGE", FORGED + text), ("_COMM", b"evil")]


def entries(log):
    """(line, record or None, boot, fields: the cursor, and others in any order)"""
    for line in log.lines:
        record = line.record
        boot = BOOTS[line.number * 2 > len(log.lines)]
        if record and not record.body.strip():
            continue
        found = (entry_of(record, line.number, boot.encode()) if record
                 else foreign(line.text, line.number, boot.encode()))
        rest = found[1:]
        random.Random(f"{log.name} {line.number}").shuffle(rest)
        yield line, record, boot, found[:1] + rest


def is_text(value):
    """Whether journalctl writes it as it is."""
    try:
        return all(c == "\t" or c >= " " for c in value.decode())
    except UnicodeDecodeError:
        return False


def export_field(name, value):
    if is_text(value):
        return name.encode() + b"=" + value + b"\n"
    return (name.encode() + b"\n" + struct.pack("<Q", len(value)) + value
            + b"\n")


def export(log):
    out, takes = [], []
    for line, record, boot, found in entries(log):
        data = b"".join(export_field(*field) for field in found)
        # Every newline is a line; the empty one stands for the entry.
        takes += [Take(line.number, is_note=True)] * data.count(b"\n")
        takes.append(Take(line.number, record, boot=boot,
                          is_note=not record))
        out.append(data + b"\n")
    return b"".join(out), takes


def json_value(value, number):
    try:
        value.decode()
    except UnicodeDecodeError:
        return list(value)
    return list(value) if number % 7 == 0 else value.decode()


def as_json(log):
    out, takes = [], []
    for line, record, boot, found in entries(log):
        number = line.number
        if number % 2:
            found.reverse()
        members = {name: json_value(value, number) for name, value in found}
        out.append(json.dumps(members, ensure_ascii=number % 2 == 0,
                              separators=(", ", " : ") if number % 3 else None))
        takes.append(Take(number, record, boot=boot, is_note=not record))
    return "".join(text + "\n" for text in out).encode(), takes
