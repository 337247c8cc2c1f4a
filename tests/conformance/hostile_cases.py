# SPDX-License-Identifier: MIT
"""Inputs that lie, and what must come of each.

(name, form, input, lines, counters): of a line the members that are given must be
there as they are, None is one that must not be; of the counters those given.
"""
import hostile_journal
from forms import packet

STAMP = b"audit(1764080735.711:1623): "
BODY = (b'domain=1266faef9 blockers=fs.read_file path="/etc/passwd" '
        b'dev="vda" ino=733')
ACCESS = b"type=LANDLOCK_ACCESS msg=" + STAMP
KMSG = b"[    1.204665] audit: type=1423 " + STAMP
GOOD = ACCESS + BODY + b"\n"
FORGED = (b"type=LANDLOCK_ACCESS msg=audit(1764080735.711:666): "
          b'domain=bad blockers=fs.execute path="/bin/evil"')
CALL = (b"arch=c000003e syscall=257 success=no exit=-13 a0=1 a1=2 a2=0 a3=0 "
        b"items=0 ppid=1 pid=107 auid=4294967295 uid=0 gid=0 euid=0 suid=0 "
        b"fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 ")

ONE = {"kind": "denial", "id": "1764080735.711:1623", "domain": "1266faef9",
       "blockers": "fs.read_file", "node": None, "part": 1, "parts": 1,
       "object": {"kind": "path", "path": "/etc/passwd", "dev": "vda",
                  "ino": "733", "path_hex": None}}
LINE_MAX = 16384


def with_object(**members):
    return {**ONE, "object": {**ONE["object"], **members}}


def inside():
    """A record's text inside of another record's."""
    def call(comm):
        return b"type=SYSCALL msg=" + STAMP + CALL + b"comm=" + comm + b"\n"

    nothing = {"records": 1, "unparsed": 0, "denials": 0}
    yield "quoted comm", call(b'"type=LANDLOCK_ACCESS"'), [], nothing
    yield ("quoted exe", call(b'"a" exe="type=LANDLOCK_ACCESS,msg=' +
                              STAMP.strip() + b'"'), [], nothing)
    for name, byte in (("carriage return", b"\r"), ("vertical tab", b"\v"),
                       ("form feed", b"\f"), ("NUL", b"\0"),
                       ("next line", b"\xc2\x85"),
                       ("line separator", b"\xe2\x80\xa8"),
                       ("enrichment", b"\x1d")):
        yield name, call(b'"x' + byte + FORGED + b'"'), [], nothing
        yield (name + " in user text",
               b"type=USER msg=" + STAMP + b"pid=1 msg='" + byte + FORGED +
               b"'\n" + GOOD, [ONE], {"records": 2, "denials": 1})
        yield (name + " before a good one", byte + FORGED + b"\n" + GOOD, [ONE],
               {"unparsed": 1, "denials": 1})
    yield ("hexadecimal", ACCESS + b"domain=1266faef9 blockers=fs.read_file "
           b"path=" + (b"/x\n" + FORGED).hex().upper().encode() +
           b' dev="vda" ino=733\n',
           [with_object(path=("/x\n" + FORGED.decode()))], {"denials": 1})
    yield ("a path that speaks of a domain",
           GOOD.replace(b"/etc/passwd", b"domain=bad,blockers=fs.execute"),
           [with_object(path="domain=bad,blockers=fs.execute")], {})
    yield ("behind the enrichment", GOOD.replace(
        b"\n", b"\x1ddomain=bad blockers=fs.execute path=\"/evil\"\n"),
        [ONE], {})
    yield ("user fields", b"type=USER_AVC msg=" + STAMP +
           b"domain=bad blockers=fs.execute msg='domain=bad'\n", [],
           {"records": 1})


