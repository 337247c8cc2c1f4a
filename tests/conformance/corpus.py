# SPDX-License-Identifier: MIT
"""The recorded files, taken apart: lines, and the records that stand in them."""
import pathlib
import re
from dataclasses import dataclass

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "corpus"

ACCESS, DOMAIN = 1423, 1424
SYSCALL, PATH, SOCKADDR, CWD = 1300, 1302, 1306, 1307
EOE, PROCTITLE, URINGOP = 1320, 1327, 1336

# include/uapi/linux/audit.h, what the files have; auditd writes the names.
NAMES = {
    1005: "USER", 1006: "LOGIN", 1200: "DAEMON_START", 1201: "DAEMON_END",
    SYSCALL: "SYSCALL", PATH: "PATH", 1305: "CONFIG_CHANGE",
    SOCKADDR: "SOCKADDR", CWD: "CWD", EOE: "EOE",
    PROCTITLE: "PROCTITLE", 1335: "EVENT_LISTENER", URINGOP: "URINGOP",
    1400: "AVC", 1406: "MAC_UNLBL_ALLOW", 1409: "MAC_MAP_ADD",
    ACCESS: "LANDLOCK_ACCESS", DOMAIN: "LANDLOCK_DOMAIN", 2000: "KERNEL",
}
NUMBERS = {name: number for number, name in NAMES.items()}

STAMP = rb"audit\((\d+\.\d{3}:\d+)\): ?(.*)"
AUDITD = re.compile(rb"type=(?:UNKNOWN\[(\d+)\]|(\w+)) msg=" + STAMP, re.DOTALL)
ENRICHMENT = b"\x1d"
KMSG = re.compile(
    rb"(?:<\d>)?\[ *\d+\.\d+\] (audit: type=(\d+) " + STAMP + rb")", re.DOTALL)
KMSG_LIMIT = 1021  # printk cuts a message's text so that this much is left


@dataclass(frozen=True)
class Record:
    type: int
    stamp: str    # SECONDS.MILLISECONDS:SERIAL
    body: bytes   # what follows the stamp
    cut: bool = False

    @property
    def time(self):
        """In milliseconds."""
        seconds, rest = self.stamp.split(".")
        return int(seconds) * 1000 + int(rest[:3])

    @property
    def serial(self):
        return int(self.stamp.partition(":")[2])


@dataclass(frozen=True)
class Line:
    number: int
    text: bytes
    record: Record = None

    @property
    def is_note(self):
        """A comment, or empty."""
        return not self.text or self.text.startswith(b"#")


@dataclass(frozen=True)
class Log:
    name: str
    form: str     # auditd, kmsg
    lines: list


def auditd_record(text):
    match = AUDITD.fullmatch(text)
    if not match:
        return None
    word = (match[1] or match[2]).decode()
    number = int(word) if word.isdigit() else NUMBERS[word]
    return Record(number, match[3].decode(), match[4].split(ENRICHMENT)[0])


def kmsg_record(text):
    match = KMSG.fullmatch(text)
    if not match:
        return None
    return Record(int(match[2]), match[3].decode(), match[4],
                  cut=len(match[1]) >= KMSG_LIMIT)


def read(path):
    """The logs of a file: what follows "# --- unicast" is one of its own."""
    kmsg = path.name.startswith(("printk-", "kmsg-"))
    parse = kmsg_record if kmsg else auditd_record
    lines = []
    for number, text in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
        lines.append(Line(number, text, parse(text)))
        if not kmsg and not lines[-1].record and not lines[-1].is_note:
            raise ValueError(f"{path}:{number}: is no record")
    name = str(path.relative_to(CORPUS))
    for at, line in enumerate(lines):
        if line.text.startswith(b"# --- unicast"):
            return [Log(name, "auditd", lines[:at]),
                    Log(name + " unicast", "auditd", lines[at:])]
    return [Log(name, "kmsg" if kmsg else "auditd", lines)]


def logs():
    files = [*(CORPUS / "records").glob("*.log"),
             *(CORPUS / "records").glob("*.txt"),
             *(CORPUS / "recorded").glob("*.log"),
             *(CORPUS / "made").glob("*.log")]
    return [log for path in sorted(files) for log in read(path)]
