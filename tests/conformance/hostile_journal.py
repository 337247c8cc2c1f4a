# SPDX-License-Identifier: MIT
"""Journals and text that lie, as in hostile_cases.py: (name, form, input, lines,
counters).
"""
import json
import struct

BOOT = "5f1e2d3c4b5a69788796a5b4c3d2e1f0"
BODY = ('domain=1266faef9 blockers=fs.read_file path="/etc/passwd" dev="vda" '
        'ino=733')
EVIL = "AUDIT1423 domain=bad blockers=fs.execute"
FIELDS = [("__CURSOR", "s=1;i=2"), ("_BOOT_ID", BOOT), ("_TRANSPORT", "audit"),
          ("_AUDIT_TYPE", "1423"), ("_AUDIT_ID", "1623"),
          ("_SOURCE_REALTIME_TIMESTAMP", "1764080735711000"),
          ("MESSAGE", "AUDIT1423 " + BODY)]
ONE = {"kind": "denial", "id": "1764080735.711:1623", "domain": "1266faef9",
       "blockers": "fs.read_file", "node": None, "boot": BOOT,
       "source": "journal", "flags": ["no_syscall"],
       "object": {"kind": "path", "path": "/etc/passwd", "ino": "733"}}
TEXT = {**ONE, "source": "text", "boot": None,
        "flags": ["no_syscall", "untrusted"]}
SHORT = {**TEXT, "id": None, "time": None,
         "flags": ["no_syscall", "untrusted", "no_stamp"]}
LINE_MAX = 16384


def binary(name, value, length=None):
    value = value if isinstance(value, bytes) else value.encode()
    length = len(value) if length is None else length
    return name.encode() + b"\n" + struct.pack("<Q", length) + value + b"\n"


def plain(*fields):
    return b"".join(f"{name}={value}\n".encode() for name, value in fields)


def changed(**other):
    """The fields, of which some have another value, or are not there."""
    return [(name, other.get(name, value)) for name, value in FIELDS
            if other.get(name, value) is not None]


GOOD = plain(*FIELDS) + b"\n"
USER = plain(("__CURSOR", "s=1;i=1"), ("_TRANSPORT", "journal"),
             ("_AUDIT_TYPE_NAME", "AUDIT1423"), ("AUDIT_TYPE", "1423"),
             ("SYSLOG_IDENTIFIER", "audit"), ("MESSAGE", EVIL)) + b"\n"


def export():
    yield "an entry", GOOD, [ONE], {"lines": 8, "records": 1, "ignored": 7}
    yield "a user's entry", USER + GOOD, [ONE], {"records": 1, "ignored": 14}
    yield ("one inside of a message", plain(("__CURSOR", "s=1;i=1"),
                                            ("_TRANSPORT", "stdout")) +
           binary("MESSAGE", b"x\n\n" + GOOD) + b"\n" + GOOD, [ONE],
           {"records": 1, "unparsed": 0})
    yield ("newlines in a name of a length", plain(*FIELDS[:1]) +
           binary("X", b"y" * 0x0a0a) + plain(*FIELDS[1:]) + b"\n", [ONE],
           {"lines": 12, "unparsed": 0})
    yield ("all in binary", b"".join(binary(*f) for f in FIELDS) + b"\n", [ONE],
           {"lines": 15, "records": 1})
    for name, value in FIELDS[2:]:
        rest = plain(*changed(**{name: None}))
        ours = name != "_TRANSPORT"
        yield (f"without {name}", rest + b"\n" + GOOD, [ONE],
               {"records": 1, "unparsed": int(ours)})
        yield (f"{name} twice", plain((name, value), *FIELDS) + b"\n" + GOOD,
               [ONE], {"records": 1, "unparsed": 1})
        if name in ("MESSAGE", "_TRANSPORT"):
            continue
        for wrong in ("", "x", "14 23", "-1", "0x58f", value + " ", "9" * 21,
                      "1" * 5000):
            yield (f"{name}={wrong[:30]}", plain(*changed(**{name: wrong})) +
                   b"\n" + GOOD, [ONE], {"records": 1, "unparsed": 1})
    for other in ("kernel", "journal", "stdout", "audit ", "AUDIT", "audit\t"):
        yield (f"transport {other}", plain(*changed(_TRANSPORT=other)) + b"\n",
               [], {"records": 0, "ignored": 8})
    yield ("both transports", plain(("_TRANSPORT", "journal"), *FIELDS) + b"\n",
           [], {"records": 0, "unparsed": 1, "ignored": 8})
    yield ("another's names", plain(*changed(_TRANSPORT=None), ("TRANSPORT",
                                                               "audit")) +
           b"\n", [], {"ignored": 8})
    yield ("another boot", plain(*changed(_BOOT_ID=BOOT[::-1])) + b"\n" + GOOD,
           [{**ONE, "boot": BOOT[::-1], "part": 1, "parts": 1},
            {**ONE, "part": 1, "parts": 1}], {"denials": 2, "domains": 2})
    yield "no boot", plain(*changed(_BOOT_ID=None)) + b"\n", [
        {**ONE, "boot": None}], {}
    yield ("a message without a body", plain(*changed(MESSAGE="AUDIT1423")) +
           b"\n" + GOOD, [ONE], {"unparsed": 1})
    yield ("the type is what journald says",
           plain(*changed(MESSAGE="SYSCALL " + BODY)) + b"\n", [ONE], {})
    yield ("and not what a message says",
           plain(*changed(_AUDIT_TYPE="1300")) + b"\n", [],
           {"records": 1, "denials": 0})


