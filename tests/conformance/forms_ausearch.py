# SPDX-License-Identifier: MIT
"""Records as ausearch -i of audit 3.0.9 prints them, and what can be read of that.

Numbers become names, strings lose their quotes, and what is no text is escaped. So
what follows a string is only known where the whole rest of the line is as the
kernel writes it.
"""
import dataclasses
import os
import re

import names
from corpus import (ACCESS, CWD, DOMAIN, EOE, NAMES, PROCTITLE, SYSCALL,
                    URINGOP)
from fields import by_key, fields, string
from forms_text import when
from model import Take

READ = {ACCESS, DOMAIN, SYSCALL, URINGOP, PROCTITLE, CWD}
STRINGS = {"path", "name", "dev", "ocomm", "comm", "exe", "cwd", "proctitle"}
TAILS = ["path dev ino ioctlcmd", "name dev ino", "ocomm", "exe comm",
         "comm exe subj key", "cwd", "proctitle"]
EXACT = re.compile(rb'(?!\()[^\0- "\\]+')
KEPT = {    # what a value is when it can be taken back
    "domain": "[0-9a-f]+", "blockers": "[a-z_.,]+", "status": "[a-z]+",
    "denials": r"\d+", "lport": r"\d+", "fport": r"\d+", "src": r"\d+",
    "dest": r"\d+", "laddr": "[0-9a-f:.]+", "faddr": "[0-9a-f:.]+",
    "daddr": "[0-9a-f:.]+", "opid": r"\d+", "capability": r"\d+",
    "namespace_type": "0x[0-9a-f]+", "namespace_id": r"\d+",
    "ioctlcmd": "0x[0-9a-f]+", "ino": r"\d+", "pid": r"\d+", "ppid": r"\d+",
    "success": "[a-z]+", "uring_op": r"\d+", "tty": "[a-z0-9]+",
}
FLAGS = {("a0", "ffffff9c"): "AT_FDCWD", ("a2", "0"): "O_RDONLY"}
CONTROLS = {"0x5401": "TCGETS", "0x5413": "TIOCGWINSZ"}
IDS = {"uid", "gid", "euid", "egid", "auid", "suid", "fsuid", "sgid", "fsgid"}


def escaped(data):
    return re.sub(rb"[\0-\x1f]", lambda m: b"\\%03o" % m[0][0], data)


def string_shown(field):
    """A string, and as the kernel would quote it, if that is all of it."""
    value = field.value
    if field.key == "dev":
        # It is not known to ausearch, and stays as it is.
        text = b'"%s"' % value if field.quoted else value
        return text, text if field.quoted else None
    if field.cut and field.quoted:
        return b" ", None
    data, bad = string(field)
    if bad and re.fullmatch(b"[0-9A-F]+", value):
        data = bytes.fromhex(value[:len(value) // 2 * 2].decode())
    elif bad or data is None:
        return value, None if not bad else b'"%s"' % value
    if field.key == "proctitle":
        data = data.replace(b"\0", b" ")
    text = escaped(data.lstrip(b"\0").split(b"\0")[0])
    return text, b'"%s"' % text if EXACT.fullmatch(text) else None


def shown(field, named):
    """A value as ausearch prints it, and in the kernel's words if it can be
    taken back."""
    if field.key in STRINGS:
        return string_shown(field)
    text, back = word_shown(field.key, field.value.decode("latin-1"), named)
    return text.encode("latin-1"), back and back.encode("latin-1")


def word_shown(key, value, named):
    if key in IDS:
        name = {"0": "root", "4294967295": "unset"}.get(value)
        return (name, None) if name else (f"unknown({value})", value)
    if key == "ses":
        return ("unset", None) if value == "4294967295" else (value, value)
    if key == "mode":
        return "000,000", None
    if key == "saddr":
        return "unknown-family(28690)", None
    if key == "arch":
        return names.arch_name(value), value
    if key == "syscall":
        arch = names.arch_name(named["arch"].value.decode())
        name = names.syscall_name(arch, int(value))
        return name or f"unknown-syscall({value})", value
    if key == "exit":
        name = names.errno_name(int(value))
        return (f"{name}({os.strerror(-int(value))})" if name else value, value)
    if re.fullmatch("a[0-3]", key):
        name = FLAGS.get((key, value))
        return (name, None) if name else ("0x" + value, value)
    if key == "capability":
        return "sys_admin", None
    if value in CONTROLS:
        return CONTROLS[value], None
    if key in ("subj", "key"):
        return value, value
    kept = re.fullmatch(KEPT.get(key, "(?!)"), value)
    return value, value if kept else None


def interpreted(record):
    """The body as it is printed, and the one that can be read of it."""
    found = fields(record.body, record.cut)
    named = by_key(found)
    printed = [(field.key, *shown(field, named)) for field in found]
    text = b"".join(b"%s=%s " % (key.encode("latin-1"), value)
                    for key, value, _ in printed)
    at = next((i for i, (key, _, _) in enumerate(printed) if key in STRINGS),
              len(printed))
    head, tail = printed[:at], printed[at:]
    if tail and not (is_exact(tail) and b"abstract" not in text):
        tail = []
    words = [b"%s=%s" % (key.encode(), back) for key, _, back in head + tail
             if back is not None and key != "key"]
    return text, b" ".join(words)


def is_exact(tail):
    keys = [key for key, _, _ in tail]
    order = next((t.split() for t in TAILS if t.split()[0] == keys[0]), [])
    places = [order.index(key) if key in order else -1 for key in keys]
    return (-1 not in places and places == sorted(set(places))
            and all(b" " not in value and (back is not None or
                                           key == "ioctlcmd")
                    for key, value, back in tail))


def ausearch(log):
    out, takes, last = [], [], None
    for line in log.lines:
        record = line.record
        if not record:
            out.append(line.text)
            takes.append(Take(line.number, is_note=line.is_note))
            continue
        if record.type == EOE:
            continue
        if record.stamp != last:
            out.append(b"----")
            takes.append(Take(line.number, is_note=True))
        last = record.stamp
        stamp = (when(record, "%m/%d/%y %H:%M:%S.") + record.stamp.split(".")[1]
                 .encode())
        body, read = interpreted(record)
        name = f"UNKNOWN[{record.type}]" if record.type in (
            ACCESS, DOMAIN) else NAMES[record.type]
        out.append(f"type={name} msg=audit(".encode() + stamp + b") : " + body)
        takes.append(Take(line.number, dataclasses.replace(
            record, body=read, cut=False,
            type=record.type if record.type in READ else 0),
            flags=("no_stamp", "lossy")))
    return b"".join(text + b"\n" for text in out), takes

