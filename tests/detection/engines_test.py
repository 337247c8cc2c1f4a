# SPDX-License-Identifier: MIT
"""Which rules fire for which fixture: two engines and a table by hand agree."""
import sys

import cases
import engines
import fields
import rules


def once(hits):
    """A correlation is counted once: engines differ in how often they say it."""
    return {name: 1 if name in CORRELATIONS else number for name, number in hits.items()}


def text(hits):
    return " ".join(f"{name}={hits[name]}" for name in sorted(hits)) or "nothing"


PATHS = [path for path in rules.paths()
         if rules.load(path).get("logsource", {}).get("service") != "auditd"]
AUDITD = [path for path in rules.paths() if path not in PATHS]
CORRELATIONS = {rules.short(path) for path in PATHS if "correlation" in rules.load(path)}


# Hits fewer where the kernel does not deny it yet.
LESS = {
    ("control_socket", "6.18", "hit"): {"control_socket": 1},
    ("udp_burst", "6.18", "hit"): {"udp_send": 50, "udp_burst": 1},
    ("udp_burst", "6.18", "miss"): {"udp_send": 49},
}


def check(paths, columns, read):
    """The lines in which an engine and the table differ."""
    sqlite = engines.Sqlite(paths, columns)
    rsigma = engines.Rsigma(paths)
    table = cases.expected()
    names = {rules.short(path) for path in paths}
    bad = []
    every = list(cases.cases(read))
    for case, others in zip(every, rsigma.hits(every)):
        wanted = dict(table.get((case.fixture, case.which), {}))
        for name, less in LESS.get((case.fixture, case.kernel, case.which), {}).items():
            wanted[name] -= less
        wanted = {name: number for name, number in wanted.items()
                  if number and name in names}
        for engine, got in (("pySigma", once(sqlite.hits(case.events))),
                            ("rsigma", once(others))):
            if got != wanted:
                bad.append(f"{case.fixture} {case.which}, kernel {case.kernel}: {engine}:"
                           f" {text(got)}; expected {text(wanted)}")
    return bad


def main():
    bad = check(PATHS, fields.FLAT, cases.flat)
    bad += check(AUDITD, fields.AUDITD, cases.calls)
    print("\n".join(bad))
    print(f"{len(rules.paths())} rules and correlations,"
          f" {len(list(cases.fixtures()))} fixtures: {len(bad)} differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