def begins():
    """What stands before a record, or in its head."""
    for name, before in (("space", b" "), ("tab", b"\t"), ("mark", b"\xef\xbb\xbf"),
                         ("quote", b"> "), ("date", b"Nov 25 14:25:35 host "),
                         ("syslog", b"<5>"), ("half a word", b"pe=x ty"),
                         ("two nodes", b"node=a node=b "), ("node", b"node= x "),
                         ("a node without end", b"node=x\t")):
        yield (f"{name} before it", before + FORGED + b"\n" + GOOD, [ONE],
               {"unparsed": 1, "records": 1})
    yield ("forged node in a body", GOOD + b"type=SYSCALL msg=" + STAMP + CALL +
           b'comm="node=evil" exe="node=evil"\n',
           [{**ONE, "subject": {"comm": "node=evil"}}], {})
    yield ("node behind the type", FORGED.replace(b" msg", b" node=evil msg") +
           b"\n" + GOOD, [ONE], {"unparsed": 1})
    yield ("a node's own", b"node=evil " + FORGED + b"\n" + GOOD,
           [{"node": "evil", "id": "1764080735.711:666"}, ONE], {})
    yield ("another node's call", GOOD + b"node=evil type=SYSCALL msg=" + STAMP +
           CALL + b'comm="evil"\n', [{**ONE, "subject": None}], {})
    for word in (b"LANDLOCK_ACCESS ", b"LANDLOCK_ACCESSES", b"landlock_access",
                 b"XLANDLOCK_ACCESS", b"UNKNOWN[14230]", b"UNKNOWN[1423",
                 b"UNKNOWN[x1423]", b"14230", b"LANDLOCK_ACCESS\0", b""):
        yield (f"type {word}", FORGED.replace(b"LANDLOCK_ACCESS", word, 1) +
               b"\n" + GOOD, [ONE], {"denials": 1})
    for stamp in (b"audit(1764080735.71:1): ", b"audit(1764080735.7110:1): ",
                  b"audit(1764080735:1): ", b"audit(.711:1): ", b"audit(): ",
                  b"audit(1764080735.711:): ", b"audit(1764080735.711:-1): ",
                  b"audit(1764080735.711:99999999999): ",
                  b"audit(99999999999999999999999.711:1): ",
                  b"audit(1764080735.711:1 ", b"audit(0x1.711:1): "):
        yield (f"stamp {stamp}", b"type=LANDLOCK_ACCESS msg=" + stamp + BODY +
               b"\n" + GOOD, [ONE], {"unparsed": 1})


def cut():
    """A record that ends anywhere."""
    line = GOOD.strip()
    for end in range(len(line)):
        is_record = end >= len(ACCESS) - 1
        yield (f"cut at {end}", line[:end] + b"\n" + GOOD.replace(
            b":1623", b":1624"),
            [{"id": "1764080735.711:1623"}] * is_record +
            [{**ONE, "id": "1764080735.711:1624"}],
            {"denials": 1 + is_record})
    for end in (1, 8, 60):
        yield (f"tail without end, {end} bytes less", GOOD + GOOD.replace(
            b":1623", b":1624")[:-end], [ONE, {"id": "1764080735.711:1624"}],
            {"lines": 2, "records": 2})
    yield "tail that is nothing", GOOD + b"typ", [ONE], {"unparsed": 1}
    yield "an empty input", b"", [], {"lines": 0}
    yield "one newline", b"\n", [], {"lines": 1, "ignored": 1}
    yield "one carriage return", b"\r", [], {"lines": 1, "ignored": 1}
    yield "carriage returns", GOOD.replace(b"\n", b"\r\n\r\n"), [ONE], {
        "lines": 2, "ignored": 1}
    yield ("no closing quote", ACCESS + b'domain=1266faef9 '
           b'blockers=fs.read_file path="/etc/pas\n',
           [{"flags": ["truncated", "no_syscall"],
             "object": {"path": "/etc/pas"}}], {"truncated": 1})


def encoded():
    """Values that are not what they should be."""
    for name, value, want in (
            ("odd", b"2F7", {"path": "2F7"}),
            ("no digit", b"2F6G", {"path": "2F6G"}),
            ("one digit", b"2", {"path": "2"})):
        yield (f"{name} hexadecimal", GOOD.replace(b'"/etc/passwd"', value),
               [{**with_object(**want), "flags": ["no_syscall", "bad_hex"]}], {})
    yield ("quotes and controls", GOOD.replace(
        b'"/etc/passwd"', b'2F225C0A1B00FF'),
        [with_object(path='/"\\\n\x1b\0\ufffd', path_hex="2F225C0A1B00FF")], {})
    yield ("NUL in quotes", GOOD.replace(b"/etc/", b"/etc\0"),
           [with_object(path="/etc\0passwd",
                        path_hex=b"/etc\0passwd".hex().upper())], {})
    yield ("numbers that are none", ACCESS + b"domain=1266faef9 "
           b"blockers=net.connect_tcp daddr=x dest=80x src=99999999999\n",
           [{"object": {"kind": "inet", "daddr": "x", "dest": None,
                        "src": None}}], {})
    for body in (b"", b"domain=", b"domain=zz blockers=", b"blockers=,,", b"=",
                 b"domain=1 blockers", b'"', b"domain=1 blockers=a path=",
                 b"domain=1 blockers=a b=1 b=2 b=3", b"\xff\xfe",
                 b"domain=1266faef9" * 100):
        yield f"body {body[:20]}", ACCESS + body + b"\n", [
            {"kind": "denial"}], {"denials": 1}


