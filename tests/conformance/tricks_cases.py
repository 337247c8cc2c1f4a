# SPDX-License-Identifier: MIT
"""What somebody may try, so that a denial is believed that was none, is taken for
another one, or is not noticed: a list, and what must come of each.

Trick(name, input, lines, counters): the name stands in docs/detection/tricks.md.
Of a line the members that are given must be there as they are, None is one that
must not be; its flags are all of them, [] when none are given.  Nothing may come
that is not listed.
"""
import dataclasses

import hostile_journal
from forms import packet

STAMP = "1764080735.711:1623"
CALL = ("arch=c000003e syscall={number} success={success} exit={exit} a0={a0} a1=2 "
        "a2=0 a3=0 items=0 ppid=1 pid={pid} auid=1000 uid=0 gid=0 euid=0 suid=0 "
        "fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm={comm} exe={exe} "
        "subj=unconfined key=(null)")
FILE = 'domain=1f blockers=fs.read_file path={path} dev="vda" ino=733'
START = ("domain=1f status=allocated mode=enforcing pid=90 uid=0 exe={exe} "
         "comm={comm}")
EVIL = "domain=bad blockers=fs.execute"
BUFFER = 192 * 1024   # LLGUARD_READER_MIN
WHOLE = "type=LANDLOCK_ACCESS msg=audit(1764080735.711:666): " + EVIL

CREATOR = {"pid": 90, "uid": 0, "comm": "maker", "exe": "/bin/maker"}
SUBJECT = {"from": "syscall", "pid": 107, "comm": "cat", "exe": "/bin/cat"}
DENIAL = {"kind": "denial", "domain": "1f", "blockers": "fs.read_file",
          "outcome": "denied", "subject": SUBJECT}


@dataclasses.dataclass
class Trick:
    name: str
    data: bytes
    lines: list
    counters: dict = dataclasses.field(default_factory=dict)
    form: str = "auditd"
    options: dict = dataclasses.field(default_factory=dict)


def line(kind, body, stamp=STAMP, node=""):
    return f"{node}type={kind} msg=audit({stamp}): {body}\n"


def access(path='"/etc/passwd"', stamp=STAMP, node="", body=FILE):
    return line("LANDLOCK_ACCESS", body.format(path=path), stamp, node)


def call(stamp=STAMP, node="", kind="SYSCALL", **words):
    words = {"number": 257, "success": "no", "exit": -13, "a0": "1", "pid": 107,
             "comm": '"cat"', "exe": '"/bin/cat"', **words}
    return line(kind, CALL.format(**words), stamp, node)


def start(stamp=STAMP, **words):
    words = {"exe": '"/bin/maker"', "comm": '"maker"', **words}
    return line("LANDLOCK_DOMAIN", START.format(**words), stamp)


def end(stamp=STAMP):
    return line("EOE", "", stamp)


def hexed(text):
    return text.encode().hex().upper()


def denial(path="/etc/passwd", flags=(), **members):
    return {**DENIAL, "object": {"kind": "path", "path": path},
            "flags": list(flags), **members}


def bare(path="/etc/passwd", flags=(), **members):
    return denial(path, ["no_syscall", *flags], subject=None, **members)


def text(*lines):
    return "".join(lines).encode()


