# SPDX-License-Identifier: MIT
"""A strict reader of OpenMetrics 1.0 text, as far as counters and gauges go."""
import re

NAME = r"[a-zA-Z_][a-zA-Z0-9_]*"
LABEL = rf'({NAME})="((?:[^"\\\n]|\\["\\n])*)"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (-?[0-9]+(?:\.[0-9]+)?)")
ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}


class Malformed(Exception):
    """The line, and what is wrong with it."""


def labels_of(text):
    """{name: value}, unescaped."""
    found = {}
    for name, value in re.findall(LABEL, text or ""):
        if name in found:
            raise Malformed(f"{text}: {name} twice")
        found[name] = re.sub(r'\\[\\"n]', lambda match: ESCAPES[match[0]], value)
    return found


class Family:
    """One metric: its description stands first, and its samples together."""

    def __init__(self, name):
        self.name, self.type, self.help, self.unit = name, None, None, None
        self.samples = {}

    def describe(self, word, text):
        if self.samples or getattr(self, word) is not None:
            raise Malformed(f"{self.name}: # {word.upper()} out of place")
        if word == "type" and text not in ("counter", "gauge"):
            raise Malformed(f"{self.name}: type {text}")
        if word == "unit" and not self.name.endswith(f"_{text}"):
            raise Malformed(f"{self.name}: unit {text} is not in the name")
        setattr(self, word, text)

    def add(self, line):
        match = SAMPLE.fullmatch(line)
        if not match or not self.type:
            raise Malformed(f"{line}: no sample")
        name = f"{self.name}_total" if self.type == "counter" else self.name
        if match[1] != name:
            raise Malformed(f"{line}: not of {self.name}, a {self.type}")
        labels = labels_of(match[2])
        if self.samples and set(labels) != set(dict(next(iter(self.samples)))):
            raise Malformed(f"{line}: other labels than before")
        key = frozenset(labels.items())
        value = float(match[match.lastindex])
        if key in self.samples or (self.type == "counter" and value < 0):
            raise Malformed(f"{line}: twice, or negative")
        self.samples[key] = value


def parse(data):
    """{name: Family} of bytes; Malformed when they are not OpenMetrics."""
    text = data.decode("utf-8")
    if not text.endswith("# EOF\n") or text.count("# EOF") != 1:
        raise Malformed("no # EOF at the end")
    families, family = {}, None
    for line in text.split("\n")[:-2]:
        match = re.fullmatch(rf"# (TYPE|HELP|UNIT) ({NAME}) (.+)", line)
        if line.startswith("#"):
            if not match:
                raise Malformed(f"{line}: no description")
            if not family or family.name != match[2]:
                if match[2] in families:
                    raise Malformed(f"{line}: began before")
                family = families[match[2]] = Family(match[2])
            family.describe(match[1].lower(), match[3])
        elif family:
            family.add(line)
        else:
            raise Malformed(f"{line}: no family")
    return families


def value(families, name, **labels):
    """A sample's value."""
    return families[name].samples[frozenset(labels.items())]
