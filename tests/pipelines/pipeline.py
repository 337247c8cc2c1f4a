# SPDX-License-Identifier: MIT
"""A pipeline on its way: the lines that go in, the daemon, what comes out.

The lines are the program's own, of every recorded log and of some that were made
to be hard: the longest path there is, a name with a NUL, a line that tells of a
loss. They are written while the daemon runs, in pieces that end anywhere, as a
program writes them.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])
BUILD = pathlib.Path(os.environ["BUILD_DIR"])
CORPUS = SOURCE / "tests" / "corpus"
CONFIGS = SOURCE / "docs" / "detection" / "pipelines"
LOGS = "/var/log/landlock-guard"    # of the configurations
LARGEST = 2**63 - 1
PATIENCE = 60    # seconds, of a daemon that works at all

STAMP = "type=LANDLOCK_ACCESS msg=audit(1764080735.%03d:%d): domain=1266faef9 "
LONGEST = (STAMP % (1, 1) + "blockers=fs.read_file path=" + "01" * 4094 +
           'FF dev="vda" ino=18446744073709551615\n')
ABSTRACT = (STAMP % (2, 2) + "blockers=scope.abstract_unix_socket "
            "path=006400672EC3A9FF00E280AE0A22\n")
MADE = (b'{"v":1,"kind":"loss","time":"2025-11-25T14:25:35.711Z",'
        b'"why":"enobufs","count":17}\n'
        b'{"v":1,"kind":"status","time":"2025-11-25T14:25:36.000Z",'
        b'"state":"blind","why":"off","lines":0,"records":0,"ignored":0,'
        b'"unparsed":0,"denials":0,"domains":0,"unlogged":0,"late":0,'
        b'"truncated":0,"lost":0}\n')


NO_STAMP = (b'{"v":1,"kind":"denial","part":1,"parts":1,"source":"text",'
            b'"flags":["no_syscall","untrusted","no_stamp"],"domain":"1266faef9",'
            b'"blockers":"fs.read_file","rights":["fs.read_file"],"class":"fs",'
            b'"outcome":"denied","object":{"kind":"path","path":"/etc/passwd"}}\n')


def events(form="json"):
    """The lines of the program, as bytes."""
    with tempfile.NamedTemporaryFile("w") as made:
        made.write(LONGEST + ABSTRACT)
        made.flush()
        logs = [*sorted(CORPUS.glob("*/*.log")), *sorted(CORPUS.glob("*/*.txt")),
                made.name]
        program = BUILD / "bin" / "landlock-guard"
        own = {"json": MADE + NO_STAMP, "flat": MADE}.get(form, b"")
        return own + b"".join(subprocess.run(
            [program, "events", "--format", form, "--summary", log],
            stdout=subprocess.PIPE, check=True).stdout for log in logs)


def doubles(value):
    """What is no int64 is a double there."""
    if isinstance(value, dict):
        return {name: doubles(inner) for name, inner in value.items()}
    return float(value) if type(value) is int and value > LARGEST else value


def parsed(lines):
    return [json.loads(line) for line in lines]


def configure(name, folder):
    """The configuration of the manual, with its files in folder."""
    text = (CONFIGS / name).read_text()
    if LOGS not in text:
        raise ValueError(f"{name}: names no {LOGS}")
    path = folder / name
    path.write_text(text.replace(LOGS, str(folder)))
    return path


def debian(name, package):
    """Where the package is, and an environment for what is in it."""
    tree = pathlib.Path(subprocess.run(
        [SOURCE / "tests" / "pipelines" / "debian.sh", name, package],
        stdout=subprocess.PIPE, check=True, text=True).stdout.strip())
    libraries = [tree / "usr/lib" / name,
                 *(tree / place / "x86_64-linux-gnu" for place in ("lib", "usr/lib"))]
    return tree, {**os.environ, "TZ": "UTC",
                  "LD_LIBRARY_PATH": ":".join(map(str, libraries))}


class Pipeline:
    """with Pipeline(folder, command) as line: line.feed(data), line.wait(...)"""

    def __init__(self, folder, command, env=None):
        self.folder = folder
        self.input = folder / "events.json"
        self.input.touch()
        self.said = folder / "daemon.log"
        with open(self.said, "wb") as said:
            self.daemon = subprocess.Popen(command, env=env, cwd=folder,
                                           stdin=subprocess.DEVNULL,
                                           stdout=said, stderr=said)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.daemon.poll() is None:
            self.daemon.send_signal(signal.SIGTERM)
            try:
                self.daemon.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.daemon.kill()
                self.daemon.wait()

    def feed(self, data, pieces=7):
        """In pieces, so that a line is there in part when it is looked for."""
        size = len(data) // pieces + 1
        for at in range(0, len(data), size):
            with open(self.input, "ab") as out:
                out.write(data[at:at + size])
            time.sleep(0.3)

    @classmethod
    def through(cls, folder, command, lines, wait, env=None, end=lambda line: None):
        """All lines, with a restart, while lines come, and a rotation.

        wait: pipeline, how many lines -> what has come out; end: at the end, while
        the daemon runs.
        """
        first, second = len(lines) // 3, len(lines) * 2 // 3
        with cls(folder, command, env) as line:
            line.feed(b"".join(lines[:first]))
            wait(line, first)
        with open(folder / "events.json", "ab") as out:
            out.write(b"".join(lines[first:second]))
        with cls(folder, command, env) as line:
            wait(line, second)
            line.rotate()
            line.feed(b"".join(lines[second:]))
            return wait(line, len(lines)), end(line)

    def rotate(self):
        """By logrotate; who writes has the file open to append."""
        tree, env = debian("logrotate", "logrotate")
        config = configure("logrotate.conf", self.folder)
        config.chmod(0o644)
        subprocess.run([tree / "usr/sbin/logrotate", "--force", "--state",
                        self.folder / "rotated", config], env=env, check=True)
        if self.input.stat().st_size or not (self.folder / "events.json.1").exists():
            raise RuntimeError("logrotate has not rotated")
        time.sleep(2)

    def wait(self, name, count):
        """The lines of an output once there are so many, and no more come."""
        path, lines, until = self.folder / name, [], time.monotonic() + PATIENCE
        while time.monotonic() < until and self.daemon.poll() is None:
            lines = path.read_bytes().splitlines(True) if path.exists() else []
            if len(lines) >= count and lines[-1].endswith(b"\n"):
                break
            time.sleep(0.2)
        if len(lines) != count:
            sys.stderr.write(self.said.read_text(errors="replace"))
        return lines


def differences(want, got, member=""):
    """(member, wanted, got) of two values."""
    if isinstance(want, dict) and isinstance(got, dict):
        for name in want.keys() | got.keys():
            yield from differences(want.get(name), got.get(name),
                                   f"{member}.{name}".lstrip("."))
    elif type(want) is not type(got) or want != got:
        yield member, want, got


def compare(what, want, got):
    """How many faults: of lists of lines, or of what they say."""
    faults = 0
    if len(want) != len(got):
        print(f"{what}: {len(want)} lines were expected, {len(got)} came")
        faults += 1
    for number, (one, other) in enumerate(zip(want, got), 1):
        for member, wanted, came in differences(one, other):
            faults += 1
            if faults < 10:
                print(f"{what}:{number}: {member}: expected "
                      f"{str(wanted)[:200]!r}, got {str(came)[:200]!r}")
    print(f"{what}: {len(got)} lines, {faults} faults")
    return faults


def of_kind(lines, *kinds):
    return [line for line in lines if json.loads(line)["kind"] in kinds]


def alerts(lines):
    """What the configurations make an alert of."""
    return [line for line in of_kind(lines, "loss", "status")
            if json.loads(line).get("state", "blind") == "blind"]
