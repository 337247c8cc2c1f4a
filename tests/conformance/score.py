#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How much of what the kernel has recorded comes out: fields, and whole events.

Over all recorded logs, in the spellings that auditd has had. What is expected is
the model's. A field is what a Landlock record says, or, for a denial, what the
event's other records say of the task and its call. What only a reader that
remembers domains can add (outcome, creators of later denials, unlogged) is not
counted here: no other tool has it. Ours must have every field.

peers.py gives the same score to others.
"""
import dataclasses
import sys
from collections import Counter, defaultdict

import corpus
import driver
import forms
import names
from model import Model

# Named as the kernel does, whoever prints them.
OBJECT = ("path name dev ino ioctlcmd saddr src daddr dest laddr lport faddr "
          "fport opid ocomm").split()
SUBJECT = ("pid ppid uid euid gid egid auid ses tty comm exe subj cwd "
           "proctitle").split()
CALL = "arch a0 a1 a2 a3 success exit uring_op".split()
CREATOR = "pid uid comm exe".split()


@dataclasses.dataclass
class Spelling:
    name: str
    type_word: object
    enrich: object = forms.no_enrichment


SPELLINGS = [
    Spelling("UNKNOWN[1423]", forms.type_unknown),
    Spelling("UNKNOWN[1423], enriched", forms.type_unknown, forms.enrichment),
    Spelling("LANDLOCK_ACCESS", forms.type_name),
    Spelling("LANDLOCK_ACCESS, enriched", forms.type_name, forms.enrichment),
]


def recorded():
    """What kernels wrote, each event once, and without the comments."""
    for log in corpus.logs():
        made = log.name.startswith("made/") or log.name.endswith(" unicast")
        if log.form == "auditd" and not made:
            lines = [line for line in log.lines if line.record]
            yield dataclasses.replace(log, lines=lines)


def exact(members, name):
    """The bytes of a member; of arguments, as one string."""
    if name + "_hex" in members:
        value = bytes.fromhex(members[name + "_hex"])
    elif isinstance(members[name], list):
        value = "\0".join(members[name]).encode()
    else:
        value = str(members[name]).encode()
    # Whether arguments can still be told apart is not counted.
    return value.replace(b"\0", b" ") if name == "proctitle" else value


def taken(members, keys):
    return {key: exact(members, key) for key in keys if key in members}


def facts(line):
    """The fields of a line of ours, or of the model's, by name."""
    found = {"domain": exact(line, "domain")}
    if line["kind"] == "denial":
        found["blockers"] = exact(line, "blockers")
        found |= taken(line["object"], OBJECT)
        found |= taken(line.get("subject", {}), SUBJECT)
        call = line.get("syscall", {})
        found |= taken(call, CALL)
        if "number" in call:
            found["syscall"] = str(call.get("name", call["number"])).encode()
    elif line["kind"] == "domain_start":
        found["mode"] = exact(line, "mode")
        found |= taken(line["creator"], CREATOR)
    else:
        found["denials"] = exact(line, "total")
    return found


class Score:
    """of: what was expected; right: what came."""

    def __init__(self):
        self.of, self.right, self.wrong = Counter(), Counter(), Counter()

    def event(self, wanted, came):
        """wanted, came: [(kind, fields)] of one event, in any order."""
        whole, left = True, list(came)
        for kind, expected in wanted:
            same = [record for record in left if record[0] == kind]
            best = max(same, default=None, key=lambda record: len(
                expected.items() & record[1].items()))
            if best:
                left.remove(best)
            got = best[1] if best else {}
            bad = [key for key, value in expected.items()
                   if got.get(key) != value]
            self.of["fields"] += len(expected)
            self.right["fields"] += len(expected) - len(bad)
            self.of[kind] += 1
            self.right[kind] += best is not None
            for key in bad:
                self.wrong[key if best else "(record)"] += 1
            whole = whole and not bad
        self.of["events"] += 1
        self.right["events"] += whole

    def cell(self, what):
        return f"{self.right[what]}/{self.of[what]}"

    def percent(self, what):
        # Never 100 where something is wrong.
        return int(1000 * self.right[what] / self.of[what]) / 10


def by_event(lines):
    events = defaultdict(list)
    for members in lines:
        events[members["id"]].append((members["kind"], facts(members)))
    return events


def wanted(log):
    """{id: [(kind, fields)]} of a log, as the model has it."""
    takes = forms.auditd(log, forms.type_name, eoe=True)[1]
    lines = [line.members for line in Model("auditd").run(takes).lines]
    return by_event(lines)


def score(tool, spelling, but=()):
    """tool: log, spelling -> {id: [(kind, fields)]}; but: what does not count."""
    total = Score()
    for log in recorded():
        came = tool(log, spelling)
        for stamp, records in wanted(log).items():
            for _, fields in records:
                for key in but:
                    fields.pop(key, None)
            total.event(records, came.get(stamp, []))
    return total


def ours(log, spelling):
    data, _ = forms.auditd(log, spelling.type_word, enrich=spelling.enrich)
    return by_event(driver.parse(line) for line in driver.run(data)[0])


def row(name, total):
    return [name, total.cell("denial"),
            f"{total.right['domain_start'] + total.right['domain_end']}/"
            f"{total.of['domain_start'] + total.of['domain_end']}",
            f"{total.cell('fields')} ({total.percent('fields'):g} %)",
            f"{total.cell('events')} ({total.percent('events'):g} %)"]


HEAD = ["", "denials found", "domain records found", "fields right",
        "events right"]


def main():
    names.need()
    bad = False
    for spelling in SPELLINGS:
        total = score(ours, spelling)
        print(" | ".join(row(spelling.name, total)))
        for field, count in total.wrong.most_common(8):
            print(f"    {field}: {count} wrong")
        bad = bad or total.right != total.of or not total.of["events"]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
