#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What applying a policy costs, beside the same by hand, in Rust and in Go.

    tests/bench/policy.py [--rounds 15] [--cc gcc]

Needs a kernel with Landlock; strace and valgrind for the counts. rust-landlock and
go-landlock come by cargo and go, in the versions of peer_rust and peer_go, and are
built in a cache. What is missing is said, and left out.

For 1 to 1000 directories, files, declared files and ports, each program in turn
applies the policy in a process of its own. Times are processor time, the median of
the rounds; ratios are to the hand-written C of the same round, their median. Then
the bars: system calls; time; instructions, in a process whose system calls cost
nothing; llguard_spawn() beside vfork() and execve(), which confines nothing; and
the size of the code. Exit status: 1 when a bar is missed.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
LIB = SOURCE / "lib"
COUNTS = (1, 10, 100, 1000)
# Kind: its share of the bar on system calls, of each rule.
KINDS = {"directories": 3, "files": 4, "declared": 3, "ports": 1}
# Applying a policy; what else a program gets with it, the linker knows.
CORE = ("check", "plan", "stage", "prepare", "apply", "report", "rule")

missed = []


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", default=15, type=int, help="7 or more")
    parser.add_argument("--cc", default="gcc")
    cache = os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")
    parser.add_argument("--cache", type=pathlib.Path, help="of the built peers",
                        default=pathlib.Path(cache) / "landlock-guard" / "peers")
    args = parser.parse_args()
    if args.rounds < 7:
        parser.error(f"--rounds: {args.rounds}: is too few for a median; give 7 or more")
    return args


def left_out(what, why):
    print(f"policy.py: {why}: {what} left out", flush=True)


def row(what, value, bar, unit=""):
    good = value <= bar
    print(f"{what:<46}{value:>12.6g} {unit:<6}{bar:>8.6g}  {'ok' if good else 'MISSED'}",
          flush=True)
    if not good:
        missed.append(what)


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, **more)


# --- programs ---------------------------------------------------------------

def compile_library(cc, folder):
    """{name: object} of the floor and the policy, at -O2."""
    objects = {}
    for source in [*LIB.glob("*.c"), *LIB.glob("policy/*.c")]:
        name = str(source.relative_to(LIB).with_suffix(""))
        objects[name] = folder / (name.replace("/", "_") + ".o")
        run(cc, "-std=c11", "-O2", "-DNDEBUG", f"-I{SOURCE}/include", "-c", source,
            "-o", objects[name])
    return objects


def compile_programs(cc, folder, objects):
    """The programs; null has system calls of its own, which come first."""
    archive = folder / "library.a"
    run("ar", "rcs", archive, *objects.values())
    options = ["-O2", "-D_GNU_SOURCE", f"-I{SOURCE}/include", f"-I{LIB}",
               f"-I{SOURCE}/tests/naive"]
    programs = {"raw C": folder / "raw", "library": folder / "library",
                "null": folder / "null"}
    run(cc, *options, HERE / "apply_raw.c", "-o", programs["raw C"])
    run(cc, *options, HERE / "apply_library.c", archive, "-o", programs["library"])
    run(cc, *options, "-Wl,-z,muldefs", HERE / "apply_library.c", HERE / "sys_null.c",
        archive, "-o", programs["null"])
    if "policy/spawn" in objects:
        programs["spawn"] = folder / "spawn"
        run(cc, *options, HERE / "spawn.c", archive, "-o", programs["spawn"])
    return programs


def compile_peers(cache):
    peers = {}
    cache.mkdir(parents=True, exist_ok=True)
    if shutil.which("cargo"):
        run("cargo", "build", "--release", "--locked", "--quiet", "--manifest-path",
            HERE / "peer_rust" / "Cargo.toml", "--target-dir", cache / "rust")
        peers["rust-landlock"] = cache / "rust" / "release" / "apply-rust"
    else:
        left_out("rust-landlock is", "cargo is not here")
    if shutil.which("go"):
        # A copy: go writes its sums beside the source.
        shutil.copytree(HERE / "peer_go", cache / "go", dirs_exist_ok=True)
        run("go", "build", "-C", cache / "go", "-mod=mod", "-o", cache / "apply-go", ".",
            env={**os.environ, "CGO_ENABLED": "0"})
        peers["go-landlock"] = cache / "apply-go"
    else:
        left_out("go-landlock is", "go is not here")
    return peers


def place_make(folder):
    place = folder / "place"
    place.mkdir()
    for number in range(max(COUNTS)):
        (place / f"d{number:04}").mkdir()
        (place / f"f{number:04}").touch()
    return place


# --- measures ---------------------------------------------------------------

def calls(program, kind, count, place, folder):
    """System calls of an apply: those between two getppid()."""
    log = folder / "strace"
    run("strace", "-f", "-o", log, program, kind, count, place, stdout=subprocess.DEVNULL)
    lines = [line for line in log.read_text().splitlines()
             if not re.match(r"\d+ +(<\.\.\.|\+\+\+|---)", line)]
    begin, end = [at for at, line in enumerate(lines) if "getppid(" in line]
    return end - begin - 1


