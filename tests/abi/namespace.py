# SPDX-License-Identifier: MIT
"""namespace.py ARCHIVE: it defines nothing but llguard names, and has every file."""
import sys

import tree

archive = sys.argv[1]
errors = []
names = 0
for line in tree.run("nm", "-A", "-g", "--defined-only", archive).splitlines():
    names += 1
    if not line.split()[-1].startswith("llguard_"):
        errors.append(f"{line}: does not begin with llguard_")
if not names:
    errors.append("there are no symbols at all")

members = sorted(tree.run("ar", "t", archive).split())
files = sorted(f"{source.name}.o" for source in tree.sources())
if members != files:
    odd = sorted(set(members) ^ set(files)) or "two files of one name"
    errors.append(f"not in both lib/ and lib/CMakeLists.txt: {odd}")
tree.verdict(errors, f"{names} names of {len(members)} files")
