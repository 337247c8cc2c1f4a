# SPDX-License-Identifier: MIT
"""rooms.py COMPILER: each room compiles and links with what it may see alone."""
import pathlib
import sys
import tempfile

import tree

compiler = tree.need(sys.argv[1])
rooms = ["floor"] + sorted(f.name for f in tree.LIB.iterdir() if f.is_dir())
unknown = sorted(set(rooms) - set(tree.ROOMS))
if unknown:
    sys.exit(f"{unknown}: tests/abi/tree.py does not say what these rooms may see")
with tempfile.TemporaryDirectory() as folder:
    for room in rooms:
        files = [f for seen in [room, *tree.ROOMS[room]] for f in tree.sources(seen)]
        tree.run(
            compiler, *tree.FLAGS, "-Wall", "-Werror", "-shared", "-Wl,-z,defs",
            *files, "-o", pathlib.Path(folder) / "room.so",
        )
        print(f"{room}: {len(files)} files, with {tree.ROOMS[room] or 'nothing'}")
