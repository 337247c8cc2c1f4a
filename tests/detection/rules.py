# SPDX-License-Identifier: MIT
"""The rules of docs/detection, read without a YAML library.

Of YAML it knows what the rules use: mappings and lists by indentation, plain and
single-quoted scalars, and text after |.  Whatever else stands there is an error.
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "detection"
KEY = re.compile(r"([^\s'#-][^:#]*): ?(.*)$")


class NotRead(Exception):
    """What this reader does not understand."""


def scalar(text):
    if text.startswith("'"):
        if not re.fullmatch(r"'[^']*'", text):
            raise NotRead(f"{text}: expected a closing quote")
        return text[1:-1]
    if text in ("null", ""):
        return None
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    if re.search(r'^["\[{&*!%@`>|]|: | #', text):
        raise NotRead(f"{text}: is no plain scalar")
    return text


class Reader:
    """Lines with their indentation, and where we are."""

    def __init__(self, text):
        self.lines = [(len(line) - len(line.lstrip()), line.strip())
                      for line in text.splitlines()
                      if line.strip() and not line.startswith("#")]
        self.at = 0

    def block(self, indent):
        """What is indented by that much: a mapping, a list or text."""
        if self.lines[self.at][1].startswith("- "):
            items = []
            while self.here(indent) and self.lines[self.at][1].startswith("- "):
                items.append(scalar(self.lines[self.at][1][2:].strip()))
                self.at += 1
            return items
        found = {}
        while self.here(indent):
            line = self.lines[self.at][1]
            key = KEY.match(line)
            if not key:
                raise NotRead(f"{line}: expected KEY: VALUE")
            if key[1] in found:
                raise NotRead(f"{key[1]}: stands here twice")
            self.at += 1
            found[key[1]] = self.value(key[2].strip(), indent)
        return found

    def value(self, text, indent):
        deeper = self.at < len(self.lines) and self.lines[self.at][0] > indent
        if text == "|":
            words = []
            while self.at < len(self.lines) and self.lines[self.at][0] > indent:
                words.append(self.lines[self.at][1])
                self.at += 1
            return "\n".join(words)
        if text or not deeper:
            return scalar(text)
        return self.block(self.lines[self.at][0])

    def here(self, indent):
        if self.at == len(self.lines) or self.lines[self.at][0] < indent:
            return False
        if self.lines[self.at][0] > indent:
            raise NotRead(f"{self.lines[self.at][1]}: is indented too far")
        return True


def load(path):
    reader = Reader(path.read_text(encoding="utf-8"))
    rule = reader.block(0)
    if reader.at != len(reader.lines):
        raise NotRead(f"{path}: {reader.lines[reader.at][1]}: is not understood")
    return rule


def paths():
    return sorted(FOLDER.glob("rules/*.yml")) + sorted(FOLDER.glob("correlations/*.yml"))


def short(path):
    """landlock_exec.yml, correlation_landlock_stages.yml: exec, stages."""
    return re.sub(r"^(correlation_)?landlock_", "", path.stem)


def items(rule):
    """(detection, field, modifiers, values) for each line of a detection."""
    for name, detection in rule.get("detection", {}).items():
        if name == "condition":
            continue
        for key, values in detection.items():
            field, *modifiers = key.split("|")
            yield name, field, modifiers, values if isinstance(values, list) else [values]