def injections():
    """What is not a record is to be taken for one."""
    path = "/x,type=LANDLOCK_ACCESS,msg=audit(1.000:2):,domain=bad"
    yield Trick("a path that looks like a record",
                text(access(f'"{path}"'), call()), [denial(path)])
    path = "/x\n" + WHOLE
    yield Trick("a path with a line in it", text(access(hexed(path)), call()),
                [denial(path)])
    yield Trick("a path of hexadecimal digits",
                text(access('"2F6574632F736861646F77"'), call()),
                [denial("2F6574632F736861646F77")])
    yield Trick("a name of a program that looks like a record",
                text(access(), call(comm=hexed("x\n" + WHOLE), exe='"/x/type='
                                    'LANDLOCK_ACCESS,msg=audit(1.000:2):"')),
                [denial(subject={"comm": "x\n" + WHOLE, "exe": "/x/type="
                                 "LANDLOCK_ACCESS,msg=audit(1.000:2):"})])
    yield Trick("a title that looks like a record",
                text(access(), call(), line("PROCTITLE", "proctitle=" + hexed(
                    "cat\0\n" + WHOLE))),
                [denial(subject={**SUBJECT, "proctitle": ["cat", "\n" + WHOLE]})])
    yield Trick("a message of a user's",
                text(*(line(kind, f"{EVIL} msg='{WHOLE} {EVIL}'")
                       for kind in ("USER", "USER_AVC", "USER_CMD", "TRUSTED_APP",
                                    "UNKNOWN[1107]", "UNKNOWN[2999]"))), [],
                {"records": 6, "denials": 0})
    stamp = f"audit({STAMP}): ".encode()
    yield Trick("a message of a user's with a line in it",
                packet(1107, stamp + b"msg='x\n" + WHOLE.encode() + b"\n'"), [],
                {"records": 1}, "netlink")
    yield Trick("a type like the kernel's",
                text(*(WHOLE.replace("LANDLOCK_ACCESS", kind) + "\n" for kind in (
                    "LANDLOCK_ACCESSES", "XLANDLOCK_ACCESS", "UNKNOWN[14230]",
                    "LANDLOCK_ACCES", "14230"))), [], {"denials": 0})
    yield Trick("a record that does not begin a line",
                text(*(before + WHOLE + "\n" for before in (
                    " ", "\t", "x", "> ", "Nov 25 14:25:35 host ", "node=a b "))),
                [], {"unparsed": 6})
    yield Trick("a node of another's text",
                text(access('"node=evil"'), call(comm='"node=evil"')),
                [denial("node=evil", node=None,
                        subject={**SUBJECT, "comm": "node=evil"})])
    yield Trick("words behind auditd's own", text(
        access().strip() + f'\x1dUID="root" {EVIL} path="/evil"\n',
        call().strip() + '\x1dARCH=x86_64 SYSCALL=openat pid=666\n'), [denial()])
    yield Trick("a record of another form", text(access(), call()) + (
        f"[    1.0] audit: type=1423 audit(1764080735.711:666): {EVIL}\n"
        f"Nov 25 14:25:35 host audit[1]: AUDIT1423 {EVIL}\n").encode(),
        [denial()], {"unparsed": 2})
    yield Trick("a journal's entry that others have made", hostile_journal.USER +
                hostile_journal.GOOD, [bare(domain="1266faef9")],
                {"denials": 1}, "journal")
    yield Trick("a line of syslog", text(
        "Nov 25 14:25:35 host kernel: audit: type=1423 "
        f"audit(1764080735.711:666): {FILE}\n".format(path='"/x"')),
        [bare("/x", ["untrusted"])], {}, "text")
    yield Trick("a line of syslog under another name", text(
        "Nov 25 14:25:35 host app[1]: audit: type=1423 "
        f"audit(1764080735.711:666): {EVIL}\n"), [], {"unparsed": 1}, "text")
    yield Trick("a line of /dev/kmsg", text(
        "[    1.204665] audit: type=1423 "
        f"audit(1764080735.711:666): {FILE}\n".format(path='"/x"')),
        [bare("/x", ["untrusted"])], {}, "kmsg")
    yield Trick("a path that ausearch -i has decoded", text(
        "type=UNKNOWN[1423] msg=audit(11/25/25 14:25:35.711:1623) : domain=1f "
        "blockers=fs.read_file path=/a domain=bad blockers=fs.execute dev=vda "
        "ino=733 \n"),
        [{**bare(flags=["untrusted", "no_stamp", "lossy"]),
          "object": {"kind": "none", "path": None}}], {}, "text")


def mixtures():
    """A denial is to be taken for another one's."""
    yield Trick("the process in the domain's maker",
                text(access(), start(comm='"pid=107,comm=cat"'), call(), end()),
                [denial(creator={**CREATOR, "comm": "pid=107,comm=cat"}),
                 {"kind": "domain_start"}])
    yield Trick("a maker that says it has ended", text(
        start(comm='"status=deallocated"', exe='"/denials=9,mode=x"'), end(),
        access(stamp="1764080735.712:1624"), call("1764080735.712:1624")),
        [{"kind": "domain_start", "mode": "enforcing"},
         denial(mode="enforcing")])
    yield Trick("a serial of another time", text(
        access('"/a"', "100.000:7"), access('"/b"', "101.999:7"),
        call("101.999:7"), end("101.999:7"), end("100.000:7")),
        [denial("/b"), bare("/a")])
    yield Trick("a stamp of another node", text(
        access('"/a"', node="node=a "), access('"/b"', node="node=b "),
        call(node="node=b "), call(node="node=a ", pid=108)),
        [denial("/a", node="a", subject={"pid": 108}),
         denial("/b", node="b", subject={"pid": 107})])
    other = "1764080735.711:1624"
    yield Trick("records of two events in turn", text(
        access('"/a"'), access('"/b"', other), call(other, pid=108), call(),
        end(other), end()),
        [denial("/b", subject={"pid": 108}), denial("/a")])
    yield Trick("success that is none", text(
        access(), call(success="yes", exit=3)), [denial()])
    signal = "domain=1f blockers=scope.signal opid={pid} ocomm=\"sh\""
    yield Trick("a signal in another's name", text(
        access(body=signal.replace("{pid}", "7")),
        call(number=1, success="yes", exit=1)),
        [denial(flags=["not_member"], blockers="scope.signal",
                object={"kind": "task", "opid": 7})])
    yield Trick("PTRACE_TRACEME", text(
        access(body="domain=1f blockers=ptrace opid=7 ocomm=\"sh\""),
        call(number=101, a0="0", exit=-1)),
        [denial(flags=["not_member"], blockers="ptrace", object={"kind": "task"})])
    uring = ("uring_op=18 success=yes exit=0 items=0 ppid=1 pid=107 uid=0 gid=0 "
             "euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 subj=unconfined key=(null)")
    yield Trick("io_uring", text(access(), line("URINGOP", uring)),
                [denial(subject={"from": "uring", "pid": 107, "comm": None,
                                 "exe": None})])
    yield Trick("io_uring of a thread of the kernel's", text(access(), end()),
                [bare()])
    yield Trick("a call that is not recorded", text(
        access(), line("PROCTITLE", 'proctitle="cat"')), [bare()])


