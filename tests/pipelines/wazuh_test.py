#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rules for Wazuh, by what Wazuh's manual says of the few words they use.

Each rule must match what is said of it here by hand, of all recorded lines, and
nothing else. Wazuh itself is in no package index.
"""
import json
import re
import sys
import xml.etree.ElementTree as ElementTree

from pipeline import CONFIGS, events

KNOWN = {"if_sid", "if_matched_sid", "same_field", "decoded_as", "field",
         "description", "mitre"}
# What its decoder takes as fields of its own, which <field> cannot name.
STATIC = {"id", "user", "srcip", "dstip", "srcport", "dstport", "protocol",
          "action", "status", "url", "data", "extra_data", "system_name"}
SHELLS = re.compile(r"/(sh|bash|dash|zsh|python3?|perl|nc|curl|wget)[\d.]*$")


def denial(line, of=None):
    return line["kind"] == "denial" and (of is None or
                                         of in line["blockers"].split(","))


EXPECTED = {
    118700: lambda line: True,
    118701: denial,
    118702: lambda line: (denial(line, "fs.execute")
                          and SHELLS.search(line.get("path", ""))),
    118703: lambda line: denial(line) and line.get("path") in (
        "/etc/shadow", "/root/.ssh/id_rsa", "/etc/gshadow"),
    118704: lambda line: denial(line, "net.connect_tcp") or denial(
        line, "net.connect_send_udp"),
    118705: lambda line: denial(line) and line["class"] in (
        "ptrace", "mount", "capability", "namespace"),
    118706: lambda line: denial(line, "scope.signal"),
    118709: lambda line: (denial(line, "scope.signal")
                          and [line.get("syscall"), line.get("a1")] == ["kill", "0"]),
    118707: lambda line: (line["kind"] == "domain_end"
                          and line.get("unlogged", 0) >= 100),
    118708: lambda line: line["kind"] in ("loss", "status") and line["why"],
    118710: denial,
}
# Of which no record has been made.
EXTRA = {"kind": "denial", "v": 1, "blockers": "fs.execute", "class": "fs",
         "path": "/usr/bin/bash"}


def text(value):
    """As Wazuh's decoder has a member."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def matches(rules, rule, line):
    parent = rule.findtext("if_sid") or rule.findtext("if_matched_sid")
    if parent and not matches(rules, rules[int(parent)], line):
        return False
    for field in rule.findall("field"):
        name = field.get("name")
        if name not in line or not re.search(field.text, text(line[name])):
            return False
    return True


def faults_of(rules, rule, keys):
    """Of how it is written."""
    number = int(rule.get("id"))
    words = {child.tag for child in rule}
    if not 100000 <= number <= 120000:
        yield "is outside of what is left to users"
    if not 0 <= int(rule.get("level")) <= 15:
        yield "level"
    if words - KNOWN:
        yield f"has {words - KNOWN}"
    for word in ("if_sid", "if_matched_sid"):
        if rule.findtext(word) and int(rule.findtext(word)) not in rules:
            yield f"{word} names no rule"
    named = {field.get("name") for field in rule.findall("field")}
    named |= set(re.findall(r"\$\((\w+)\)", rule.findtext("description")))
    named |= {same.text for same in rule.findall("same_field")}
    if named - keys or named & STATIC:
        yield f"names {named - keys or named & STATIC}"
    if any(set(field.attrib) != {"name", "type"} or field.get("type") != "pcre2"
           for field in rule.findall("field")):
        yield "a field is matched by another kind of expression"


def main():
    lines = [json.loads(line) for line in events("flat").splitlines()] + [EXTRA]
    keys = {name for line in lines for name in line}
    root = ElementTree.parse(CONFIGS / "wazuh-rules.xml").getroot()
    rules = {int(rule.get("id")): rule for rule in root.iter("rule")}
    decoder = ElementTree.parse(CONFIGS / "wazuh-decoder.xml").getroot()
    bad = 0
    if decoder.get("name") != root.find(".//decoded_as").text:
        print("wazuh-decoder.xml: not the name that the rules want")
        bad += 1
    if set(rules) != set(EXPECTED):
        print(f"rules without an expectation: {set(rules) ^ set(EXPECTED)}")
        return 1
    for number, rule in rules.items():
        for fault in faults_of(rules, rule, keys):
            print(f"rule {number}: {fault}")
            bad += 1
        want = [bool(EXPECTED[number](line)) for line in lines]
        got = [matches(rules, rule, line) for line in lines]
        for line in [line for line, one, two in zip(lines, want, got)
                     if one != two][:3]:
            print(f"rule {number}: {'misses' if EXPECTED[number](line) else 'has'}"
                  f" {line}")
        bad += want != got or not any(want)
        print(f"rule {number}: {sum(got)} of {len(lines)} lines")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
