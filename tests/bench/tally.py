#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What counting a denial costs, in instructions (callgrind).

    tests/bench/tally.py --build build/ci

In 64 KiB: two runs of which one is longer, so that start-up does not count.

    known       a hundred kinds of denials, over and over
    storm       each denial of a kind of its own: one has to go for each
    suppressed  as known, five a minute shown, and the summaries asked for
    metrics     one set of labels
"""
import argparse
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]


def instructions(program, count, what):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         program, str(count), what], check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1]), done.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/ci", type=pathlib.Path)
    build = parser.parse_args().build
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "tally"
        subprocess.run(["cc", "-O2", f"-I{SOURCE}/include", "-o", program,
                        HERE / "tally.c", build / "lib" / "liblandlock-guard.a"],
                       check=True)
        for what in "known", "storm", "suppressed", "metrics":
            short, _ = instructions(program, 20000, what)
            long, printed = instructions(program, 120000, what)
            print(f"{what:10} {(long - short) / 100000:6.0f} instructions a denial; "
                  f"{printed}")


if __name__ == "__main__":
    main()
