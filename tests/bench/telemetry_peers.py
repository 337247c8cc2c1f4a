# SPDX-License-Identifier: MIT
"""The programs that telemetry.py compares, and how much of a log each gets right.

Those of others come from tests/conformance/peers.sh, and what they print is read by
the adapters there. What is expected is the model's, of the same log.
"""
import json
import os
import pathlib
import subprocess
import sys

from telemetry_run import Program

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "conformance"))
os.environ.setdefault("BUILD_DIR", "")  # of a driver that is not run

# pylint: disable=wrong-import-position
import corpus  # noqa: E402
import forms  # noqa: E402
import peers  # noqa: E402
import peers_auparse  # noqa: E402
import peers_json  # noqa: E402
import score  # noqa: E402
from model import Model  # noqa: E402


def compile_own(build, folder):
    library = build / "lib" / "liblandlock-guard.a"
    for what, path in (("the build", library),
                       ("libauparse-dev", pathlib.Path("/usr/include/auparse.h"))):
        if not path.exists():
            sys.exit(f"telemetry.py: {what}: {path} is not there")
    for name, more in (("reader", [f"-I{SOURCE}/include", library]),
                       ("auparse", ["-lauparse"])):
        subprocess.run(["cc", "-O2", "-o", folder / name, HERE / f"{name}.c",
                        *more], check=True)


def programs(build, folder):
    """{name: Program}; a peer that is not there ends it all."""
    compile_own(build, folder)
    tools = peers.Tools(folder)
    laurel = folder / "laurel.toml"
    laurel.write_text(peers.LAUREL.replace('"."', f'"{folder}"'))
    cache = peers.CACHE / "peers"
    return {
        "nothing": Program([folder / "reader", "{log}", "nothing"]),
        "events": Program([folder / "reader", "{log}", "events"]),
        "json": Program([folder / "reader", "{log}", "json"]),
        "libauparse": Program([folder / "auparse", "{log}"]),
        "ausearch -i": Program([tools.ausearch_program, "-i", "-if", "{log}"],
                               environment=tools.debian),
        "laurel": Program([cache / "laurel", "-c", laurel], reads="input"),
        "go-libaudit": Program([cache / "auparse-go", "-i", "-id=false",
                                "-format", "json", "-in", "{log}"],
                               has_heap=False),
    }


def output(program, log):
    return program.start(log, stdout=subprocess.PIPE).communicate()[0]


def ours(out):
    return score.by_event(json.loads(line) for line in out.splitlines())


# Of whom the same library is asked by its own Python module.
def auparse_output(log, environment):
    return subprocess.run(
        ["/usr/bin/python3", HERE.parent / "conformance" / "peer_auparse.py", log],
        env=environment, stdout=subprocess.PIPE, check=False).stdout


READERS = {"json": ours, "laurel": peers_json.laurel,
           "go-libaudit": peers_json.go_libaudit, "libauparse": peers_auparse.auparse,
           "ausearch -i": peers_auparse.ausearch}


def wanted(log):
    """What the model has of a log's records, in files as auditd writes them."""
    lines = []
    with open(log, "rb") as text:
        for number, line in enumerate(text):
            word = line.split(b" ", 1)[0].removeprefix(b"type=").decode()
            if word.startswith("UNKNOWN") or word in corpus.NUMBERS:
                record = corpus.auditd_record(line.rstrip(b"\n"))
                lines.append(corpus.Line(number, line, record))
    takes = forms.as_is(corpus.Log(str(log), "auditd", lines))[1]
    return score.by_event(
        line.members for line in Model("auditd").run(takes).lines)


def right(all_programs, name, log, expected):
    """How many of a hundred fields it gets right."""
    total = score.Score()
    name = "json" if name.startswith("events") else name
    if name == "libauparse":
        out = auparse_output(log, all_programs["ausearch -i"].environment)
    else:
        out = output(all_programs[name], log)
    came = READERS[name](out)
    but = peers.NAMED if name == "ausearch -i" else ()
    for stamp, records in expected.items():
        kept = [(kind, {key: value for key, value in fields.items()
                        if key not in but}) for kind, fields in records]
        total.event(kept, came.get(stamp, []))
    return total.percent("fields"), total
