#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the recorded calls must have given, as expectations.txt says by hand.

The "#" lines of a file say what was called. Each must be in expectations.txt, and
the denials that follow it in the file must be those that are written there.
"""
import json
import pathlib
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field

import corpus
import driver
import forms

FILE = pathlib.Path(__file__).with_name("expectations.txt")
INNER = {"kind", "dev", "ino"}
ROOT = {"class", "outcome", "mode", "domain"}
ABSENT = "-"


@dataclass
class Denial:
    call: str
    result: str
    blockers: str
    part: tuple = (1, 1)
    members: dict = field(default_factory=dict)
    flags: set = field(default_factory=set)
    domain: str = "A"
    many: bool = False
    kernel: str = ""


@dataclass
class Op:
    text: str
    kernel: str
    denials: list = field(default_factory=list)


@dataclass
class Case:
    ops: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    ends: dict = field(default_factory=dict)
    defaults: list = field(default_factory=list)    # (domain or None, members)


def repeat(value):
    """{x*3} is xxx, from the inside out."""
    if not isinstance(value, str):
        return value
    while True:
        value, n = re.subn(r"\{([^{}]*)\*(\d+)\}",
                           lambda m: m[1] * int(m[2]), value)
        if not n:
            return value


def tokens(text):
    """WORD, or (KEY, VALUE); a value in quotes or brackets is JSON."""
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = re.compile(r"([a-z0-9_.]+)=(?=(.))").match(text, at)
        if match and match[2] in '"[':
            value, at = json.JSONDecoder().raw_decode(text, match.end())
            yield match[1], repeat(value)
            continue
        end = text.find(" ", at)
        end = len(text) if end < 0 else end
        if match:
            yield match[1], text[match.end():end]
        else:
            yield text[at:end]
        at = end


def member_name(key):
    return key if "." in key or key in ROOT else "object." + key


def denial_parse(text, kernel):
    words, pairs = [], {}
    for token in tokens(text):
        if isinstance(token, tuple):
            pairs[member_name(token[0])] = token[1]
        else:
            words.append(token)
    many = words[0] == "many"
    denial = Denial(*words[many:many + 3], many=many, kernel=kernel)
    denial.domain = pairs.pop("domain", "A")
    for word in words[many + 3:]:
        if word.startswith("+"):
            denial.flags.add(word[1:])
        elif word == "parent":
            pairs["object.parent"] = True
        else:
            denial.part = tuple(int(n) for n in word.split("/"))
    denial.members = pairs
    return denial


def load():
    """Case by name; "" has what holds for all."""
    cases = {"": Case()}
    case = cases[""]
    for line in FILE.read_text().split("\n"):
        kernel, text = re.fullmatch(r"\t?(?:@(\d+) )?(.*)", line).groups("")
        word, _, rest = text.partition(" ")
        if line.startswith("\t"):
            case.ops[-1].denials.append(denial_parse(text, kernel))
        elif not line or line.startswith("#"):
            continue
        elif word == "case":
            if rest in cases:
                raise ValueError(f"{rest}: twice")
            case = cases[rest] = Case()
        elif word == "op":
            case.ops.append(Op(rest, kernel))
        elif word == "note":
            case.notes.append(rest)
        elif word == "end":
            domain, total, logged = rest.split()
            case.ends[domain] = (int(total), int(logged))
        elif word == "with":
            members = {member_name(k): v for k, v in tokens(rest)}
            case.defaults.append((members.pop("domain", None), members))
        else:
            raise ValueError(line)
    return cases


def matches(pattern, text):
    """<N> in a pattern is any number."""
    return re.fullmatch(re.escape(pattern).replace("<N>", r"\d+"), text)


def member_of(got, name):
    for word in name.split("."):
        if not isinstance(got, dict) or word not in got:
            return None
        got = got[word]
    return got


def differs(want, got):
    if want == ABSENT:
        return got is not None
    if got is None:
        return True
    if want == "*":
        return False
    if isinstance(want, str):
        return not matches(want, str(got))
    return want != got


def call_of(got):
    call = got.get("syscall")
    if not call:
        return "-", "-"
    name = call.get("name") or f"uring:{call.get('uring_op')}"
    return name, call.get("errno") or ("ok" if call["success"] else "?")


class Checker:
    def __init__(self, log, cases):
        self.log = log
        self.cases = cases
        self.kernel = "?"
        self.faults = []
        self.checked = 0

    def fault(self, line, member, want, got):
        self.faults.append(f"{self.log.name}:{line}: {member}: "
                           f"expected {want!r}, got {got!r}")

    def run(self):
        data, _ = [f for f in forms.FORMS if f.name == "names"][0].render(
            self.log)
        self.lines = defaultdict(list)
        for raw in driver.run(data)[0]:
            got = driver.parse(raw)
            self.lines[got["kind"], got["id"]].append(got)
        name, ops, denials, ends = None, [], [], []
        for line in [*self.log.lines, corpus.Line(0, b"### CASE ")]:
            text = line.text.decode("latin-1")
            begins = re.match(r"### CASE (.*)|# --- (.*?) ---$", text)
            kernel = re.match(r"# kernel (\d+)", text)
            if kernel:
                self.kernel = kernel[1]
            elif begins:
                if name is not None:
                    self.case(name, ops, denials, ends)
                name = begins[1] or begins[2]
                ops, denials, ends = [], [], []
            elif text.startswith("#   ") and name is not None:
                ops.append((line.number, text[4:]))
            elif line.record and name is not None:
                self.take(line, denials, ends)
        return self.faults

    def take(self, line, denials, ends):
        """The line that the library has made of a record."""
        kind = None
        if line.record.type == corpus.ACCESS:
            kind, to = "denial", denials
        elif (line.record.type == corpus.DOMAIN
              and b"status=deallocated" in line.record.body):
            kind, to = "domain_end", ends
        if not kind:
            return
        same = self.lines[kind, line.record.stamp]
        if not same:
            self.fault(line.number, "(line)", kind, "(absent)")
            return
        to.append((line.number, same.pop(0)))

    def is_here(self, thing):
        return not thing.kernel or thing.kernel == self.kernel

    def case(self, name, ops, denials, ends):
        case = self.cases.get(name)
        if not case:
            self.fault("-", name, "a case of expectations.txt", "(absent)")
            return
        ops = [(line, text) for line, text in ops
               if not any(matches(note, text) for note in case.notes)]
        wanted = [op for op in case.ops if self.is_here(op)]
        if len(wanted) != len(ops):
            self.fault("-", name, [op.text for op in wanted],
                       [text for _, text in ops])
            return
        denials, domains, counts = list(denials), {}, defaultdict(int)
        for op, (line, text) in zip(wanted, ops):
            if not matches(op.text, text):
                self.fault(line, name, op.text, text)
            for want in filter(self.is_here, op.denials):
                self.one(name, text, want, denials, domains, counts)
        for line, got in denials:
            self.fault(line, name, "no denial", got["blockers"])
        self.ends(name, case, ends, domains, counts)

    def one(self, name, text, want, denials, domains, counts):
        """Take the denial that is wanted, or the many of one event."""
        n = 1
        if want.many:
            n = denials[0][1]["parts"] if denials else 0
            if n < 2:
                self.fault("-", f"{name}: {text}", "many", n)
        for at in range(n):
            if not denials:
                self.fault("-", f"{name}: {text}", want.blockers, "(absent)")
                return
            line, got = denials.pop(0)
            part = (at + 1, n) if want.many else want.part
            self.denial(line, want, part, got, self.cases[name])
            counts[want.domain] += 1
            known = domains.setdefault(want.domain, got["domain"])
            if known != got["domain"]:
                self.fault(line, f"domain {want.domain}", known, got["domain"])

    def denial(self, line, want, part, got, case):
        self.checked += 1
        call, result = call_of(got)
        for member, wanted, came in (
                ("call", want.call, call), ("result", want.result, result),
                ("blockers", want.blockers, got["blockers"]),
                ("rights", want.blockers.split(","), got["rights"]),
                ("part/parts", part, (got["part"], got["parts"])),
                ("flags", sorted(want.flags), sorted(got.get("flags", [])))):
            if wanted != came:
                self.fault(line, member, wanted, came)
        members = {}
        for of in (self.cases[""], case):
            for domain, defaults in of.defaults:
                if domain in (None, want.domain):
                    members.update(defaults)
        if want.call == "-":
            members = {name: value for name, value in members.items()
                       if not name.startswith("subject.")}
            members["subject"] = ABSENT
        elif want.call.startswith("uring:"):
            members.update({"subject.from": "uring", "subject.comm": ABSENT,
                            "subject.exe": ABSENT, "subject.auid": ABSENT})
        members.update(want.members)
        for member, value in members.items():
            if differs(value, member_of(got, member)):
                self.fault(line, member, value, member_of(got, member))
        for name in got["object"]:
            if name not in INNER and "object." + name not in want.members:
                self.fault(line, "object." + name, "(absent)",
                           got["object"][name])

    def ends(self, name, case, ends, domains, counts):
        came = {got["domain"]: (line, got) for line, got in ends}
        for label, domain in domains.items():
            line, got = came.pop(domain, ("-", None))
            want = case.ends.get(label, (counts[label], counts[label]))
            numbers = got and (got["total"], got["logged"], got["unlogged"])
            if numbers != (*want, want[0] - want[1]):
                self.fault(line, f"{name}: end of {label}", want, numbers)
        for line, got in came.values():
            self.fault(line, name, "no end", got["domain"])


def main():
    cases, used, faults, checked = load(), set(), [], 0
    for log in corpus.logs():
        if not any(line.text.startswith(b"### CASE") for line in log.lines):
            continue
        checker = Checker(log, cases)
        faults += checker.run()
        checked += checker.checked
        used.update(line.text.decode("latin-1")[9:] for line in log.lines
                    if line.text.startswith(b"### CASE "))
    unused = [name for name, case in cases.items()
              if case.ops and name not in used]
    faults += [f"{name}: is in no file" for name in unused
               if not name.startswith("audit disabled")]
    for fault in faults:
        print(fault)
    print(f"{checked} denials of {len(used)} cases, {len(faults)} faults")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
