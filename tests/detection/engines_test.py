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


def wanted_of(case, names):
    """What the table says must fire in a case."""
    wanted = dict(cases.expected().get((case.fixture, case.which), {}))
    for name, less in LESS.get((case.fixture, case.kernel, case.which), {}).items():
        wanted[name] -= less
    return {name: hits for name, hits in wanted.items() if hits and name in names}


def check(paths, read, engine):
    """The lines in which an engine and the table differ."""
    names = {rules.short(path) for path in paths}
    every = list(cases.cases(read))
    found = zip(every, engine.hits(every))
    return [f"{case.fixture} {case.which}, kernel {case.kernel}: {engine.name}:"
            f" {text(once(got))}; expected {text(wanted_of(case, names))}"
            for case, got in found if once(got) != wanted_of(case, names)]


def main():
    bad = check(PATHS, cases.flat, engines.Sqlite("pySigma", PATHS, fields.FLAT))
    bad += check(PATHS, cases.flat, engines.Rsigma("rsigma", PATHS))
    mapping, names = engines.pipeline("ecs")
    every = {key for case in cases.cases(cases.ecs) for event in case.events for key in event}
    # The pipeline may name what no fixture has.
    columns = sorted(every | set(names.values()))
    bad += check(PATHS, cases.ecs, engines.Sqlite("pySigma, ECS", PATHS, columns, mapping))
    bad += check(AUDITD, cases.calls, engines.Sqlite("pySigma", AUDITD, fields.AUDITD))
    bad += check(AUDITD, cases.calls, engines.Rsigma("rsigma", AUDITD))
    print("\n".join(bad))
    print(f"{len(rules.paths())} rules and correlations,"
          f" {len(list(cases.fixtures()))} fixtures: {len(bad)} differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
