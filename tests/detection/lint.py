# SPDX-License-Identifier: MIT
"""Are the rules of docs/detection whole, portable, and each tried?  Offline.

--update writes the table of docs/detection/README.md anew.
"""
import re
import sys

import cases
import fields
import rules

MEMBERS = {"title", "id", "name", "status", "description", "references", "author", "date",
           "tags", "logsource", "detection", "correlation", "falsepositives", "level"}
LEVELS = ["informational", "low", "medium", "high", "critical"]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
# What every engine at hand means the same by.
MODIFIERS = {"contains", "startswith", "endswith", "exists", "gte"}
# Strings in the JSON, so that 64 bits survive, though they look like numbers.
STRINGS = {"a0", "a1", "a2", "a3", "domain", "ino", "ioctlcmd"}
# Of one record: whoever knows that one is there knows of all.
CALL = {"syscall", "arch", "a0", "a1", "a2", "a3"}
README = rules.FOLDER / "README.md"
BEGIN, END = "<!-- rules -->\n", "<!-- /rules -->\n"


def attack():
    """{technique: tactics}"""
    lines = (cases.HERE / "attack.txt").read_text(encoding="utf-8").splitlines()
    lines = [line.split(" # ")[0].split() for line in lines if line[:1] == "t"]
    return {technique: set(tactics) for technique, *tactics in lines}


def blockers():
    """The words of the kernel's blockers, from the library's table of rights."""
    text = (rules.ROOT / "lib" / "rights.def").read_text(encoding="utf-8")
    return set(re.findall(r'"([a-z]+\.[a-z_]+)"', text)) | {"ptrace", "fs.change_topology"}


class Lint:
    """The findings, and what must be unique."""

    def __init__(self):
        self.findings = []
        self.path = None
        self.seen = set()
        self.words = blockers()

    def say(self, text):
        self.findings.append(f"{self.path.relative_to(rules.ROOT)}: {text}")

    def unique(self, what, value):
        if (what, value) in self.seen:
            self.say(f"{what}: {value}: another rule has it")
        self.seen.add((what, value))

    def members(self, rule):
        kind = {"correlation"} if "correlation" in rule else {"name", "logsource", "detection"}
        wanted = MEMBERS - {"name", "logsource", "detection", "correlation"} | kind
        for member in wanted ^ set(rule):
            self.say(f"{member}: {'is missing' if member in wanted else 'is not known'}")
        for member in wanted & set(rule):
            if not rule[member]:
                self.say(f"{member}: is empty")
        if not UUID.fullmatch(str(rule.get("id"))):
            self.say(f"id: {rule.get('id')}: expected a random UUID")
        self.unique("id", rule.get("id"))
        self.unique("title", rule.get("title"))
        if "name" in rule and rule["name"] != self.path.stem:
            self.say(f"name: {rule['name']}: expected {self.path.stem}")
        if rule.get("level") not in LEVELS:
            self.say(f"level: {rule.get('level')}: expected one of {LEVELS}")
        if rule.get("status") not in ("experimental", "test", "stable"):
            self.say(f"status: {rule.get('status')}: is not one of Sigma's")
        if not re.fullmatch(r"20\d\d-\d\d-\d\d", str(rule.get("date"))):
            self.say(f"date: {rule.get('date')}: expected YYYY-MM-DD")

    def tags(self, rule, known):
        tags = {tag.removeprefix("attack.") for tag in rule.get("tags", [])}
        techniques = {tag for tag in tags if re.match(r"t\d", tag)}
        tactics = tags - techniques
        for technique in techniques:
            if not known.get(technique, set()) & tactics:
                self.say(f"tags: {technique}: expected one of its tactics in attack.txt:"
                         f" {sorted(known.get(technique, []))}")
        for tactic in tactics:
            if not any(tactic in known.get(technique, ()) for technique in techniques):
                self.say(f"tags: {tactic}: no technique here is of that tactic")

    def detection(self, rule):
        service = rule["logsource"].get("service")
        if rule["logsource"].get("product") != "linux" or service not in ("landlock", "auditd"):
            self.say("logsource: expected product linux, service landlock or auditd")
        keys = fields.FLAT if service == "landlock" else fields.AUDITD
        sure = {field for name, field, _, _ in rules.items(rule)
                if not name.startswith("filter_")}
        sure |= CALL if sure & CALL else set()
        for name, field, modifiers, values in rules.items(rule):
            here = f"{name}: {field}"
            if field not in keys:
                self.say(f"{here}: is no key of events --format flat")
            if set(modifiers) - MODIFIERS or len(modifiers) > 1:
                self.say(f"{here}: {'|'.join(modifiers)}: expected one of {sorted(MODIFIERS)}")
            if name.startswith("filter_") and field not in sure:
                self.say(f"{here}: may be absent, and SQL then drops the event; test it"
                         " in a detection that is no filter, too")
            if field == "blockers" and modifiers != ["contains"]:
                self.say(f"{here}: expected |contains, as a denial may have several")
            if field == "blockers" and set(values) - self.words:
                self.say(f"{here}: {set(values) - self.words}: no such right")
            if field in STRINGS and any(isinstance(value, int) for value in values):
                self.say(f"{here}: expected quotes, as it is a string")
        self.folders(rule)
        names = set(re.findall(r"\w+", str(rule["detection"].get("condition"))))
        for name in rule["detection"]:
            if name != "condition" and name not in names and not (
                    name.startswith("filter_") and "filter_" in names):
                self.say(f"detection: {name}: the condition does not name it")
        if service == "landlock" and not sure & {"kind", "blockers"}:
            self.say("detection: expected blockers or kind, so that no other event fits")
        if sure <= {"comm", "ocomm"}:
            self.say("detection: names only what a process may call itself")

    def folders(self, rule):
        """make_*, remove_* and refer name the folder, without a slash."""
        detections = rule["detection"]
        for name, detection in detections.items():
            if name == "condition":
                continue
            where = detection.get("blockers|contains",
                                  detections.get("selection", {}).get("blockers|contains", []))
            where = where if isinstance(where, list) else [where]
            if not any(re.search(r"\.(make|remove|refer)", right) for right in where):
                continue
            for key, values in detection.items():
                for value in values if isinstance(values, list) else [values]:
                    if key.startswith("path") and value.endswith("/"):
                        self.say(f"{name}: {value}: does not match the folder itself")

    def correlation(self, rule):
        correlation = rule["correlation"]
        for name in correlation["rules"]:
            if not (rules.FOLDER / "rules" / f"{name}.yml").exists():
                self.say(f"correlation: rules: {name}: there is no such rule")
        for field in correlation["group-by"] + [correlation["condition"].get("field")]:
            if field is not None and field not in fields.FLAT:
                self.say(f"correlation: {field}: is no key of events --format flat")

    def rule(self, path, known):
        self.path = path
        try:
            rule = rules.load(path)
        except rules.NotRead as err:
            self.say(str(err))
            return
        self.members(rule)
        self.tags(rule, known)
        if "correlation" in rule:
            self.correlation(rule)
        elif "detection" in rule and "logsource" in rule:
            self.detection(rule)

    def fixtures(self):
        """Each rule has a hit and a near miss; each case is in the table."""
        table = cases.expected()
        there = {}
        for self.path in cases.fixtures():
            verb, kernel = cases.parts(self.path)
            text = self.path.read_text(encoding="utf-8")
            found = cases.sections(self.path)
            there.setdefault(verb, set()).update(found)
            if kernel and not re.search(rf"^# kernel {re.escape(kernel)}\.", text, re.M):
                self.say(f"expected a line: # kernel {kernel}.")
            if kernel and len(re.findall(r"^#   ", text, re.M)) < 4:
                self.say("expected to say what was called")
        self.path = cases.HERE / "expected.txt"
        for fixture, which in table.keys() ^ {(verb, which) for verb, found in there.items()
                                              for which in found}:
            self.say(f"{fixture} {which}: is not both there and in fixtures/")
        names = {rules.short(path) for path in rules.paths()}
        for hits in table.values():
            for name in hits.keys() - names:
                self.say(f"{name}: there is no such rule")
        for self.path in rules.paths():
            name = rules.short(self.path)
            if not any(name in hits for hits in table.values()):
                self.say("no fixture in which it fires")
            if name not in there:
                if rules.load(self.path)["level"] != "informational":
                    self.say(f"no fixture of its own: expected fixtures/{name}-*.log")
            elif name not in table.get((name, "hit"), {}) or name in table[name, "miss"]:
                self.say("expected.txt: must fire in its hit and not in its miss")