def rounds(programs, kind, count, place, number):
    """{name: [nanoseconds]}"""
    times = {name: [] for name in programs}
    for turn in range(number):
        order = list(programs)
        for name in order if turn % 2 == 0 else reversed(order):
            done = run(programs[name], kind, count, place, capture_output=True, text=True)
            times[name].append(int(done.stdout))
    return times


def ratio(times, base):
    return statistics.median(a / b for a, b in zip(times, base))


def instructions(program, kind, count, place, folder):
    out = folder / "callgrind"
    run("valgrind", "--tool=callgrind", "--collect-atstart=no",
        "--toggle-collect=llguard_policy_apply", f"--callgrind-out-file={out}",
        program, kind, count, place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M)[1])


def text_size(obj):
    """Bytes of an object's .text sections."""
    out = run("size", "-A", obj, capture_output=True, text=True).stdout
    return sum(int(size) for size in re.findall(r"^\.text\S*\s+(\d+)", out, re.M))


def symbols(obj, *options):
    out = run("nm", *options, obj, capture_output=True, text=True).stdout
    return {line.split()[-1] for line in out.splitlines()}


def linked(objects, names):
    """The names of the objects that a linker takes from the archive with these."""
    owner = {symbol: name for name, obj in objects.items()
             for symbol in symbols(obj, "-g", "--defined-only")}
    found, left = set(), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += {owner[symbol] for symbol in symbols(objects[name], "-u")
                     if symbol in owner}
    return found


# --- tables -----------------------------------------------------------------

def table(programs, place, folder, number):
    """Times and calls of all; {(kind, count): ratio of the library}."""
    counted = shutil.which("strace")
    if not counted:
        left_out("system calls are", "strace is not here")
    ratios, call_counts = {}, {}
    print(f"\n{'rules':<18}{'program':<16}{'us':>10}{'x raw C':>9}{'calls':>8}")
    for kind in KINDS:
        for count in COUNTS:
            times = rounds(programs, kind, count, place, number)
            for name, program in programs.items():
                x = ratio(times[name], times["raw C"])
                n = calls(program, kind, count, place, folder) if counted else 0
                if name == "library":
                    ratios[kind, count], call_counts[kind, count] = x, n
                print(f"{count:>5} {kind:<12}{name:<16}"
                      f"{statistics.median(times[name]) / 1000:>10.1f}{x:>9.3f}"
                      f"{n or '-':>8}", flush=True)
    return ratios, call_counts if counted else {}


def bars_of_rules(ratios, call_counts):
    for (kind, count), number in call_counts.items():
        row(f"system calls, {count} {kind}", number, KINDS[kind] * count + 8)
    for kind in KINDS:
        row(f"time, 1000 {kind}, x raw C", ratios[kind, 1000], 1.05)


def bars_of_instructions(program, place, folder):
    if not shutil.which("valgrind"):
        return left_out("instructions are", "valgrind is not here")
    for kind in KINDS:
        few, many = (instructions(program, kind, count, place, folder)
                     for count in (100, 1000))
        row(f"user instructions a rule, {kind}", (many - few) / 900, 400)
        row(f"instructions, 1000 {kind} x 100", many / few, 11)
    return None


def bar_of_spawn(programs, number):
    if "spawn" not in programs:
        return left_out("the row of spawn is", "llguard_spawn() is not built")
    done = run(programs["spawn"], 20 * number, capture_output=True, text=True)
    pairs = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    ours, theirs = zip(*pairs)
    row("llguard_spawn x vfork and execve", ratio(ours, theirs), 1.1)
    print(f"{'':<4}{statistics.median(ours) / 1000:.0f} us and"
          f" {statistics.median(theirs) / 1000:.0f} us of processor time")
    return None


def bar_of_size(objects):
    """The bar is on all that comes with the core, not on files of a list: the floor
    also has what this does not need, and the core needs files that are not floor."""
    core = linked(objects, [f"policy/{name}" for name in CORE])
    sizes = {name: text_size(objects[name]) for name in core}
    row("code of policy core, linked, -O2", sum(sizes.values()), 12 << 10, "bytes")
    print("    " + ", ".join(f"{name} {size}" for name, size in
                             sorted(sizes.items(), key=lambda item: -item[1])))
    words = linked(objects, [*core, "rights_describe", "kernel_describe",
                             "error_describe"]) - core
    print(f"    and {sum(text_size(objects[name]) for name in words)} of the floor's"
          f" words: {', '.join(sorted(words))}")


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        objects = compile_library(args.cc, folder)
        programs = compile_programs(args.cc, folder, objects)
        place = place_make(folder)
        compared = {name: programs[name] for name in ("raw C", "library")}
        ratios, call_counts = table({**compared, **compile_peers(args.cache)}, place,
                                    folder, args.rounds)
        print(f"\n{'':<46}{'measured':>12} {'':<6}{'bar':>8}")
        bars_of_rules(ratios, call_counts)
        bars_of_instructions(programs["null"], place, folder)
        bar_of_spawn(programs, args.rounds)
        bar_of_size(objects)
    print(f"\n{len(missed)} missed" + "".join(f"\n    {what}" for what in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
