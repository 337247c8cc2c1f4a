#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What reading logs of denials costs, beside others who read them.

    tests/conformance/peers.sh
    tests/bench/telemetry.py --build build/ci [--megabytes 300] [--rounds 7]
                             [--only W2]

Seven logs are generated, see make_log.py, in the spelling of an auditd that does not
know the names, since some of the others lose what they do not know. Of each log:

    nothing      the log is read, and no more
    events       the reader's events, all fields, nothing written
    json         ... and each as a line of JSON
    libauparse   every field of every record interpreted
    ausearch -i, laurel, go-libaudit   as their users run them, to a file that is
                 /dev/null; go-libaudit is its own program auparse, -i -format json
    grep         lines with a certain string, or with either spelling's
    events, all  events in a buffer that holds all that are in flight

Times are processor time of one thread, medians of rounds in which all take turns. How
the kernel divides it into user and system is a guess in runs as short as ours: user
time is what is left when that of "nothing" is taken off, for a log of the same size,
and ratios are of what each reads in a second of it. Beside grep, which does little
else than to read, they are of both. Others who are slow read the first tenth of the
log. Instructions are callgrind's and allocations valgrind's, of two short
logs of which one is longer, so that start-up does not count.
"right" is how many of a hundred fields come out as the model of tests/conformance has
them; a result with fewer than 99 does not count, and is said so. Ends with the bars,
and with 1 when one is missed.
"""
import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

import telemetry_peers
from telemetry_run import (Program, a_line, allocations, anonymous, instructions,
                           lines_of, seconds)

HERE = pathlib.Path(__file__).resolve().parent
LOGS = {
    "W1": ("RAW, with EOE records", ["--eoe", "--unknown"]),
    "W2": ("RAW, as auditd writes it", ["--unknown"]),
    "W3": ("ENRICHED", ["--enriched", "--unknown"]),
    "W4": ("two events interleaved", ["--interleave", "--unknown"]),
    "W5": ("one Landlock event in ten", ["--mixed", "--unknown"]),
    "W6": ("40,000 one-record events in flight", ["--storm", "--unknown"]),
    "W7": ("hostile", ["--hostile", "--unknown"]),
}
STORM = 40000
BYTES_WAITING = 512    # of a buffer that holds them all, for each
SHORT = 1000           # events of the logs for valgrind
SHORTER = 100          # and of those for who is slow
SHARE = 10             # of the log that those who are slow read
SLOW = ("libauparse", "ausearch -i", "laurel", "go-libaudit")
PATIENCE = 8           # seconds of a run that is not repeated
ENOUGH = 99            # per cent of fields
PATTERN = r"type=(LANDLOCK_ACCESS|UNKNOWN\[1423\]) "
GREPS = {"grep -F": ["grep", "-c", "-F", "type=UNKNOWN[1423] ", "{log}"],
         "grep -E": ["grep", "-c", "-E", PATTERN, "{log}"]}


@dataclass
class Result:
    megabytes: float
    time: float = 0.0  # seconds, and without those of reading
    user: float = 0.0
    rounds: int = 0
    anonymous: int = 0
    instructions: float = None
    allocations: float = None
    right: float = None
    wrong: str = ""
    times: list = field(default_factory=list)

    @property
    def rate(self):
        """Megabytes in a second of user time."""
        return self.megabytes / max(self.user, 0.001)

    @property
    def rate_of_all(self):
        """And in a second of all."""
        return self.megabytes / max(self.time, 0.001)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/ci", type=pathlib.Path)
    parser.add_argument("--megabytes", default=300, type=int)
    parser.add_argument("--rounds", default=7, type=int)
    parser.add_argument("--only", action="append", choices=LOGS)
    return parser.parse_args()


def make_log(path, events, options):
    with open(path, "wb") as log:
        subprocess.run([sys.executable, HERE / "make_log.py", "--events",
                        str(events), *options], stdout=log, check=True)
    return path


def head(log, path, share):
    """The first lines of a log, about one in share of them."""
    left = log.stat().st_size // share
    with open(log, "rb") as source, open(path, "wb") as part:
        for line in source:
            part.write(line)
            left -= len(line)
            if left < 0 and line.startswith(b"type=PROCTITLE"):
                break
    return path


def megabytes_of(log):
    return log.stat().st_size / 1e6


class Workload:
    def __init__(self, name, folder, megabytes):
        options = LOGS[name][1]
        self.short = make_log(folder / "short", SHORT, options)
        self.pairs = [[make_log(folder / f"{events}", events, options)
                       for events in (few, 2 * few)] for few in (SHORT, SHORTER)]
        size = self.short.stat().st_size / SHORT
        events = STORM if name == "W6" else int(megabytes * 1e6 / size)
        self.name, self.log = name, make_log(folder / "log", events, options)
        self.part = self.log if name == "W6" else head(
            self.log, folder / "part", SHARE)

    def log_of(self, name):
        return self.part if name in SLOW else self.log

    def measure(self, programs, rounds):
        results = {name: Result(megabytes_of(self.log_of(name)))
                   for name in programs}
        for _ in range(rounds):
            for name, program in programs.items():
                times = results[name].times
                if not times or sum(times[0][:2]) < PATIENCE:
                    times.append(seconds(program, self.log_of(name)))
        for result in results.values():
            result.rounds = len(result.times)
            result.time = statistics.median(
                user + system for user, system, _ in result.times)
        reading = results["nothing"]
        for result in results.values():
            result.user = result.time - (
                reading.time * result.megabytes / reading.megabytes)
        return results


def fill(workload, programs, results):
    """What does not hang on time."""
    expected = None if workload.name == "W7" else telemetry_peers.wanted(
        workload.short)
    for name, program in programs.items():
        result = results[name]
        if name in GREPS or name == "nothing":
            continue
        result.anonymous = anonymous(program, workload.log_of(name))
        if program.has_heap:
            for what, measure in (("instructions", instructions),
                                  ("allocations", allocations)):
                setattr(result, what, a_line(measure, program,
                                             *workload.pairs[name in SLOW]))
        if expected:
            result.right, total = telemetry_peers.right(
                programs, name, workload.short, expected)
            result.wrong = ", ".join(word for word, _ in
                                     total.wrong.most_common(3))


def cell(value, form):
    return "-" if value is None else format(value, form)


def table(workload, results):
    ours = {"events": results["events"], "json": results["json"]}
    print(f"\n{workload.name}: {LOGS[workload.name][0]}: "
          f"{megabytes_of(workload.log):.0f} MB, {lines_of(workload.log)} lines")
    print(f"{'':12} {'time':>8} {'user':>8} {'MB/s':>6} {'events':>7} {'json':>6}"
          f" {'memory':>9} {'instr.':>8} {'alloc.':>7} {'right':>6}")
    for name, result in results.items():
        reads = name in GREPS or name == "nothing"
        rate = "rate_of_all" if reads else "rate"
        ratios = [f"{getattr(each, rate) / getattr(result, rate):.1f}"
                  for each in ours.values()]
        note = ""
        if result.right is not None and result.right < ENOUGH:
            note = f" does not count; wrong: {result.wrong}"
        failed = {status for *_, status in result.times} - {0}
        note += f" exits with {sorted(failed)}" if failed else ""
        note += f" (run {result.rounds} x)" if result.rounds < 3 else ""
        print(f"{name:12} {result.time * 1e3:5.0f} ms {result.user * 1e3:5.0f} ms "
              f"{getattr(result, rate):6.0f} {ratios[0]:>7} {ratios[1]:>6} "
              f"{result.anonymous:6} kB {cell(result.instructions, '.0f'):>8} "
              f"{cell(result.allocations, '.2f'):>7} {cell(result.right, '.1f'):>6}"
              f"{note}", flush=True)


def bars(found):
    """(what, value, limit, whether more is better)."""
    def ratio(log, own, other, rate="rate"):
        return getattr(found[log][own], rate) / getattr(found[log][other], rate)

    if "W1" in found:
        yield ("W1 json, instructions a line", found["W1"]["json"].instructions, 1200,
               False)
        yield "W1 json : laurel", ratio("W1", "json", "laurel"), 40, True
        yield "W1 json : go-libaudit", ratio("W1", "json", "go-libaudit"), 110, True
    if "W2" in found:
        yield ("W2 events, instructions a line", found["W2"]["events"].instructions,
               750, False)
        yield "W2 events : libauparse", ratio("W2", "events", "libauparse"), 20, True
    if "W5" in found:
        yield "W5 events : grep -F", ratio("W5", "events", "grep -F", "rate_of_all"), 0.6, True
        yield "W5 events : grep -E", ratio("W5", "events", "grep -E", "rate_of_all"), 1.8, True
    if "W6" in found:
        for own in ("events", "events, all"):
            yield (f"W6 {own}, milliseconds", 1e3 * found["W6"][own].time, 20,
                   False)
    for name, results in found.items():
        for own in ("events", "json"):
            yield f"{name} {own}, anonymous kB", results[own].anonymous, 4096, False
            yield (f"{name} {own}, allocations a line", results[own].allocations, 0,
                   False)
            if results[own].right is not None:
                yield f"{name} {own}, fields right", results[own].right, 100, True


def judge(found):
    missed = 0
    print()
    for what, value, limit, more in bars(found):
        good = value >= limit if more else value <= limit
        missed += not good
        print(f"{'ok' if good else 'MISSED':6} {what}: {value:.4g}, "
              f"{'at least' if more else 'at most'} {limit}")
    return missed


def main():
    options = arguments()
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs = telemetry_peers.programs(options.build.resolve(), folder)
        programs |= {name: Program(words, environment={"LC_ALL": "C"}, is_grep=True)
                     for name, words in GREPS.items()}
        for name in options.only or LOGS:
            workload = Workload(name, folder, options.megabytes)
            here = programs if name != "W6" else {**programs, "events, all": Program(
                [*programs["events"].words, STORM * BYTES_WAITING])}
            results = workload.measure(here, options.rounds)
            fill(workload, here, results)
            table(workload, results)
            found[name] = results
    return 1 if judge(found) else 0


if __name__ == "__main__":
    sys.exit(main())
