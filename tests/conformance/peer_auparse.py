#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""libauparse's reading of a log, by its own Python module: a record a line.

usage: peer_auparse.py LOG, with PYTHONPATH where auparse is (python3-audit)

{"event": N, "id": ..., "fields": [[NAME, RAW, INTERPRETED], ...]}
"""
import json
import sys

import auparse


def text(value):
    """Its bytes, a character each."""
    return None if value is None else value.encode(
        errors="surrogateescape").decode("latin-1")


def value_of(get):
    """None where the module cannot make a str of it."""
    try:
        return text(get())
    except (EnvironmentError, UnicodeError):
        return None


def records(parser):
    event = 0
    while parser.parse_next_event():
        event += 1
        stamp = parser.get_timestamp()
        parser.first_record()
        while True:
            yield {"event": event, "fields": list(fields(parser)),
                   "id": f"{stamp.sec}.{stamp.milli:03}:{stamp.serial}"}
            if not parser.next_record():
                break


def fields(parser):
    parser.first_field()
    while True:
        yield [parser.get_field_name(), value_of(parser.get_field_str),
               value_of(parser.interpret_field)]
        if not parser.next_field():
            break


def main():
    parser = auparse.AuParser(auparse.AUSOURCE_FILE, sys.argv[1])
    parser.set_escape_mode(auparse.AUPARSE_ESC_RAW)
    for record in records(parser):
        print(json.dumps(record))


if __name__ == "__main__":
    main()