def coverage(lint):
    """The measured table has a row for each rule that it could have, of these fixtures."""
    lint.path = rules.FOLDER / "coverage.md"
    listed = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|",
                             lint.path.read_text(encoding="utf-8"), re.M))
    wanted = {rules.short(path): 0 for path in rules.paths()
              if rules.load(path).get("logsource", {}).get("service") == "landlock"}
    recorded = {cases.parts(path)[0] for path in cases.fixtures() if cases.parts(path)[1]}
    for (fixture, _), hits in cases.expected().items():
        for name in hits.keys() & wanted.keys() if fixture in recorded else ():
            wanted[name] += hits[name]
    for name in wanted.keys() | listed.keys():
        if listed.get(name) != str(wanted.get(name)):
            lint.say(f"{name}: {listed.get(name)} events; expected {wanted.get(name)};"
                     " peers.py --update writes the table")


def row(path):
    rule = rules.load(path)
    techniques = [tag[7:].upper() for tag in rule["tags"] if re.match(r"attack\.t\d", tag)]
    return (f"| [`{rules.short(path)}`]({path.relative_to(rules.FOLDER)}) | {rule['level']} |"
            f" {' '.join(techniques)} | {rule['title']} |\n")


def readme():
    """(what is there, what must be there)"""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    table = "| rule | level | ATT&CK | |\n|---|---|---|---|\n"
    return text, before + BEGIN + table + "".join(map(row, rules.paths())) + END + after


def main():
    lint = Lint()
    known = attack()
    for path in rules.paths():
        lint.rule(path, known)
    lint.fixtures()
    coverage(lint)
    there, wanted = readme()
    if "--update" in sys.argv:
        README.write_text(wanted, encoding="utf-8")
    elif there != wanted:
        lint.path = README
        lint.say("the table is not that of the rules; lint.py --update writes it")
    print("\n".join(lint.findings))
    print(f"{len(rules.paths())} rules and correlations: {len(lint.findings)} findings")
    return 1 if lint.findings else 0


if __name__ == "__main__":
    sys.exit(main())
