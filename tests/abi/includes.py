# SPDX-License-Identifier: MIT
"""Who may include what: the rooms of lib/, the system's headers, the programs."""
import re

import tree

C11 = set("errno.h limits.h stdbool.h stddef.h stdint.h string.h".split())
# Nothing of stdio, stdlib or linux/ in sys.c either.
SYS_C = C11 | set("fcntl.h poll.h sched.h signal.h unistd.h".split())
# The compiler's own, behind #ifdef __SSE2__.
INTRINSICS = {"lib/telemetry/scan.h": "emmintrin.h"}
# A header-only program part: it opens what it is given.
COMPAT = {"include/llguard/compat_unveil.h": {"fcntl.h", "sys/stat.h", "unistd.h"}}
# Files that see the kernel: all others decide about values.
EFFECTS = {"floor", "policy", "lib/telemetry/live.c", "lib/telemetry/audit.c"}
# features.def, the floor's table, names flags of the policy.
FLOOR_SEES = {"llguard/policy.h"}

errors = []
seen = 0


def includes(path):
    """(line, bracket, name) of each #include."""
    for number, line in enumerate(tree.without_comments(path).splitlines(), 1):
        match = re.match(r"\s*#\s*include\s*(.*)", line)
        if match:
            name = re.fullmatch(r'([<"])(\S+)[>"]\s*', match[1])
            yield (number, name[1], name[2]) if name else (number, "?", match[1])


def system_allowed(where, name):
    """Whether a file of lib/ or include/ may include this <name>."""
    if where == "lib/sys.c":
        return name in SYS_C or name.startswith("sys/")
    if name in COMPAT.get(where, ()):
        return True
    return name in C11 or name == INTRINSICS.get(where)


def library_check(path):
    """What is wrong with each #include of a file of lib/ or include/."""
    where = str(path.relative_to(tree.SOURCE))
    room = tree.room_of(path)
    for number, bracket, name in includes(path):
        if bracket == '"':
            target = (path.parent / name).resolve()
        else:
            target = tree.INCLUDE / name
        if bracket == "<" and not name.startswith("llguard"):
            right = system_allowed(where, name)
        elif not target.is_file():
            right = False
        elif room == "floor" and name in FLOOR_SEES or where == "include/llguard.h":
            right = True
        elif target in (tree.LIB / "sys.h", tree.LIB / "uapi.h"):
            right = bool(EFFECTS & {room, where})
        else:
            right = tree.room_of(target) in [room, *tree.ROOMS[room]]
        yield right, f"{where}:{number}: must not include {name}"


def program_check(path):
    """The same for programs: our public headers, and files beside them."""
    where = str(path.relative_to(tree.SOURCE))
    for number, bracket, name in includes(path):
        if bracket == '"':
            right = "/" not in name and (path.parent / name).is_file()
        elif name.startswith("llguard"):
            right = (tree.INCLUDE / name).is_file()
        else:
            right = bracket == "<" and name != "linux/landlock.h"
        yield right, f"{where}:{number}: must not include {name}"


def files(*folders):
    """The C files of some folders."""
    return sorted(
        f for folder in folders for f in (tree.SOURCE / folder).rglob("*.[chd]*")
        if f.suffix in (".c", ".h", ".def")
    )


for folders, check in (
    (("lib", "include"), library_check),
    (("tools", "examples"), program_check),
):
    for path in files(*folders):
        for right, error in check(path):
            seen += 1
            if not right:
                errors.append(error)

tree.verdict(errors, f"{seen} includes")