def lengths():
    """Values of bytes that are not as long as they say."""
    head = plain(*FIELDS[:-1])
    message = "AUDIT1423 " + BODY
    for name, length in (("2^63", 1 << 63), ("2^64 - 1", (1 << 64) - 1),
                         ("more than journald takes", (768 << 20) + 1)):
        yield (name, head + binary("MESSAGE", message, length) + b"\n" + GOOD,
               [ONE], {"records": 1, "unparsed": 1})
    yield ("one too many", head + binary("MESSAGE", message, len(message) + 1) +
           b"\n" + GOOD, [], {"records": 0})
    yield ("one too few", head + binary("MESSAGE", message, len(message) - 1) +
           b"\n" + GOOD, [ONE], {"records": 1, "unparsed": 1})
    yield ("all that follows", head + binary("MESSAGE", message, 1 << 20) +
           b"\n" + GOOD, [], {"records": 0})
    yield "none", head + b"MESSAGE\n", [], {"records": 0, "unparsed": 1}
    whole = head + binary("MESSAGE", message) + b"\n"
    for end in range(1, len(whole)):
        # All of it but the empty line is enough.
        is_whole = whole[:end].endswith(b"\n") and end >= len(whole) - 1
        yield (f"cut at {end}", whole[:end], [ONE] * is_whole,
               {"records": int(is_whole)})
    yield ("a message that is too long",
           plain(*changed(MESSAGE="AUDIT1423 domain=1 x=" + "y" * LINE_MAX)) +
           b"\n" + GOOD, [ONE], {"records": 1, "unparsed": 1})
    yield ("a field that is very long", plain(*FIELDS[:3], ("LONG", "z" * 10**6),
                                              *FIELDS[3:]) + b"\n", [ONE], {})


def garbage():
    """Lines that are no fields, of which no entry is read."""
    for line in (b"-- No entries --", b"lower=1", b"=value", b" A=1", b"A B=1",
                 b"N" * 65 + b"=1", b"\xc3\xa4=1", b"\0", b"A-B=1", b"\r"):
        yield (f"line {line[:20]}", plain(*FIELDS) + line + b"\n\n" + GOOD,
               [ONE], {"records": 1, "unparsed": 1, "ignored": 15})
    yield "empty lines", b"\n\n\n" + GOOD + b"\n\n", [ONE], {"ignored": 12}
    yield "a comment", b"# MESSAGE\n" + GOOD, [ONE], {"ignored": 8}
    yield ("records of other forms", b"type=LANDLOCK_ACCESS msg=audit("
           b"1764080735.711:666): domain=bad blockers=fs.execute\n\n" + GOOD,
           [ONE], {"unparsed": 1})


def dumped(fields):
    return json.dumps(dict(fields)).encode()


