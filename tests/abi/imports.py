# SPDX-License-Identifier: MIT
"""imports.py SHARED STATIC: what the library needs of libc, and which file does.

More is allowed by a line of docs/abi.md: - import `name`: why
"""
import re
import sys

import tree

ALLOWED = set(
    """memchr memcmp memcpy memmove memset strlen strnlen
    syscall __errno_location __stack_chk_fail
    _ITM_deregisterTMCloneTable _ITM_registerTMCloneTable
    __gmon_start__ __cxa_finalize""".split()
)
# What only sys.c may need: nothing else makes system calls or looks at errno.
SYS_ONLY = {"syscall", "__errno_location"}

shared, static = sys.argv[1:]
document = tree.SOURCE / "docs/abi.md"
if document.exists():
    ALLOWED.update(
        re.findall(r"^- import `(\w+)`: \S", document.read_text(), re.MULTILINE)
    )

errors = []
imports = set()
for line in tree.run("nm", "-D", "--undefined-only", shared).splitlines():
    name = line.split()[-1].split("@")[0]
    imports.add(name)
    if name not in ALLOWED and not re.fullmatch(r"__\w+_chk", name):
        errors.append(f"{name}: the library must not need it")
if "syscall" not in imports:
    errors.append("syscall: is not imported; was this the library?")

if static.endswith(".a"):
    for line in tree.run("nm", "-A", "--undefined-only", static).splitlines():
        member = line.split(":")[1]
        name = line.split()[-1]
        if name in SYS_ONLY and not member.startswith("sys.c"):
            errors.append(f"{member}: needs {name}, as sys.c alone may")

tree.verdict(errors, f"imports: {' '.join(sorted(imports))}")
