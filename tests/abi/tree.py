# SPDX-License-Identifier: MIT
"""What the checks of this folder share: the tree, its rooms, compilers, failing."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(
    os.environ.get("SOURCE_DIR") or pathlib.Path(__file__).parents[2]
).resolve()
LIB = SOURCE / "lib"
INCLUDE = SOURCE / "include"
MAP = LIB / "llguard.map"
CC = os.environ.get("CC", "cc")

# The rooms of lib/, and the rooms that each may see besides itself.
ROOMS = {
    "floor": [],
    "policy": ["floor"],
    "document": ["floor", "policy"],
    "telemetry": ["floor"],
    "advice": ["floor", "policy", "telemetry"],
}

# Public headers of a room that are not named after it.
HEADERS = {"cut": "telemetry", "explain": "policy", "live": "telemetry", "metrics": "telemetry",
           "mine": "telemetry", "preset": "policy", "spawn": "policy",
           "tally": "telemetry"}

# What a compiler gets for a file of lib/ when a check compiles it itself.
FLAGS = ["-std=c11", "-fPIC", "-fvisibility=hidden", f"-I{INCLUDE}"]


def skip(why):
    """Exit 77, or fail where nothing may be skipped."""
    print(f"skipped: {why}")
    sys.exit(1 if os.environ.get("LLGUARD_TEST_ABI") else 77)


def need(tool):
    """The tool, or no test."""
    if not shutil.which(tool):
        skip(f"{tool} is not here")
    return tool


def run(*command, text=None):
    """A command's output; the test fails with its errors when it fails."""
    command = [str(word) for word in command]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def sources(room=None):
    """The .c files of a room, or of all of lib/."""
    files = sorted(LIB.rglob("*.c"))
    return [f for f in files if room in (None, room_of(f))]


def room_of(path):
    """The room of a file of lib/, or of a public header."""
    if path.is_relative_to(INCLUDE):
        return HEADERS.get(path.stem, path.stem if path.stem in ROOMS else "floor")
    return "floor" if path.parent == LIB else path.relative_to(LIB).parts[0]


def without_comments(path):
    """C text with its comments blanked, line by line as it was."""
    return re.sub(
        r"/\*.*?\*/",
        lambda match: re.sub(r"[^\n]", " ", match[0]),
        path.read_text(),
        flags=re.DOTALL,
    )


def mapped():
    """The names that the version script exports, in its order."""
    text = without_comments(MAP)
    exported = re.search(r"global:(.*?)local:", text, re.DOTALL)
    return [name.strip() for name in exported[1].split(";") if name.strip()]


def exported(library):
    """{name: version} of a shared library's dynamic symbols."""
    names = {}
    for line in run("nm", "-D", "--defined-only", library).splitlines():
        _, kind, symbol = line.split()
        name, _, version = symbol.partition("@@")
        if kind != "A":  # the version node itself
            names[name] = version
    return names


def verdict(errors, right):
    """Print what is wrong and exit; say what was right otherwise."""
    for error in errors:
        print(error)
    if errors:
        sys.exit(1)
    print(right)
