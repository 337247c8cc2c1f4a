# SPDX-License-Identifier: MIT
"""No decision by an ABI's number: rights.def and features.def have them all."""
import re

import tree

COMPARISON = re.compile(
    r"\babi\b\s*(?:[<>]=?|[!=]=)\s*[1-9]"  # abi >= 7
    r"|\b[1-9]\d*u?\s*(?:[<>]=?|[!=]=)\s*[\w>.-]*\babi\b"  # 7 <= kernel->abi
    r"|\bswitch\s*\([^)]*\babi\b"
)

files = [
    f
    for folder in ("lib", "include", "tools", "examples")
    for f in sorted((tree.SOURCE / folder).rglob("*.[ch]"))
]
errors = []
for path in files:
    for number, line in enumerate(tree.without_comments(path).splitlines(), 1):
        if COMPARISON.search(line):
            errors.append(f"{path}:{number}: {line.strip()}")
tree.verdict(errors, f"{len(files)} files")
