# SPDX-License-Identifier: MIT
"""What a reader has to say of a log: the lines, in their order, and the counters.

It shares nothing with the library but the description of the format.
"""
from dataclasses import dataclass, field

from corpus import ACCESS, DOMAIN, EOE, Record
from fields import by_key, fields
from members import (call_of, class_of, creator_of, not_member, object_of,
                     subject_of, time_of, word)

DAEMON = range(1200, 1300)
WAIT = 2000    # milliseconds of a node's log time


@dataclass(frozen=True)
class Take:
    """A line of an input; one of no record is a note, or is not parsed."""
    line: int
    record: Record = None
    node: str = None
    is_note: bool = False
    boot: str = None         # of a journal
    host: str = None         # of syslog: known apart, and not told
    is_alone: bool = False   # it has no stamp, and belongs to no other record
    flags: tuple = ()        # of its form

    @property
    def place(self):
        return self.node, self.boot, self.host


@dataclass
class Domain:
    creator: dict = None
    mode: str = None
    logged: int = 0


@dataclass
class Entry:
    take: Take
    flags: set
    logged: int = 0
    starts: bool = False   # the domain's start was seen before this record


@dataclass
class Event:
    place: tuple
    stamp: str
    time: int
    late: bool
    entries: list = field(default_factory=list)

    def all(self, kind):
        return [e.take.record for e in self.entries
                if e.take.record.type == kind]

    def one(self, kind):
        return (self.all(kind) or [None])[-1]


@dataclass
class Expected:
    line: int       # of the record
    type: int
    members: dict


class Model:
    def __init__(self, source):
        self.source = source
        self.lines = []
        self.counters = dict.fromkeys(
            ("lines", "records", "ignored", "unparsed", "denials", "domains",
             "unlogged", "late", "truncated", "evicted"), 0)
        self.events = {}     # in flight, in the log's order
        self.given = set()
        self.seen = set()
        self.domains = {}

    def run(self, takes):
        for take in takes:
            self.take(take)
        for event in list(self.events.values()):
            self.complete(event)
        return self

    def take(self, take):
        self.counters["lines"] += 1
        if not take.record:
            kind = "ignored" if take.is_note else "unparsed"
            self.counters[kind] += 1
            return
        self.counters["records"] += 1
        record = take.record
        if take.is_alone:
            self.take_alone(take)
            return
        # One after the other, whichever way the clock went: the kernel's, of
        # which auditd's own records do not speak.
        for event in list(self.events.values()):
            if event.place == take.place and record.type not in DAEMON:
                if abs(record.time - event.time) >= WAIT:
                    self.complete(event)
                elif event.all(ACCESS) or event.all(DOMAIN):
                    break
        key = (take.place, record.stamp)
        if key not in self.events:
            self.events[key] = Event(take.place, record.stamp, record.time,
                                     key in self.given)
        event = self.events[key]
        entry = Entry(take, set())
        event.entries.append(entry)
        if record.type in (ACCESS, DOMAIN):
            self.track(event, entry)
        is_end = record.type == DOMAIN and entry.logged is not None
        if record.type == EOE or (is_end and len(event.entries) == 1):
            self.complete(event)

    def take_alone(self, take):
        if take.record.type not in (ACCESS, DOMAIN):
            return
        event = Event(take.place, take.line, 0, False)
        event.entries.append(Entry(take, set()))
        self.events[take.place, take.line] = event
        self.track(event, event.entries[0])
        self.complete(event)

    def track(self, event, entry):
        """What the reader remembers of a Landlock record."""
        take, record = entry.take, entry.take.record
        named = by_key(fields(record.body, record.cut))
        key = (take.place, word(named, "domain"))
        if key not in self.domains:
            self.counters["domains"] += 1
        domain = self.domains.setdefault(key, Domain())
        if event.late:
            entry.flags.add("late")
            self.counters["late"] += 1
        if record.cut or any(f.quoted and f.cut for f in named.values()):
            entry.flags.add("truncated")
            self.counters["truncated"] += 1
        again = (take.place, event.stamp, record.type, record.body)
        is_copy = again in self.seen
        self.seen.add(again)
        entry.starts, entry.logged = domain.creator is not None, None
        if record.type == ACCESS:
            self.counters["denials"] += 1
            domain.logged += not is_copy
        elif word(named, "status") == "deallocated":
            entry.logged = domain.logged
            if entry.starts and not is_copy:
                self.counters["unlogged"] += (
                    int(word(named, "denials")) - domain.logged)
        elif entry.starts:
            is_copy = True
        else:
            domain.creator = creator_of(named, set())
            domain.mode = word(named, "mode")
        if is_copy:
            entry.flags.add("duplicate")

    def complete(self, event):
        del self.events[event.place, event.stamp]
        landlock = [e for e in event.entries
                    if e.take.record.type in (ACCESS, DOMAIN)]
        parts, part = len(event.all(ACCESS)), 0
        for entry in landlock:
            record = entry.take.record
            head = {}
            if "no_stamp" not in entry.take.flags:
                head.update(id=event.stamp, time=time_of(event.stamp))
            if record.type == ACCESS:
                part += 1
                head.update(part=part, parts=parts)
            members = self.members(event, entry, head)
            self.lines.append(Expected(entry.take.line, record.type, members))
        if landlock:
            self.given.add((event.place, event.stamp))

    def members(self, event, entry, head):
        record, flags = entry.take.record, set(entry.flags)
        found = fields(record.body, record.cut)
        named = by_key(found)
        domain = self.domains[event.place, word(named, "domain")]
        if record.type == ACCESS:
            kind, rest = "denial", denial(event, found, domain, flags)
        elif word(named, "status") == "deallocated":
            kind, rest = "domain_end", end(entry, named, domain, flags)
        else:
            kind, rest = "domain_start", {
                "mode": word(named, "mode"),
                "creator": creator_of(named, flags)}
        members = {"v": 1, "kind": kind, **head, "source": self.source,
                   "domain": word(named, "domain"), **rest}
        node, boot, _ = event.place
        members.update(node=node, boot=boot)
        members = {name: value for name, value in members.items()
                   if value is not None}
        flags.update(entry.take.flags)
        if self.source in ("kmsg", "text"):
            flags.add("untrusted")
        if flags:
            members["flags"] = sorted(flags)
        return members


def denial(event, found, domain, flags):
    text = word(by_key(found), "blockers")
    blockers = text.split(",")
    members = {"blockers": text, "rights": blockers}
    subject = subject_of(event, flags)
    call = call_of(event) if subject else {}
    if not subject:
        flags.add("no_syscall")
    elif not_member(blockers, call):
        flags.add("not_member")
    members["class"] = class_of(blockers)
    enforcing = domain.mode in (None, "enforcing")
    members["outcome"] = "denied" if enforcing else "would_deny"
    if domain.mode is not None:
        members["mode"] = domain.mode
    members["object"] = object_of(blockers, found, flags)
    if subject:
        members["subject"] = subject
        members["syscall"] = call
    if domain.creator is not None:
        members["creator"] = domain.creator
    return members


def end(entry, named, domain, flags):
    total = int(word(named, "denials"))
    members = {"total": total, "logged": entry.logged}
    if entry.starts:
        members["unlogged"] = total - entry.logged
        members["creator"] = domain.creator
    else:
        flags.add("partial_domain")
    return members