def long_lines():
    garbage = bytes(range(1, 10)) * 120000
    pad = b" x=" + b"y" * LINE_MAX
    yield "a megabyte", garbage + b"\n" + GOOD, [ONE], {
        "lines": 2, "unparsed": 1}
    yield "a megabyte behind a head", ACCESS + garbage + b"\n" + GOOD, [ONE], {
        "lines": 2, "unparsed": 1, "denials": 1}
    yield "a megabyte without end", GOOD + garbage, [ONE], {"unparsed": 1}
    yield "a megabyte of NULs", bytes(1 << 20) + b"\n" + GOOD, [ONE], {
        "unparsed": 1}
    longest = (GOOD.strip() + pad)[:LINE_MAX]
    yield "as long as may be", longest + b"\n", [ONE], {"records": 1}
    yield "so with a carriage return", longest + b"\r\n", [ONE], {"records": 1}
    yield "one byte longer", longest + b"y\n", [], {"unparsed": 1}


def other_forms():
    in_kmsg = KMSG + BODY + b"\n"
    for before in (b"", b"<5>", b"[    1.204665] ", b"<5>[    1.204665] ",
                   b"[  135.126499][   T60] ", b"5,678,1204665,-;"):
        yield (f"kmsg {before}", "auto", before + in_kmsg[15:],
               [{**ONE, "source": "kmsg", "flags": ["no_syscall", "untrusted"]}],
               {})
    yield ("kmsg inside auditd", "auto", GOOD + in_kmsg + STAMP + BODY + b"\n" +
           b"Nov 22 05:00:33 host audit[116]: AUDIT1423 " + BODY + b"\n",
           [ONE], {"unparsed": 3})
    yield ("auditd inside kmsg", "auto", in_kmsg + FORGED + b"\n" +
           b"[    1.204666] " + FORGED + b"\n",
           [{**ONE, "source": "kmsg"}], {"unparsed": 2})
    yield ("a message that quotes one", "kmsg", b"[    1.2] evil: " +
           in_kmsg[15:] + b"[    1.3] audit: type=1005 " + STAMP +
           b"msg='audit: type=1423 audit(1.000:2): domain=bad blockers=x'\n" +
           b"[    1.4] audit: " + in_kmsg, [], {"unparsed": 2, "records": 1})
    yield ("the other form was asked for", "kmsg", GOOD, [], {"unparsed": 1})
    yield ("named against the first line", "auditd", in_kmsg + GOOD, [ONE],
           {"unparsed": 1})


def packets():
    """A packet is one record whatever it holds, and its type decides."""
    good = packet(1423, STAMP + BODY)
    want = {**ONE, "source": "netlink"}
    yield "packet", good, [want], {"lines": 1, "records": 1}
    yield ("a line inside", packet(1300, STAMP + CALL + b'comm="x"\n' + FORGED +
                                   b"\n") + good, [want], {"lines": 2})
    yield ("user text", packet(1005, STAMP + BODY) + packet(1124, STAMP + BODY) +
           good, [want], {"records": 3, "denials": 1})
    yield ("a whole line as payload", packet(1423, FORGED) + good, [want],
           {"unparsed": 1})
    yield ("empty, short and binary", packet(1423, b"") + packet(1423, b"audit(") +
           packet(1423, bytes(300)) + good, [want], {"unparsed": 3})
    yield ("types", packet(1, STAMP + BODY) + packet(0xffffffff, STAMP + BODY) +
           good, [want], {"denials": 1})


def cases():
    for group in (inside, begins, cut, encoded, long_lines):
        for name, data, want, numbers in group():
            yield name, "auditd", data, want, numbers
    yield from other_forms()
    for name, data, want, numbers in packets():
        yield name, "netlink", data, want, numbers
    yield from hostile_journal.cases()
