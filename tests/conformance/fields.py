# SPDX-License-Identifier: MIT
"""A record's body as words, and what kernel/audit.c has encoded in them.

An untrusted string is quoted when all of its bytes are printable and none is a
quote, else in upper-case hexadecimal without quotes. Which keys have such strings
is known; what a value looks like says nothing.
"""
import re
from dataclasses import dataclass

NOTHING = {b"", b"(null)", b"(none)"}


@dataclass(frozen=True)
class Field:
    key: str
    value: bytes
    quoted: bool = False
    cut: bool = False    # nothing of the record follows, and something did


WORD = re.compile(rb'([^ =]+)=(?:"([^"]*)("|\Z)|([^ ]*))', re.DOTALL)


def fields(body, cut=False):
    """Its words in order; cut: the record ends where it was not over."""
    found = []
    for match in WORD.finditer(body):
        key, quoted, quote, bare = match.groups()
        key = key.decode("latin-1")
        at_end = cut and match.end() == len(body)
        if quoted is not None:
            found.append(Field(key, quoted, True, not quote))
        elif key == "subj":
            # A label may have spaces; a rule's key follows it.
            label = body[match.start(4):].split(b" key=")[0]
            found.append(Field(key, label))
        else:
            found.append(Field(key, bare, False, at_end))
    return found


def by_key(found):
    """The first of each key."""
    named = {}
    for field in found:
        named.setdefault(field.key, field)
    return named


def string(field):
    """The bytes that a string stands for, or None, and whether it was bad hex."""
    value = field.value
    if field.quoted:
        return value, False
    if value in NOTHING:
        return None, False
    if field.cut:
        value = value[:len(value) // 2 * 2]
    if len(value) % 2 or not re.fullmatch(rb"[0-9A-F]*", value):
        return field.value, True
    return bytes.fromhex(value.decode()), False


def text(data):
    """As JSON has it, and whether something of the bytes is lost in that."""
    out, lossy, at = [], b"\0" in data, 0
    while at < len(data):
        for length in range(1, 5):
            try:
                out.append(data[at:at + length].decode())
                at += length
                break
            except UnicodeDecodeError:
                continue
        else:
            out.append("\ufffd")
            lossy = True
            at += 1
    return "".join(out), lossy


def put(members, name, data):
    """A string member, and the second one that has its exact bytes."""
    if data is None:
        return
    members[name], lossy = text(data)
    if lossy:
        members[name + "_hex"] = data.hex().upper()
