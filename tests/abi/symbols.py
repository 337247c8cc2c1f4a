# SPDX-License-Identifier: MIT
"""symbols.py LIBRARY: what it exports is what the map and the headers say."""
import re
import sys

import tree

NODE = "LLGUARD_0.1"

library = tree.exported(sys.argv[1])
mapped = tree.mapped()
declared = set()
errors = []

for header in sorted(tree.INCLUDE.rglob("*.h")):
    text = tree.without_comments(header)
    marks = len(re.findall(r"^LLGUARD_API\b", text, re.MULTILINE))
    names = re.findall(r"^LLGUARD_API\s[^;(]*?(\w+)\s*\(", text, re.MULTILINE)
    if marks != len(names):
        errors.append(f"{header}: {marks} marks, {len(names)} functions: {names}")
    declared.update(names)

for name in sorted(declared | set(mapped) | set(library)):
    places = {
        "the headers": name in declared,
        "the map": name in mapped,
        "the library": name in library,
    }
    missing = [place for place, there in places.items() if not there]
    if missing:
        errors.append(f"{name}: is missing in {', '.join(missing)}")
for name, version in library.items():
    if version != NODE:
        errors.append(f"{name}: has version {version!r}, not {NODE}")
if mapped != sorted(set(mapped)):
    errors.append(f"{tree.MAP}: is not in alphabetical order")

tree.verdict(errors, f"{len(library)} symbols of {NODE}")
