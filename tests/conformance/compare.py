# SPDX-License-Identifier: MIT
"""What was expected beside what came, member by member."""
from collections import defaultdict

from corpus import ACCESS

# The members in the order of the format's examples; others stand between them.
ORDER = {
    "": "v kind id part parts time source domain blockers rights class outcome "
        "mode object subject syscall total logged unlogged creator",
    "subject": "from pid ppid uid euid gid egid auid ses tty comm exe subj cwd "
               "proctitle",
    "syscall": "arch number name a0 a1 a2 a3 success exit errno",
    "creator": "pid uid comm exe",
    "object": "kind",
}
# What may not stand as it is in a line: controls, and what turns text around.
ESCAPED = ({chr(c) for c in range(0x20)} | {chr(c) for c in range(0x7f, 0xa0)}
           | set("\u2028\u2029\u061c\u200e\u200f")
           | {chr(c) for c in range(0x202a, 0x202f)}
           | {chr(c) for c in range(0x2066, 0x206a)})


def differences(expected, got, member=""):
    """Of two values: (member, expected, got)."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in [*expected, *(set(got) - set(expected))]:
            inner = f"{member}.{name}" if member else name
            if name not in got:
                yield inner, expected[name], "(absent)"
            elif name not in expected:
                yield inner, "(absent)", got[name]
            else:
                yield from differences(expected[name], got[name], inner)
    elif type(expected) is not type(got) or expected != got:
        yield member, expected, got


def disorder(got):
    """Where members do not stand in the order of the examples."""
    if list(got)[:2] != ["v", "kind"]:
        yield "(order)", "v, kind first", list(got)[:2]
    for name, words in ORDER.items():
        members = got.get(name, {}) if name else got
        known = [word for word in words.split() if word in members]
        here = [word for word in members if word in known]
        if known != here:
            yield f"{name}(order)", known, here


def of_line(expected, got, raw):
    got = dict(got)
    if "flags" in got:
        if len(set(got["flags"])) != len(got["flags"]):
            yield "flags", "each once", got["flags"]
        got["flags"] = sorted(got["flags"])
    yield from differences(expected.members, got)
    yield from disorder(got)
    bare = ESCAPED.intersection(raw.decode())
    if bare:
        yield "(text)", "escaped", sorted(bare)


class Result:
    """Of one log in one form."""

    def __init__(self):
        self.right = {"access": 0, "domain": 0}
        self.wanted = {"access": 0, "domain": 0}
        self.extra = 0
        self.faults = []    # (line, member, expected, got)

    def add(self, other):
        for name in self.right:
            self.right[name] += other.right[name]
            self.wanted[name] += other.wanted[name]
        self.extra += other.extra

    def text(self):
        return (f"access {self.right['access']}/{self.wanted['access']} "
                f"domain {self.right['domain']}/{self.wanted['domain']} "
                f"extra {self.extra}")


def key_of(members):
    return (members.get("node"), members.get("id"), members.get("kind"))


def compare(model, lines, counters):
    """model: what was expected; lines: (raw, parsed) that came."""
    result = Result()
    came = defaultdict(list)
    for raw, got in lines:
        came[key_of(got)].append((raw, got))
    for expected in model.lines:
        name = "access" if expected.type == ACCESS else "domain"
        result.wanted[name] += 1
        same = came[key_of(expected.members)]
        if not same:
            result.faults.append((expected.line, "(line)",
                                  key_of(expected.members), "(absent)"))
            continue
        raw, got = same.pop(0)
        faults = list(of_line(expected, got, raw))
        result.faults += [(expected.line, *fault) for fault in faults]
        result.right[name] += not faults
    for rest in came.values():
        result.extra += len(rest)
        result.faults += [("-", "(line)", "(absent)", key_of(got))
                          for _, got in rest]
    order = [key_of(expected.members) for expected in model.lines]
    for at, (want, (_, got)) in enumerate(zip(order, lines)):
        if want != key_of(got):
            result.faults.append((model.lines[at].line, f"(order, line {at})",
                                  want, key_of(got)))
            break
    for name, value in model.counters.items():
        if counters[name] != value:
            result.faults.append(("-", f"(counter) {name}", value,
                                  counters[name]))
    return result
