#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write a log of Landlock events for the benchmarks.

usage: make_log.py [--events N] [--eoe] [--unknown] [--enriched] [--mixed]
                   [--interleave] [--storm] [--hostile] > audit.log

Lines are those of recorded events (kernels 6.18 and 7.3) with other stamps,
domains, pids and names. Of the events 70 % are file accesses, 20 % connections
with a SOCKADDR record, as where an audit rule is loaded, 5 % links with two denials,
5 % signals; one in 50 begins a domain. --mixed puts
nine other events before each. --hostile cuts one line in ten, makes one in twenty
random bytes, and one in a hundred 8 KB long.
"""
import argparse
import random
import sys

FS = ["fs.read_file", "fs.write_file,fs.read_file", "fs.make_reg", "fs.read_dir",
      "fs.execute,fs.read_file", "fs.remove_file", "fs.truncate"]
PATHS = ["/etc/passwd", "/etc/shadow", "/home/user/.ssh/id_ed25519",
         "/var/lib/htdocs/index.html", "/usr/bin/dash", "/tmp/a-file-with-a-long-name",
         "/srv/data/2026/11/22/part-00017.parquet", "/proc/28884/status"]
COMMS = ["httpd", "curl", "worker", "xz", "sandboxer", "imgconv"]


def syscall(pid, number, exit_code, comm):
    return (f"arch=c000003e syscall={number} success=no exit={exit_code} "
            f"a0=ffffff9c a1=7ffe35122e10 a2=0 a3=0 items=0 ppid={pid - 7} "
            f"pid={pid} auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 "
            f"fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=pts1 ses=3 "
            f"comm=\"{comm}\" exe=\"/usr/bin/{comm}\" subj=unconfined "
            f"key=(null)")


def fs(rng):
    path = rng.choice(PATHS)
    if rng.random() < 0.05:
        path = (path + " copy").encode().hex().upper()
    else:
        path = f'"{path}"'
    return (f"blockers={rng.choice(FS)} path={path} dev=\"vda\" "
            f"ino={rng.randrange(1, 1 << 24)}")


def records(rng, domain):
    """The Landlock bodies, the call and its exit, and the address of the call."""
    kind = rng.random()
    if kind < 0.70:
        return [fs(rng)], 257, -13, None
    if kind < 0.90:
        net, port = rng.randrange(256), rng.randrange(1, 65536)
        return [f"blockers=net.connect_tcp daddr=10.{net}.2.3 "
                f"dest={port}"], 42, -13, f"0200{port:04X}0A{net:02X}0203{0:016X}"
    if kind < 0.95:
        return ["blockers=fs.remove_file,fs.refer path=\"/srv/a\" dev=\"vda\" "
                "ino=1100", "blockers=fs.make_reg,fs.refer path=\"/srv/b\" "
                "dev=\"vda\" ino=1101"], 82, -13, None
    return [f"blockers=scope.signal opid={rng.randrange(1, 30000)} "
            "ocomm=\"systemd\""], 62, -1, None


def other_event(rng, stamp):
    comm = rng.choice(COMMS)
    return [f"type=SYSCALL msg=audit({stamp}): " +
            syscall(rng.randrange(1000, 30000), 59, 0, comm)
            .replace("success=no", "success=yes"),
            f"type=EXECVE msg=audit({stamp}): argc=2 a0=\"{comm}\" a1=\"-v\"",
            f"type=CWD msg=audit({stamp}): cwd=\"/home/user\"",
            f"type=PATH msg=audit({stamp}): item=0 name=\"/usr/bin/{comm}\" "
            "inode=777 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 "
            "nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 "
            "cap_frootid=0",
            f"type=PROCTITLE msg=audit({stamp}): proctitle="
            f"{(comm + chr(0) + '-v').encode().hex().upper()}"]


def landlock_event(rng, options, stamp, n):
    access = "UNKNOWN[1423]" if options.unknown else "LANDLOCK_ACCESS"
    of_domain = "UNKNOWN[1424]" if options.unknown else "LANDLOCK_DOMAIN"
    domain = f"{0x1266faef9 + n // 50 * 7:x}"
    comm = rng.choice(COMMS)
    pid = rng.randrange(1000, 30000)
    bodies, number, exit_code, address = records(rng, domain)
    lines = [f"type={access} msg=audit({stamp}): domain={domain} {body}"
             for body in bodies]
    if options.storm:
        return lines[:1]
    if n % 50 == 0:
        line = (f"type={of_domain} msg=audit({stamp}): domain={domain} "
                f"status=allocated mode=enforcing pid={pid} uid=1000 "
                f"exe=\"/usr/bin/{comm}\" comm=\"{comm}\"")
        lines.insert(1, line + ("\x1dUID=\"user\"" if options.enriched else ""))
    line = (f"type=SYSCALL msg=audit({stamp}): " +
            syscall(pid, number, exit_code, comm))
    if options.enriched:
        line += ('\x1dARCH=x86_64 SYSCALL=openat AUID="user" UID="user" '
                 'GID="user" EUID="user" SUID="user" FSUID="user" EGID="user" '
                 'SGID="user" FSGID="user"')
    lines.append(line)
    if address:
        lines.append(f"type=SOCKADDR msg=audit({stamp}): saddr={address}" +
                     ('\x1dSADDR={ saddr_fam=inet laddr=10.1.2.3 lport=80 }'
                      if options.enriched else ""))
    title = f"{comm}\0--serve\0/var/lib/htdocs".encode().hex().upper()
    lines.append(f"type=PROCTITLE msg=audit({stamp}): proctitle={title}")
    if options.eoe:
        lines.append(f"type=EOE msg=audit({stamp}): ")
    return lines


def hostile(rng, line):
    chance = rng.random()
    if chance < 0.10:
        return line[:rng.randrange(len(line))]
    if chance < 0.15:
        # Any byte but the end of a line; as Latin-1 these are themselves.
        return "".join(chr(rng.choice((0, 29, 34, 61, 255, rng.randrange(11, 256))))
                       for _ in range(len(line)))
    if chance < 0.16:
        return line + " x=" + "A" * 8192
    return line


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=100000)
    for flag in ("eoe", "unknown", "enriched", "mixed", "interleave", "storm",
                 "hostile"):
        parser.add_argument("--" + flag, action="store_true")
    options = parser.parse_args()
    rng = random.Random(1423)
    if options.hostile:
        sys.stdout.reconfigure(encoding="latin-1")
    serial, held = 1000, []
    for n in range(options.events):
        milliseconds = n if options.storm else n * 3
        stamp = f"{1764080735 + milliseconds // 1000}.{milliseconds % 1000:03}"
        if options.storm:  # all within two seconds
            stamp = f"1764080735.{n % 1000:03}"
        for _ in range(9 if options.mixed else 0):
            serial += 1
            sys.stdout.write("\n".join(
                other_event(rng, f"{stamp}:{serial}")) + "\n")
        serial += 1
        lines = landlock_event(rng, options, f"{stamp}:{serial}", n)
        if options.hostile:
            lines = [hostile(rng, line) for line in lines]
        if options.interleave and not held:
            held = lines
            continue
        if held:
            both = [line for pair in zip(held, lines) for line in pair]
            longer = max(held, lines, key=len)
            lines = both + longer[min(len(held), len(lines)):]
            held = []
        sys.stdout.write("\n".join(lines) + "\n")
    if held:
        sys.stdout.write("\n".join(held) + "\n")


if __name__ == "__main__":
    main()
