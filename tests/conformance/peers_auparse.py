# SPDX-License-Identifier: MIT
"""What libauparse and ausearch -i say, as the fields of score.py."""
import calendar
import errno
import grp
import json
import pwd
import re
import time
from collections import defaultdict

import names
from peers_json import ACCESS, DOMAIN, domain_record, picked, text
from score import CALL, OBJECT, SUBJECT

# Where its interpretation is wanted: what the kernel may print in hexadecimal.
STRINGS = {"path", "name", "comm", "exe", "ocomm", "cwd", "proctitle"}
USERS, GROUPS = {"uid", "euid", "auid"}, {"gid", "egid"}
LINE = re.compile(rb"type=(\S+) msg=audit\((\S+ \S+)\.(\d+):(\d+)\) : (.*)",
                  re.DOTALL)


def plain(value):
    return value if isinstance(value, bytes) else text(value)


def event_records(records):
    """[(type, {name: value})] of one event as [(kind, fields)]."""
    of_call = {}
    for kind in ("CWD", "PROCTITLE", "URINGOP", "SYSCALL"):
        for word, named in records:
            if word == kind:
                of_call |= picked(named, [*SUBJECT, *CALL, "syscall"], plain)
    if "proctitle" in of_call:
        of_call["proctitle"] = of_call["proctitle"].replace(b"\0", b" ")
    for word, named in records:
        if word in ACCESS:
            yield "denial", of_call | picked(
                named, ["domain", "blockers", *OBJECT], plain)
        elif word in DOMAIN:
            yield domain_record(named, plain)


def raw_value(name, raw, interpreted):
    """What a careful caller takes: the number, or the string decoded."""
    if name in STRINGS and interpreted is not None:
        return interpreted.encode("latin-1")
    if name in STRINGS and not raw.startswith('"'):
        return bytes.fromhex(raw)
    return (raw or "").strip('"')


def auparse_named(fields):
    named = {}
    for name, raw, interpreted in fields:
        named.setdefault(name, raw_value(name, raw, interpreted))
    if "syscall" in named and "arch" in named:
        named["arch"] = names.arch_name(named["arch"])
        number = int(named["syscall"])
        named["syscall"] = names.syscall_name(named["arch"], number) or number
    if "success" in named:
        named["success"] = named["success"] == "yes"
    return named


def auparse(out):
    """Records that it has put into one event, and only those, belong together."""
    apart = defaultdict(list)
    for line in out.splitlines():
        record = json.loads(line)
        named = auparse_named(record["fields"])
        apart[record["event"], record["id"]].append((named.get("type"), named))
    events = defaultdict(list)
    for (_, stamp), records in apart.items():
        events[stamp] += event_records(records)
    return events


def number_of(name, value):
    """A name that stands for a number."""
    value = value.decode("latin-1")
    unknown = re.fullmatch(r"unknown\((\d+)\)", value)
    if unknown:
        return unknown[1]
    try:
        if name in USERS:
            return str(pwd.getpwnam(value).pw_uid)
        if name in GROUPS:
            return str(grp.getgrnam(value).gr_gid)
    except KeyError:
        return value
    word = value.partition("(")[0]
    if name == "exit" and hasattr(errno, word):
        return str(-getattr(errno, word))
    return value


def unescaped(value):
    """Control characters are printed in octal."""
    return re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8) & 255]),
                  value)


def ausearch_named(body):
    """Nothing says where a value ends but the next word that has a "="."""
    words = re.split(rb"(?:^| )([A-Za-z0-9_-]+)=", body.strip(b" "))
    named = {}
    for name, value in zip(words[1::2], words[2::2]):
        name = name.decode()
        if name in STRINGS:
            named.setdefault(name, unescaped(value))
        elif name in ("a0", "a1", "a2", "a3"):
            named.setdefault(name, value.removeprefix(b"0x"))
        elif name == "success":
            named.setdefault(name, value == b"yes")
        else:
            named.setdefault(name, number_of(name, value.strip(b'"')))
    return named


def ausearch(out):
    events = defaultdict(list)
    for event in out.split(b"----\n"):
        records, stamp = [], None
        for line in event.split(b"\n"):
            match = LINE.fullmatch(line)
            if not match:
                continue
            moment = calendar.timegm(time.strptime(
                match[2].decode(), "%m/%d/%y %H:%M:%S"))
            stamp = f"{moment}.{match[3].decode()}:{match[4].decode()}"
            records.append((match[1].decode(), ausearch_named(match[5])))
        if stamp:
            events[stamp] += event_records(records)
    return events