def as_json():
    good = dumped(FIELDS)
    line = good + b"\n"
    yield "JSON", line, [ONE], {"lines": 1, "records": 1}
    yield "without an end", good, [ONE], {"lines": 1, "records": 1}
    yield "with a carriage return", good + b"\r\n", [ONE], {}
    yield ("spaces", json.dumps(dict(FIELDS), separators=(" \t, ", "\t:  "))
           .encode() + b" \n", [ONE], {})
    yield ("a user's", dumped([("_TRANSPORT", "journal"), ("MESSAGE", EVIL)]) +
           b"\n" + line, [ONE], {"ignored": 1})
    yield ("one inside of a string", dumped([("_TRANSPORT", "journal"),
                                             ("MESSAGE", good.decode())]) +
           b"\n" + line, [ONE], {"ignored": 1})
    yield ("escaped names", good.replace(b"_TRANSPORT", b"_TRANS\\u0050ORT"),
           [ONE], {})
    yield ("escaped values", good.replace(b"/etc/passwd",
                                          b"\\/etc\\u002fpasswd"), [ONE], {})
    yield ("a pair of halves", good.replace(b"/etc/passwd",
                                            b"/\\ud83d\\ude00"),
           [{**ONE, "object": {"path": "/\U0001f600"}}], {})
    for name, text in (("a first half", b"\\ud83d"), ("a last half", b"\\ude00"),
                       ("two first halves", b"\\ud83d\\ud83d")):
        yield name, good.replace(b"/etc/passwd", text) + b"\n" + line, [ONE], {
            "unparsed": 1}
    array = json.dumps(list(("AUDIT1423 " + BODY).encode()))
    message = json.dumps("AUDIT1423 " + BODY).encode()
    yield "bytes", good.replace(message, array.encode()), [ONE], {}
    for name, value in (("null", b"null"), ("number", b"1423"),
                        ("true", b"true"), ("strings", b'["a", "b"]'),
                        ("one string", b"[" + message + b"]"),
                        ("bytes twice", b"[" + array.encode() + b"]"),
                        ("nothing", b"[]"), ("empty", b'""')):
        yield (f"message of {name}", good.replace(message, value) + b"\n" + line,
               [ONE], {"unparsed": 1, "records": 1})
    for name, value in (("an object", b'{"_TRANSPORT": "audit"}'),
                        ("256", b"[256]"), ("-1 ", b"[-1 2]"),
                        ("deep", b"[[[1]]]"), ("a bare word", b"audit,"),
                        ("half an escape", b'"\\u12"'), ("\\x", b'"\\x41"'),
                        ("a tab", b'"\t"'), ("no end", b'"')):
        yield (f"{name} for a value", dumped([("_TRANSPORT", "journal"),
                                              ("X", 7)]).replace(b"7", value) +
               b"\n" + line, [ONE], {"unparsed": 1, "records": 1})
    for name in ("_TRANSPORT", "_AUDIT_TYPE", "_AUDIT_ID", "MESSAGE"):
        value = json.dumps(dict(FIELDS)[name]).encode()
        twice = b'{"%s": %s, %s' % (name.encode(), value, good[1:])
        yield f"{name} twice", twice + b"\n" + line, [ONE], {"unparsed": 1}
    for text in (b"{}", b"{", b"{}}", b"[]", b"{,}", b'{"A":"b",}', b'{"A"}',
                 b'{"A":}', b'{"A" "b"}', b"{} x", b'{"A":"b"', b'{A:"b"}'):
        yield (f"{text}", text + b"\n" + line, [ONE],
               {"lines": 2, "unparsed": int(text != b"{}")})
    for end in range(1, len(good)):
        yield f"JSON cut at {end}", good[:end], [], {"lines": 1, "records": 0}
    pad = [("PAD", "\u00e9" * 40000)]
    yield "a long line", line + dumped(FIELDS[:4] + pad + FIELDS[4:]), [
        {**ONE, "parts": 2}, {**ONE, "flags": ["no_syscall", "duplicate"],
                              "part": 2}], {}


