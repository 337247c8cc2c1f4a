# SPDX-License-Identifier: MIT
"""Records in text that others have made of them: syslog, and journalctl's short
formats, of which the latter have lost the stamp.
"""
import dataclasses
import datetime

from corpus import EOE, KMSG_LIMIT
from forms_journal import kind_of
from model import Take

FORGED = (b"type=LANDLOCK_ACCESS msg=audit(1764080735.711:666): domain=bad "
          b"blockers=fs.execute")
HOSTS = [b"alpha", b"beta.example.org"]


def when(record, pattern):
    moment = datetime.datetime.fromtimestamp(record.time / 1000,
                                             datetime.timezone.utc)
    return moment.strftime(pattern).encode()


def lines_of(log, before, text_of, take_of):
    """Each record behind what stands before it; other lines are somebody's."""
    out, takes, last = [], [], None
    for line in log.lines:
        record = line.record
        if not record:
            text = line.text
            if not line.is_note and last:
                text = before(last, b"app") + FORGED
            out.append(text)
            takes.append(Take(line.number, is_note=line.is_note))
            continue
        if record.type == EOE:
            continue
        last = record
        out.append(text_of(record, before))
        takes.append(take_of(line.number, record))
    return b"".join(text + b"\n" for text in out), takes


def host_of(record):
    return HOSTS[record.serial % 2]


def syslog_before(record, tag):
    return (when(record, "%b %e %H:%M:%S ") + host_of(record) + b" " + tag
            + b": ")


def kernel(log):
    """rsyslog's file: what the kernel has printed."""
    def whole(record):
        return (f"audit: type={record.type} audit({record.stamp}): ".encode()
                + record.body)

    def text_of(record, before):
        clock = b"[%5d.%06d] " % (record.serial, 711)
        return before(record, b"kernel") + clock + whole(record)[:KMSG_LIMIT]

    def take_of(number, record):
        lost = len(whole(record)) - KMSG_LIMIT
        if lost >= 0:
            body = record.body[:len(record.body) - lost]
            record = dataclasses.replace(record, body=body, cut=True)
        return Take(number, record, host=host_of(record).decode())

    return lines_of(log, syslog_before, text_of, take_of)


def rfc5424_before(record, tag):
    return (b"<37>1 " + when(record, "%Y-%m-%dT%H:%M:%S.123456+00:00 ")
            + host_of(record) + b" " + tag
            + b' 812 - [x@1 a="\\"] " b="' + FORGED.replace(b'"', b"")
            + b'"][y z="]"] ')


def relayed(log, enrichment):
    """auditd's records, as its plugin hands them to syslog."""
    def text_of(record, before):
        names = enrichment(record).replace(b"\x1d", b"#035" if record.serial % 2
                                           else b" ")
        return (before(record, b"audisp-syslog") + f"type={record.type} "
                f"msg=audit({record.stamp}): ".encode() + record.body + names)

    return lines_of(log, rfc5424_before, text_of,
                    lambda number, record: Take(number, record,
                                                host=host_of(record).decode()))


SHORT = ["%b %e %H:%M:%S ", "%b %e %H:%M:%S.711000 ", "%Y-%m-%dT%H:%M:%S+0100 ",
         "%Y-%m-%dT%H:%M:%S.711000+01:00 ", "%a %Y-%m-%d %H:%M:%S CET ",
         "[ 1234.567890] ", "[ 1234.567890 <    0.000010 >] ",
         "1764080735.711000 "]


def short(log):
    def before(record, tag):
        host = b"" if record.serial % 5 == 0 else host_of(record) + b" "
        return when(record, SHORT[record.serial % len(SHORT)]) + host + tag + b": "

    def text_of(record, before):
        tag = b"audit[4712]" if record.serial % 3 else b"audit"
        return before(record, tag) + kind_of(record).encode() + b" " + record.body

    def take_of(number, record):
        host = None if record.serial % 5 == 0 else host_of(record).decode()
        # Nothing says which records belong together.
        return Take(number, record, host=host, is_alone=True,
                    flags=("no_stamp",))

    return lines_of(log, before, text_of, take_of)
