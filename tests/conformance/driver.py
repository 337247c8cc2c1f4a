# SPDX-License-Identifier: MIT
"""read_events: what the library makes of an input."""
import json
import os
import subprocess

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "read_events")


class Failed(Exception):
    pass


def run(data, form="auto", **options):
    """The lines and the counters; options are those of read_events."""
    words = [PROGRAM, "--form", form]
    for name, value in options.items():
        words += ["--" + name, str(value)]
    done = subprocess.run(words, input=data, capture_output=True, timeout=60)
    errors = done.stderr.decode(errors="replace").strip()
    if done.returncode or not errors.startswith("lines="):
        raise Failed(f"{' '.join(words)}: {done.returncode}: {errors}")
    counters = dict(word.split("=") for word in errors.split())
    return (done.stdout.split(b"\n")[:-1],
            {name: int(value) for name, value in counters.items()})


def no_twice(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError(f"a member twice: {pairs}")
    return members


def parse(line):
    """A line as what it says: strict JSON in UTF-8."""
    return json.loads(line.decode(), object_pairs_hook=no_twice)
