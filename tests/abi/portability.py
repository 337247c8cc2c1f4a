# SPDX-License-Identifier: MIT
"""portability.py COMPILER [OPTION...]: the library compiles for another port.

sys.c compares our system call numbers with those of the port's headers, as long
as these have them.
"""
import sys

import tree

compiler, *options = sys.argv[1:]
tree.need(compiler)
NUMBERS = """#include <sys/syscall.h>
#if !defined(__NR_landlock_create_ruleset) || !defined(__NR_openat2)
#error "the headers of this port are too old to compare with"
#endif
"""
tree.run(compiler, *options, "-fsyntax-only", "-x", "c", "-", text=NUMBERS)
for source in tree.sources():
    tree.run(
        compiler, *options, *tree.FLAGS, "-O2", "-Wall", "-Wextra", "-Werror",
        "-c", source, "-o", "/dev/null",
    )
print(f"{len(tree.sources())} files with {compiler} {' '.join(options)}")