def found_out():
    """The form is that of the first entry."""
    yield "export", GOOD, [ONE], {"records": 1}
    yield "JSON", dumped(FIELDS), [ONE], {"records": 1}
    yield "a user's entry first", USER + GOOD, [ONE], {"unparsed": 0}
    yield ("a user's JSON first", dumped([("__CURSOR", "x"), ("MESSAGE", EVIL)])
           + b"\n" + dumped(FIELDS), [ONE], {"ignored": 1})
    yield ("auditd's", b"type=USER msg=audit(1.000:1): \n" + GOOD +
           dumped(FIELDS), [], {"records": 1, "unparsed": 8})
    yield ("text of ours", b'{"v":1,"kind":"denial"}\n' + GOOD, [ONE],
           {"unparsed": 1})


TAGGED = b"Nov 25 14:25:35 host "
KERNEL = b"audit: type=1423 audit(1764080735.711:1623): " + BODY.encode()
AUDITD = b"type=LANDLOCK_ACCESS msg=audit(1764080735.711:1623): " + BODY.encode()
KIND = b"AUDIT1423 " + BODY.encode()


def syslog():
    for before in (b"Nov 25 14:25:35 host ", b"Nov  5 14:25:35.711 host ",
                   b"2025-11-25T14:25:35.711Z host ",
                   b"2025-11-25T14:25:35+01:00 host ",
                   b"Tue 2025-11-25 14:25:35 CET host ", b"[    1.234567] host ",
                   b"[    1.234567                ] host ", b"1764080735.711000 ",
                   b"<4>Nov 25 14:25:35 ", b"Nov 25 14:25:35 "):
        yield (f"kernel behind {before}", before + b"kernel: " + KERNEL, [TEXT],
               {})
        yield (f"auditd behind {before}", before + b"audispd: " + AUDITD,
               [TEXT], {})
        yield (f"journal behind {before}", before + b"audit[1]: " + KIND,
               [SHORT], {})
    head = b"<5>1 2025-11-25T14:25:35.711Z host "
    for sd in (b"- ", b'[a b="]"] ', b'[a b="\\"] type=1"][c] ',
               b"- \xef\xbb\xbf"):
        yield f"{sd}", head + b"kernel - - " + sd + KERNEL, [TEXT], {}
        yield f"{sd} of audit", head + b"audit 1 x " + sd + KIND, [SHORT], {}
    yield ("enrichment as a space", TAGGED + b"audispd: " + AUDITD +
           b' UID="root"', [TEXT], {})
    yield ("enrichment as rsyslog writes it", TAGGED + b"audispd: " + AUDITD +
           b'#035UID="root"', [TEXT], {})
    yield ("a path that looks like it", TAGGED + b"audispd: " + AUDITD.replace(
        b"passwd", b"#035UID="), [{**TEXT, "object": {"path": "/etc/#035UID="}}],
        {})
    yield ("a node", TAGGED + b"audispd: node=web " + AUDITD,
           [{**TEXT, "node": "web"}], {})
    yield ("two hosts", b"Nov 25 14:25:35 a kernel: " + KERNEL + b"\n" +
           b"Nov 25 14:25:35 b kernel: " + KERNEL,
           [{**TEXT, "parts": 1}, {**TEXT, "parts": 1}], {"domains": 2})
    yield ("no stamp, no event", TAGGED + b"audit: " + KIND + b"\n" + TAGGED +
           b"audit[7]: SYSCALL arch=c000003e syscall=2 success=no exit=-13 pid=7"
           b"\n" + TAGGED + b"audit: " + KIND,
           [{**SHORT, "parts": 1, "subject": None}] * 2, {"records": 3})


