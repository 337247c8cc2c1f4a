#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Events that differ from the one before in a single value, and go back again.

A reader that remembers what the last record said must see every difference: each
word of each record, longer, shorter, and of the same length; each part of a stamp.
"""
import sys

import corpus
import forms
import names
from check import check
from fields import fields

CALL = ("arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c "
        "a1=55c71871702f a2=0 a3=0 items=0 ppid=28641 pid=28804 auid=1000 "
        "uid=1001 gid=1002 euid=1003 suid=1004 fsuid=1005 egid=1006 sgid=1007 "
        "fsgid=1008 tty=pts1 ses=3 comm=\"app\" exe=\"/usr/bin/app\" "
        "subj=unconfined key=(null)").encode()
TITLE = b"proctitle=2E2F617070002D76"
FILE = (b'domain=1f9b099ec blockers=fs.read_file path="/etc/hostname" '
        b'dev="vda" ino=733')
DEVICE = FILE.replace(b"read_file", b"ioctl_dev") + b" ioctlcmd=0x5413"
START = (b'domain=1f9b099ec status=allocated mode=enforcing pid=28804 uid=0 '
         b'exe="/usr/bin/app" comm="app"')
STAMPS = ["1795307492.922:17", "1795307492.923:17", "1795307492.923:18",
          "1795307493.923:18", "1795307493.923:181", "1795307493.923:1",
          "1795307493.092:1", "1795307493.092:10", "1795307493.920:100",
          "1795307494.020:1001", "1795307494.020:4294967295",
          "1795307494.021:4294967295"]
FIXED = {"arch": [b"40000003"], "success": [b"yes"], "exit": [b"-1", b"0", b"14",
         b"-130"], "status": [], "items": [b"10"], "tty": [b"(none)", b"pts10"],
         "exe": [b'"/usr/bin/apq"', b"2F612062", b"(null)"],
         "comm": [b'"apq"', b'"ap"', b"612062"],
         "dev": [b'"vdb"', b"766420"], "path": [b'"/etc/hostnamf"', b"2F612062",
         b'"/"'], "proctitle": [b"2E2F617070002D77", b'"app"', b"2E"],
         "blockers": [b"fs.read_file,fs.x", b"fs.write_file", b"ptrace"]}


def others(field):
    """Other values of a word."""
    if field.key in FIXED:
        return FIXED[field.key]
    value = field.value
    last = b"1" if value[-1:] != b"1" else b"2"
    shorter = [value[:-1]] if len(value) > 1 else []
    return [value[:-1] + last, value + last, *shorter]


def variants(body):
    """The body with one word changed, each in turn."""
    for field in fields(body):
        key = field.key.encode() + b"="
        start = (b" " + body).index(b" " + key) + len(key)
        end = (body + b" ").index(b" ", start)
        for value in others(field):
            yield body[:start] + value + body[end:]


def event(stamp, *records):
    return [corpus.Record(kind, stamp, body) for kind, body in records]


def events():
    """Records, event after event."""
    start, call = (corpus.DOMAIN, START), (corpus.SYSCALL, CALL)
    title = (corpus.PROCTITLE, TITLE)
    usual = [(corpus.ACCESS, FILE), call, title]
    sets = []
    for at, kind in ((1, corpus.SYSCALL), (2, corpus.PROCTITLE)):
        for body in variants(usual[at][1]):
            sets += [usual, [*usual[:at], (kind, body), *usual[at + 1:]]]
    for first in (FILE, DEVICE):
        for body in variants(first):
            sets += [usual, [(corpus.ACCESS, body), call, title]]
    for body in variants(START):
        sets += [[usual[0], start, call], [usual[0], (corpus.DOMAIN, body), call]]
    for number, records in enumerate(sets):
        yield event(f"1795307480.{number % 1000:03}:{number + 5}", *records,
                    (corpus.EOE, b""))
    for stamp in STAMPS:
        yield event(stamp, *usual, (corpus.EOE, b""))


def main():
    names.need()
    records = [record for each in events() for record in each]
    lines = [corpus.Line(number, b"", record)
             for number, record in enumerate(records, 1)]
    log = corpus.Log("neighbours", "auditd", lines)
    bad = 0
    for form in forms.FORMS:
        result = check(log, form)
        bad += len(result.faults)
        for line, member, want, got in result.faults[:20]:
            print(f"{line}: {form.name}: {member}: expected {want!r}, "
                  f"got {got!r}")
        print(f"{form.name:9} {result.text()}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
