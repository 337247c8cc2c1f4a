# SPDX-License-Identifier: MIT
"""data.py COMPILER: no writable data, nothing for the loader to relocate."""
import pathlib
import sys
import tempfile

import tree

SECTIONS = (".data", ".bss", ".tdata", ".tbss", ".init_array", ".ctors")

compiler = tree.need(sys.argv[1])
errors = []
seen = 0
with tempfile.TemporaryDirectory() as folder:
    object_file = pathlib.Path(folder) / "file.o"
    for source in tree.sources():
        for level in "-O0", "-O2":
            tree.run(compiler, *tree.FLAGS, level, "-c", source, "-o", object_file)
            for line in tree.run("size", "-A", object_file).splitlines():
                words = line.split()
                if len(words) != 3 or not words[0].startswith("."):
                    continue
                seen += 1
                if words[0].startswith(SECTIONS) and int(words[1]):
                    errors.append(f"{source} {level}: {words[0]} has {words[1]} bytes")
if not seen:
    errors.append("size(1) showed no section at all")
tree.verdict(errors, f"{seen} sections, none that can be written")