def cuts():
    """Less than there was is to pass for all."""
    cut = access().strip()
    for stop in ("path=\"/etc/pas", "blockers=fs.read_f", "blockers=", "domain=1"):
        body = cut[:cut.index(stop) + len(stop)] + "\n"
        yield Trick("a record that is cut", text(body, call()),
                    [{"kind": "denial", "flags": ["truncated"],
                      "subject": SUBJECT}], {"truncated": 1})
    yield Trick("a name in half a digit", text(access("2F7"), call()),
                [denial("2F7", ["bad_hex"])])
    yield Trick("a maker that is cut", text(
        "type=LANDLOCK_DOMAIN msg=audit(1764080735.711:1): domain=1f "
        "status=allocated mode=enfor\n", access(), call()),
        [{"kind": "domain_start", "flags": ["truncated"], "mode": None,
          "creator": {}}, denial(mode=None)], {"truncated": 1})
    printed = "audit: type=1423 audit(1764080735.711:1623): " + FILE.format(
        path="2F" + "78" * 1000)
    kept = (1021 - printed.index("2F")) // 2 * 2
    yield Trick("a message that printk has cut", text(
        "[    1.204665] ", printed[:printed.index("2F") + kept + 1]),
        [bare("/" + "x" * (kept // 2 - 1), ["truncated", "untrusted"])],
        {"truncated": 1}, "kmsg")
    yield Trick("a line without an end", b"x" * 100000 + text(
        "\n", access(), call()), [denial()], {"unparsed": 1})


def floods():
    """So much that something else is not noticed."""
    yield Trick("one call that is denied more than there is room for", text(
        *(access(body=FILE.replace("733", str(n))) for n in range(3000)), call(),
        end()), None, {"denials": 3000}, "auditd", {"buffer": BUFFER})
    makers = text(start(), end(), *(
        start(f"1764080736.{n // 9:03}:{n}", exe='"/x"').replace(
            "domain=1f", f"domain=e{n:x}") + end(f"1764080736.{n // 9:03}:{n}")
        for n in range(2000)), access(stamp="1764080737.000:1"),
        call("1764080737.000:1"))
    yield Trick("more domains than there is room for", makers,
                [{"kind": "domain_start"}] * 2001 +
                [denial(creator=None)], {"denials": 1, "domains": 2002}, "auditd",
                {"buffer": BUFFER})
    stamps = [f"1764080735.711:{n}" for n in range(10, 3010)]
    yield Trick("more events than there is room for", text(
        access(), *(access('"/x"', stamp) for stamp in stamps), call()),
        None, {"denials": 3001}, "auditd", {"buffer": BUFFER})
    nodes = text(access(), *(access('"/x"', node=f"node=n{n} ")
                             for n in range(100)), call())
    yield Trick("more nodes than there is room for", nodes, None,
                {"denials": 101})


def clocks():
    """Time is to tear an event apart, or to put two together."""
    later = "1764080799.000:9"
    yield Trick("another node's clock", text(
        access(), line("USER", "", later, "node=x "), call()), [denial()])
    yield Trick("auditd's clock", text(
        access(), line("DAEMON_START", "op=start", later), call()), [denial()])
    yield Trick("a clock that jumps", text(
        access('"/a"'), line("USER", "", later), access('"/b"'), call()),
        [bare("/a"), denial("/b", ["late"])], {"late": 1})
    yield Trick("a record twice", text(
        start("1764080735.700:1"), end("1764080735.700:1"), access(), call(),
        end(), access(), end(),
        line("LANDLOCK_DOMAIN", "domain=1f status=deallocated denials=1",
             "1764080736.000:1")),
        [{"kind": "domain_start"}, denial(),
         bare(flags=["duplicate", "late"]),
         {"kind": "domain_end", "total": 1, "logged": 1, "unlogged": 0}])
    last = "1764080735.711:4294967295"
    yield Trick("a serial that begins anew", text(
        access('"/a"', last), call(last), access('"/b"', "1764080735.712:0"),
        call("1764080735.712:0")), [denial("/a"), denial("/b")])


def all_tricks():
    for group in (injections, mixtures, cuts, floods, clocks):
        yield from group()
