# SPDX-License-Identifier: MIT
"""A log's records in each form in which they can be met.

A form gives the bytes of an input and, line by line, what a reader is to take from
it.  auditd leaves EOE records out of its file, and printk does not print them.
"""
import dataclasses
import struct
from dataclasses import dataclass

import forms_ausearch
import forms_journal
import forms_text
import names
from corpus import (ACCESS, DOMAIN, EOE, KMSG_LIMIT, NAMES, PATH, SOCKADDR,
                    SYSCALL, URINGOP)
from fields import by_key, fields
from model import Take

NODES = [b"alpha", b"beta.example.org", None]


@dataclass(frozen=True)
class Form:
    name: str
    source: str      # what the lines say
    option: str      # what the driver is told
    render: object   # log -> (bytes, takes)


def type_name(record):
    return NAMES[record.type]


def type_unknown(record):
    """auditd up to 4.2.1."""
    if record.type in (ACCESS, DOMAIN):
        return f"UNKNOWN[{record.type}]"
    return NAMES[record.type]


def type_number(record):
    return str(record.type)


def no_enrichment(_record):
    return b""


def enrichment(record):
    """What log_format=ENRICHED appends for the fields that it has names for.

    A Landlock record's saddr is no sockaddr, and is read as one all the same.
    """
    named = by_key(fields(record.body))
    words = []
    if "arch" in named:
        arch = names.arch_name(named["arch"].value.decode())
        number = int(named["syscall"].value)
        words += [f"ARCH={arch}",
                  f"SYSCALL={names.syscall_name(arch, number)}"]
    if "saddr" in named and record.type == ACCESS:
        words.append("SADDR={ saddr_fam=ash (unsupported) }")
    elif "saddr" in named and record.type == SOCKADDR:
        words.append("SADDR={ saddr_fam=inet laddr=10.1.2.3 lport=443 }")
    for key in ("auid", "uid", "gid", "euid", "suid", "fsuid", "egid", "sgid",
                "fsgid", "ouid", "ogid"):
        if key in named:
            name = {b"0": "root", b"4294967295": "unset"}.get(
                named[key].value, f"unknown({named[key].value.decode()})")
            words.append(f'{key.upper()}="{name}"')
    if not words or record.type not in (SYSCALL, URINGOP, DOMAIN, ACCESS, PATH,
                                        SOCKADDR):
        return b""
    return b"\x1d" + " ".join(words).encode()


def auditd(log, type_word, eoe=False, end=b"\n", enrich=no_enrichment,
           node=lambda record: None):
    out, takes = [], []
    for line in log.lines:
        record = line.record
        if not record:
            out.append(line.text)
            takes.append(Take(line.number, is_note=line.is_note))
            continue
        if record.type == EOE and not eoe:
            continue
        of = node(record)
        prefix = b"" if of is None else b"node=" + of + b" "
        out.append(prefix + f"type={type_word(record)} "
                   f"msg=audit({record.stamp}): ".encode() + record.body
                   + enrich(record))
        takes.append(Take(line.number, record, of and of.decode()))
    return b"".join(text + end for text in out), takes


def kmsg(log):
    out, takes = [], []
    for line in log.lines:
        record = line.record
        if not record:
            out.append(line.text)
            takes.append(Take(line.number, is_note=line.is_note))
            continue
        if record.type == EOE:
            continue
        text = (f"audit: type={record.type} audit({record.stamp}): ".encode()
                + record.body)
        if len(text) >= KMSG_LIMIT:
            lost = len(text) - KMSG_LIMIT
            body = record.body[:len(record.body) - lost]
            record = dataclasses.replace(record, body=body, cut=True)
        level = b"<5>" if record.serial % 2 else b""
        clock = line.number * 1733
        out.append(level + b"[%5d.%06d] " % (clock // 10**6, clock % 10**6)
                   + text[:KMSG_LIMIT])
        takes.append(Take(line.number, record))
    return b"".join(text + b"\n" for text in out), takes


def as_is(log):
    return (b"".join(line.text + b"\n" for line in log.lines),
            [Take(line.number, line.record, is_note=line.is_note)
             for line in log.lines])


def packet(kind, payload):
    """As read_events takes it."""
    return struct.pack("=II", kind, len(payload)) + payload


def netlink(log):
    records = [line for line in log.lines if line.record]
    return (b"".join(packet(line.record.type,
                            f"audit({line.record.stamp}): ".encode()
                            + line.record.body) for line in records),
            [Take(line.number, line.record) for line in records])


def of_auditd(name, *args, **more):
    return Form(name, "auditd", "auto", lambda log: auditd(log, *args, **more))


FORMS = [
    of_auditd("names", type_name, eoe=True),
    of_auditd("disk", type_name),
    of_auditd("unknown", type_unknown),
    of_auditd("numeric", type_number, eoe=True),
    of_auditd("enriched", type_name, enrich=enrichment),
    of_auditd("node", type_name, node=lambda record: b"host.example.org"),
    of_auditd("nodes", type_name, node=lambda r: NODES[r.serial % 3]),
    of_auditd("crlf", type_name, end=b"\r\n"),
    Form("kmsg", "kmsg", "auto", kmsg),
    Form("netlink", "netlink", "netlink", netlink),
    Form("journal-export", "journal", "auto", forms_journal.export),
    Form("journal-json", "journal", "auto", forms_journal.as_json),
    Form("syslog", "text", "auto", forms_text.kernel),
    Form("syslog-auditd", "text", "auto",
         lambda log: forms_text.relayed(log, enrichment)),
    Form("journal-short", "text", "auto", forms_text.short),
    Form("ausearch", "text", "auto", forms_ausearch.ausearch),
]


def forms_of(log):
    """Its own first; what printk has cut cannot be made whole again."""
    own = Form("as is", log.form, "auto", as_is)
    return [own] if log.form == "kmsg" else [own, *FORMS]
