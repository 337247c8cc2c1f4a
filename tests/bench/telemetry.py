#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What reading a log of denials costs, beside libauparse.

    tests/bench/telemetry.py --build build/ci [--megabytes 64] [--rounds 7]

The log is generated: Landlock events alone, as auditd 3.0 writes them on a system
whose names it knows. libauparse (package libauparse-dev) interprets every field,
which is what the reader's events hold. Times are processor time of one thread,
medians of rounds in which all take turns; instructions are callgrind's, of two
logs of which one is longer, so that start-up does not count.

    events    the reader's events, nothing written
    json      ... and each as JSON
    auparse   libauparse, interpreted
    in flight one-record events that all wait for their end: instructions a line
              for 10,000, 40,000 and 160,000 of them, in a buffer that holds them
              all, and in the usual one, which holds 5,000
"""
import argparse
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
SHORT = 2000  # events of the logs for callgrind
BYTES_WAITING = 512  # of buffer, for each event in flight
USUAL = 2 << 20  # LLGUARD_READER_USUAL


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/ci", type=pathlib.Path)
    parser.add_argument("--megabytes", default=64, type=int)
    parser.add_argument("--rounds", default=7, type=int)
    return parser.parse_args()


def need(thing, found):
    if not found:
        sys.exit(f"telemetry.py: {thing} is not here")


def compile_all(build, folder):
    """{name: command} of the programs."""
    library = build / "lib" / "liblandlock-guard.a"
    need(library, library.exists())
    need("auparse.h (libauparse-dev)", pathlib.Path("/usr/include/auparse.h").exists())
    for name, more in (("reader", [f"-I{SOURCE}/include", library]),
                       ("auparse", ["-lauparse"])):
        subprocess.run(["cc", "-O2", "-o", folder / name, HERE / f"{name}.c", *more],
                       check=True)
    return {"events": [folder / "reader", "events"],
            "json": [folder / "reader", "json"], "auparse": [folder / "auparse"]}


def make_log(path, events, *options):
    with open(path, "wb") as log:
        subprocess.run([sys.executable, HERE / "make_log.py", "--events", str(events),
                        *options], stdout=log, check=True)
    return path


def words(command, log):
    program, *rest = command
    return [program, log, *rest]


def seconds(command, log):
    """Processor time of a run, and what it has printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(words(command, log), check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            done.stdout)


def instructions(command, log):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         *words(command, log)], check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def lines_of(log):
    with open(log, "rb") as text:
        return sum(1 for _ in text)


def instructions_a_line(command, short, long):
    return ((instructions(command, long) - instructions(command, short)) /
            (lines_of(long) - lines_of(short)))


def in_flight(command, folder):
    """(events, buffer, cost of a line, events that had to go early)."""
    for count in (10000, 40000, 160000):
        log = make_log(folder / "storm", count, "--storm", "--unknown")
        for size in (count * BYTES_WAITING, USUAL):
            with_size = [*command, str(size)]
            evicted = re.search(r"evicted (\d+)", seconds(with_size, log)[1])[1]
            yield (count, size, instructions(with_size, log) / lines_of(log),
                   int(evicted))


def speed(programs, log, rounds):
    times = {name: [] for name in programs}
    counted = {}
    for _ in range(rounds):
        for name, command in programs.items():
            time, printed = seconds(command, log)
            times[name].append(time)
            counted[name] = re.search(r"denials (\d+)", printed)[1]
    if len(set(counted.values())) != 1:
        sys.exit(f"telemetry.py: not all have read the same: {counted}")
    return {name: statistics.median(all_times) for name, all_times in times.items()}


def main():
    options = arguments()
    need("valgrind", shutil.which("valgrind"))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs = compile_all(options.build.resolve(), folder)
        short = make_log(folder / "short", SHORT, "--eoe", "--unknown")
        long = make_log(folder / "long", 2 * SHORT, "--eoe", "--unknown")
        events = options.megabytes * (1 << 20) * SHORT // short.stat().st_size
        log = make_log(folder / "log", events, "--eoe", "--unknown")
        megabytes = log.stat().st_size / (1 << 20)
        times = speed(programs, log, options.rounds)
        print(f"{megabytes:.0f} MB, {lines_of(log)} lines, median of "
              f"{options.rounds} rounds")
        for what, command in programs.items():
            print(f"{what:8} {times[what] * 1000:7.0f} ms "
                  f"{megabytes / times[what]:7.0f} MB/s "
                  f"{times['auparse'] / times[what]:6.1f} x libauparse "
                  f"{instructions_a_line(command, short, long):7.0f} instructions a line")
        for count, size, cost, evicted in in_flight(programs["events"], folder):
            print(f"in flight {count:6} in {size / (1 << 20):5.1f} MB: {cost:5.0f} "
                  f"instructions a line, {evicted} given out early")


if __name__ == "__main__":
    main()
