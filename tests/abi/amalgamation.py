# SPDX-License-Identifier: MIT
"""amalgamation.py COMPILER: all of lib/ compiles as one file, and is the library.

So names of static functions, macros and tags are unique in the whole library, and
LLGUARD_API marks what the map exports, also without the map.
"""
import pathlib
import sys
import tempfile

import tree

compiler = tree.need(sys.argv[1])
# Who asks libc for more than C11 must be first to include it.
order = sorted(
    tree.sources(), key=lambda f: (" _GNU_SOURCE" not in f.read_text(), f)
)
text = "".join(f'#include "{source}"\n' for source in order)
with tempfile.TemporaryDirectory() as folder:
    library = pathlib.Path(folder) / "one.so"
    tree.run(
        compiler, *tree.FLAGS, "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
        "-shared", "-Wl,-z,defs", "-x", "c", "-", "-o", library,
        text=text,
    )
    names = sorted(tree.exported(library))
tree.verdict(
    [] if names == tree.mapped() else [f"it exports, unlike the map: {names}"],
    f"{len(order)} files as one: {len(names)} symbols",
)
