# SPDX-License-Identifier: MIT
"""record_test.py KERNEL: does it still record what the fixtures have?

Compared without what differs each time: stamps, domains, processes and addresses.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import cases

BIN = pathlib.Path(os.environ["BUILD_DIR"]) / "bin"
EACH_TIME = re.compile(r"(?<=audit\()[^)]*|(?<=domain=)[0-9a-f]+|(?<=proctitle=).*"
                       r"|(?<=[ p]pid[= ])\d+|(?<= opid=)\d+|(?<= ino=)\d+"
                       r"|(?<= a[0-3]=)[0-9a-f]+|(?<=^# kernel ).*|(?<=^# auditd )[^,]*",
                       re.M)
# How much of a storm is lost is the machine's affair.
LOSSY = "unlogged"


def lines(path):
    """In each case sorted: one domain may end before or after the next begins."""
    text = EACH_TIME.sub("", path.read_text(encoding="utf-8"))
    return [line for case in text.split("###") for line in sorted(case.splitlines())]


def differences(there, made):
    wanted = {path.name for path in there}
    yield from sorted(wanted ^ {path.name for path in made.glob("*.log")})
    for path in there:
        if not (made / path.name).exists() or cases.parts(path)[0] == LOSSY:
            continue
        old, new = lines(path), lines(made / path.name)
        for one, other in zip(old, new):
            if one != other:
                yield f"{path.name}: {other}; expected {one}"
                break
        else:
            if len(old) != len(new):
                yield f"{path.name}: {len(new)} lines; expected {len(old)}"


def main():
    kernel = sys.argv[1]
    with tempfile.TemporaryDirectory() as made:
        done = subprocess.run([cases.HERE / "record.sh", BIN, made, kernel], check=False)
        if done.returncode:
            return 1
        there = [path for path in cases.fixtures() if cases.parts(path)[1] == kernel]
        found = list(differences(there, pathlib.Path(made)))
    print("\n".join(found))
    print(f"{len(there)} fixtures of {kernel}: {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
