#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the policy costs the web server: throughput with it and without it.

    tests/bench/htdocs.py --build build/ci [--rounds 10] [--seconds 3]

Both servers run at the same time, each with its idle clients; wrk loads one and
then the other, in the order AB BA AB ..., so that what the machine does
meanwhile falls on both.  Printed are the rounds' ratios of throughput and of the
server's processor time a request; their medians; the ratio of the best rounds,
which a busy machine disturbs least; and errors, of which there must be none.
"""
import argparse
import contextlib
import os
import pathlib
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/ci", type=pathlib.Path)
    parser.add_argument("--rounds", default=10, type=int)
    parser.add_argument("--seconds", default=3, type=int)
    parser.add_argument("--clients", default=100, type=int)
    parser.add_argument("--idle", default=2000, type=int)
    parser.add_argument("--size", default=4096, type=int, help="of a file")
    parser.add_argument("--files", default=1, type=int, help="asked for in turn")
    parser.add_argument(
        "--control",
        choices=("unconfined", "without-landlock", "same"),
        default="unconfined",
        help="a build without the policy; the same program with Landlock's "
        "system calls refused; or, to see the noise, the confined one again",
    )
    return parser.parse_args()


@contextlib.contextmanager
def server(command, root):
    """A running server: its port and process."""
    process = subprocess.Popen(
        [*command, "--root", root, "--port", "0", "--timeout", "3600"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stderr:
            if match := re.search(r"serving .*:(\d+)/$", line.strip()):
                yield int(match[1]), process.pid
                break
        else:
            sys.exit(f"{command[-1]}: did not start")
    finally:
        process.terminate()
        process.wait()


def idle_clients(port, count):
    """Connections that have asked once and stay."""
    clients = []
    for _ in range(count):
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(b"HEAD /0.bin HTTP/1.1\r\nHost: a\r\n\r\n")
        clients.append(client)
    for client in clients:
        assert client.recv(12) == b"HTTP/1.1 200"
    return clients


def processor_seconds(pid):
    """What a process has used of the processor, by itself and in the kernel."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def script_write(root, args):
    """What makes wrk ask for one file after the other."""
    script = pathlib.Path(root, "script.lua")
    script.write_text(
        "local n = 0\n"
        f"request = function() n = (n + 1) % {args.files}\n"
        'return wrk.format("GET", "/" .. n .. ".bin") end\n'
    )
    for number in range(args.files):
        pathlib.Path(root, f"{number}.bin").write_bytes(os.urandom(args.size))
    return script


def load(port, pid, args, script):
    """Requests a second, processor time a request, and wrk's complaints."""
    before = processor_seconds(pid)
    out = subprocess.run(
        ["wrk", "-t", "1", "-c", str(args.clients), "-d", f"{args.seconds}s",
         "-s", script, f"http://127.0.0.1:{port}/"],
        check=True, capture_output=True, text=True,
    ).stdout
    errors = re.findall(r"^\s*(?:Socket errors|Non-2xx).*", out, re.M)
    count = int(re.search(r"(\d+) requests in", out)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    return rate, (processor_seconds(pid) - before) / count, errors


def main():
    args = arguments()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    programs = args.build / "bin"
    confined = [programs / "htdocs"]
    control = {
        "unconfined": [programs / "htdocs-unconfined"],
        "without-landlock": [programs / "without-landlock", *confined],
        "same": confined,
    }[args.control]
    ratios, cost_ratios, errors, best = [], [], [], [0, 0]
    with contextlib.ExitStack() as stack:
        root = stack.enter_context(tempfile.TemporaryDirectory())
        script = script_write(root, args)
        servers = [
            stack.enter_context(server(command, root))
            for command in (confined, control)
        ]
        idle = [idle_clients(port, args.idle) for port, _ in servers]
        for one in servers:
            load(*one, args, script)
        for number in range(args.rounds):
            rates, costs = {}, {}
            for one in servers if number % 2 == 0 else reversed(servers):
                rates[one], costs[one], complaints = load(*one, args, script)
                errors += complaints
            a, b = servers
            best = [max(best[0], rates[a]), max(best[1], rates[b])]
            ratios.append(rates[a] / rates[b])
            cost_ratios.append(costs[b] / costs[a])
            print(f"confined {rates[a]:9.0f}/s {1e6 * costs[a]:6.2f} us"
                  f"   control {rates[b]:9.0f}/s {1e6 * costs[b]:6.2f} us"
                  f"   ratio {ratios[-1]:.3f} {cost_ratios[-1]:.3f}", flush=True)
        for client in sum(idle, []):
            client.close()
    print(f"median ratio {statistics.median(ratios):.3f},"
          f" by processor time {statistics.median(cost_ratios):.3f},"
          f" best {best[0] / best[1]:.3f}"
          f" ({args.control}; {args.clients} clients, {args.idle} idle,"
          f" {args.files} files of {args.size} bytes), {len(errors)} errors")
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
