# SPDX-License-Identifier: MIT
"""headers.py COMPILER: each public header alone, and a policy, in every dialect."""
import sys

import tree

C = "c99 c11 c17 c2x".split()
CXX = "c++11 c++14 c++17 c++20".split()
STRICT = "-Wall -Wextra -pedantic -Werror -fsyntax-only".split()

compiler = tree.need(sys.argv[1])
is_cxx = compiler.endswith("++")
language, dialects = ("c++", CXX) if is_cxx else ("c", C)
headers = sorted(tree.INCLUDE.rglob("*.h"))
if is_cxx:
    headers += sorted(tree.INCLUDE.rglob("*.hpp"))
literal = tree.SOURCE / "tests/abi/literal.c"

for dialect in dialects:
    command = [compiler, f"-std={dialect}", *STRICT, f"-I{tree.INCLUDE}", "-x", language]
    for header in headers:
        # Twice: the guard must hold.
        line = f"#include <{header.relative_to(tree.INCLUDE)}>\n"
        tree.run(*command, "-", text=line * 2)
    tree.run(*command, literal)
print(f"{len(headers)} headers in {', '.join(dialects)}")
