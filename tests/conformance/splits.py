#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""However an input is cut into chunks, the same comes of it.

Every log in every form, 1, 7 and 4096 bytes at a time; the smaller ones also at 20
random lengths, whose seeds are fixed. A named form is the same as one found out.
"""
import random
import sys

import corpus
import driver
import forms

SIZES = [1, 7, 4096]
SEEDS = range(1, 21)
LONGEST = [3, 40, 300, 5000]    # bytes of a random chunk, one after the other
SMALL = 60000                   # bytes of an input


def splits(data, name):
    """The options of each run."""
    for size in SIZES:
        yield {"chunk": size}
    if len(data) > SMALL and name != "as is":
        return
    for seed in SEEDS:
        yield {"chunk": LONGEST[seed % len(LONGEST)],
               "seed": random.Random(f"{name} {seed}").getrandbits(63) | 1}


def main():
    runs, bad = 0, 0
    for log in corpus.logs():
        for form in forms.forms_of(log):
            if form.source == "netlink":
                continue    # a packet is a packet
            data, _ = form.render(log)
            whole = driver.run(data, form.option)
            if not whole[0]:
                print(f"{log.name}: {form.name}: nothing came")
                bad += 1
            for options in splits(data, form.name):
                runs += 1
                if driver.run(data, form.option, **options) != whole:
                    print(f"{log.name}: {form.name}: differs with {options}")
                    bad += 1
            if driver.run(data, form.source) != whole:
                print(f"{log.name}: {form.name}: differs when it is named")
                bad += 1
    print(f"{runs} splits, {bad} differ")
    return 1 if bad or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
