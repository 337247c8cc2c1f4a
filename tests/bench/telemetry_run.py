# SPDX-License-Identifier: MIT
"""What a run of a program costs: processor time, memory, allocations, instructions."""
import os
import pathlib
import re
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass, field


PATIENCE = 20  # seconds that are enough to see what a program takes


@dataclass
class Program:
    words: list            # {log} stands for the log
    reads: str = "argument"  # or its standard input
    environment: dict = field(default_factory=dict)
    has_heap: bool = True  # one that valgrind sees
    is_grep: bool = False  # which ends at the first line when nobody reads it

    def start(self, log, before=(), **options):
        words = [*before, *(str(log) if word == "{log}" else str(word)
                            for word in self.words)]
        source = open(log, "rb") if self.reads == "input" else subprocess.DEVNULL
        try:
            return subprocess.Popen(
                words, stdin=source, env={**os.environ, **self.environment},
                **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
                   **options})
        finally:
            if self.reads == "input":
                source.close()


def usage():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime, children.ru_stime


def seconds(program, log):
    """(user, system, exit status) of a run, whose output goes nowhere."""
    user, system = usage()
    with tempfile.TemporaryFile() as counted:
        status = program.start(
            log, stdout=counted if program.is_grep else subprocess.DEVNULL).wait()
    after = usage()
    return after[0] - user, after[1] - system, status


def anonymous(program, log):
    """The most kilobytes of anonymous memory that it was seen with."""
    run = program.start(log)
    began = time.monotonic()
    path = pathlib.Path("/proc", str(run.pid), "status")
    most = 0
    while run.poll() is None:
        if time.monotonic() - began > PATIENCE:
            run.kill()
            break
        found = re.search(r"RssAnon:\s+(\d+)", path.read_text())
        most = max(most, int(found[1]) if found else 0)
        time.sleep(0.0005)
    return most


def valgrind(program, log, tool, pattern):
    run = program.start(log, before=["valgrind", *tool], stderr=subprocess.PIPE,
                        text=True)
    found = re.search(pattern, run.communicate()[1])
    return int(found[1].replace(",", "")) if found else None


def instructions(program, log):
    return valgrind(program, log, ["--tool=callgrind",
                                   "--callgrind-out-file=/dev/null"],
                    r"Collected : (\d+)")


def allocations(program, log):
    return valgrind(program, log, [], r"total heap usage: ([\d,]+) allocs")


def lines_of(log):
    with open(log, "rb") as text:
        return sum(1 for _ in text)


def a_line(measure, program, short, long):
    """Of a line, start-up apart: from two logs of which one is longer."""
    one, two = measure(program, short), measure(program, long)
    if one is None or two is None:
        return None
    return (two - one) / (lines_of(long) - lines_of(short))