def syslog_lies():
    """What is not right behind what the form has before it."""
    for text in (
            b"app[1]: " + KERNEL, b"app[1]: " + AUDITD, b"app[1]: " + KIND,
            b"pulseaudio[1]: " + AUDITD, b"kernel: " + AUDITD,
            b"kernel: " + KIND, b"kernel: x " + KERNEL, b"audispd: x " + AUDITD,
            b"audispd: " + KIND, b"audit: x " + KIND, b"audit: audit: " + KIND,
            b"audit:  " + KIND, b"audit " + KIND, b"audit[1: " + KIND,
            b"[1]: " + KIND, b"audit: [8.9K blob data]", b"audit: " + KIND.lower(),
            b"sudo: audit: " + KIND, b"x audit: " + KIND):
        yield f"{text[:40]}", TAGGED + text + b"\n" + TAGGED + (
            b"kernel: " + KERNEL), [TEXT], {"unparsed": 1}
    for before in (b" Nov 25 14:25:35 h ", b"\tNov 25 14:25:35 h ",
                   b"Nov 25 14:25 h ", b"Now 25 14:25:35 h ", b"x ", b"",
                   b"<5>", b"25.11.2025 14:25:35 h ", b"<99999>Nov 25 14:25:35 h ",
                   b"                     "):
        yield f"behind {before}", before + b"audit: " + KIND + b"\n" + TAGGED + (
            b"kernel: " + KERNEL), [TEXT], {"unparsed": 1}
    yield ("in user text", TAGGED + b"audispd: type=USER msg=audit(1.000:1): "
           b"msg='" + AUDITD + b"'", [], {"records": 1})


SEARCH = b"type=UNKNOWN[1423] msg=audit(11/25/25 14:25:35.711:1623) : "


def interpreted():
    """What can be read of it in one way only."""
    lossy = {**SHORT, "flags": ["no_syscall", "untrusted", "no_stamp", "lossy"]}
    nothing = {**lossy, "object": {"kind": "none", "path": None, "dev": None}}
    body = b"domain=1266faef9 blockers=fs.read_file path=%s dev=vda ino=733 "
    yield "ausearch", SEARCH + body % b"/etc/passwd", [lossy], {}
    for date in (b"25.11.2025", b"25/11/25", b"2025-11-25", b"x y"):
        yield f"{date}", (SEARCH + body % b"/etc/passwd").replace(
            b"11/25/25", date), [lossy], {}
    for path in (b"/a b", b"/a domain=bad blockers=fs.execute", b"/a\\012b", b"",
                 b"/a ", b" /a", b'/a"b', b"(null)", b"/a dev=x ino=1"):
        yield f"path {path}", SEARCH + body % path, [nothing], {}
    yield ("an abstract name", SEARCH + b"domain=1266faef9 "
           b"blockers=scope.abstract_unix_socket path=foo ",
           [{"object": {"kind": "unix_abstract", "path": None}}], {})
    yield ("a command that speaks", SEARCH + body % b"/etc/passwd" + b"\n" +
           SEARCH.replace(b"UNKNOWN[1423]", b"SYSCALL") + b"arch=x86_64 "
           b"syscall=openat success=no exit=EACCES(Permission denied) a0=0xa "
           b"ppid=7 pid=8 uid=root tty=pts1 ses=3 comm=a exe=/b exe=/c "
           b"subj=d key=(null) ",
           [{"subject": {"pid": 8, "ppid": 7, "uid": None, "ses": 3,
                         "comm": None, "exe": None},
             "syscall": {"number": 257, "exit": -13, "a0": "a"}}], {})
    for stamp in (b"11/25/25 14:25:35.71:1", b"11/25/25 24:25:35.711:1",
                  b"14:25:35.711:1", b"11/25/25 14:25:35.711:", b"", b"x:1",
                  b"11/25/25 14:25:35.711:99999999999"):
        yield (f"stamp {stamp}", SEARCH.replace(
            b"11/25/25 14:25:35.711:1623", stamp) + body % b"/a" + b"\n" + SEARCH +
            body % b"/etc/passwd", [lossy], {"unparsed": 1})
    yield ("lines between", b"----\n" + SEARCH + body % b"/etc/passwd" +
           b"\n----\n", [lossy], {"ignored": 2})
    yield ("a node", b"node=web " + SEARCH + body % b"/etc/passwd",
           [{**lossy, "node": "web"}], {})


def cases():
    for group in (export, lengths, garbage, as_json):
        for name, data, want, numbers in group():
            yield name, "journal", data, want, numbers
    for group in (syslog, syslog_lies, interpreted):
        for name, data, want, numbers in group():
            yield name, "text", data, want, numbers
            yield name + ", found out", "auto", data, want, numbers
    for name, data, want, numbers in found_out():
        yield name + ", found out", "auto", data, want, numbers
