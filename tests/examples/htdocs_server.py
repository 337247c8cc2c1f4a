# SPDX-License-Identifier: MIT
"""A running htdocs, its clients, and a root for it: what the tests share."""
import ctypes
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = pathlib.Path(os.environ.get("BUILD_DIR", "build/ci")).resolve()
HTDOCS = BUILD / "bin" / "htdocs"
WITHOUT = BUILD / "bin" / "without-landlock"

# A program to run every server with: valgrind, or without-landlock.
WRAPPER = shlex.split(os.environ.get("HTDOCS_WRAPPER", ""))

# Long enough for valgrind on a busy machine; nothing that passes waits for it.
PATIENCE = 60


def landlock_abi():
    """What the kernel says, 0 for no Landlock."""
    return max(0, ctypes.CDLL(None).syscall(444, None, 0, 1))


def landlock_expected():
    """Exit 77 without Landlock; fail where it must be there."""
    expected = os.environ.get("LLGUARD_TEST_ABI")
    abi = landlock_abi()
    if expected is not None and int(expected) != abi:
        sys.exit(f"ABI {abi} instead of {expected}")
    if not abi:
        print("no Landlock")
        sys.exit(77)


def need(condition, what):
    """Skip a test for something that is missing; but not where it must be there."""
    if condition:
        return
    if os.environ.get("LLGUARD_TEST_ABI"):
        raise AssertionError(f"{what} is missing")
    raise unittest.SkipTest(f"{what} is missing")


def raise_limit():
    """As many descriptors as the system lets us have."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def wait_for(condition, what):
    """Until it holds; the test fails when it does not within our patience."""
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {PATIENCE} s")
        time.sleep(0.01)
    return result


class Server:
    """htdocs on a port of its own.  Use it in a with statement."""

    def __init__(self, root, *options, before=(), stdout=None, preexec=None):
        self.files = tempfile.mkdtemp(prefix="htdocs-test-")
        self.log_path = pathlib.Path(self.files, "log")
        self.error_path = pathlib.Path(self.files, "errors")
        command = [*before, *WRAPPER, HTDOCS, "--root", root, "--port", "0", *options]
        # The leak checker reads /proc, which the policy denies, and traces.
        leaks = WITHOUT in map(pathlib.Path, command) and "strace" not in command
        with open(self.log_path, "wb") as log, open(self.error_path, "wb") as errors:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log if stdout is None else stdout,
                stderr=errors,
                preexec_fn=preexec,
                env=dict(os.environ, ASAN_OPTIONS=f"detect_leaks={int(leaks)}"),
            )
        self.pid = self.process.pid
        ready = wait_for(self.ready, "start")
        self.port = int(ready[1])

    def ready(self):
        """The line that says so, once it is there."""
        match = re.search(
            r"^htdocs: serving .* on http://.*:(\d+)/$", self.errors(), re.M
        )
        if not match and self.process.poll() is not None:
            raise AssertionError(f"htdocs: {self.process.returncode}: {self.errors()}")
        return match

    def errors(self):
        return self.error_path.read_text()

    def report(self):
        """The report; there is exactly one, and it comes before the server is ready."""
        lines = self.errors().splitlines()
        ready = [i for i, line in enumerate(lines) if line.startswith("htdocs: serving")]
        reports = [i for i, line in enumerate(lines) if line.startswith("{")]
        assert len(reports) == 1 and reports[0] < ready[0], lines
        return json.loads(lines[reports[0]])

    def log(self, count=None):
        """The access log's lines; with a count, once there are so many."""
        def lines():
            return self.log_path.read_bytes().decode("latin-1").split("\n")[:-1]

        if count is not None:
            wait_for(lambda: len(lines()) >= count, f"{count} log lines")
        return lines()

    def descriptors(self):
        return sorted(os.listdir(f"/proc/{self.pid}/fd"), key=int)

    def connections(self):
        """Its sockets, but for the listening one."""
        sockets = 0
        for fd in self.descriptors():
            try:
                sockets += os.readlink(f"/proc/{self.pid}/fd/{fd}").startswith("socket:")
            except FileNotFoundError:
                pass
        return sockets - 1

    def processor_ticks(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text()
        fields = fields.rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def connect(self, **options):
        return Client(self.port, **options)

    def get(self, target, *fields, method="GET", version="HTTP/1.1"):
        """One request on a connection of its own."""
        with self.connect() as client:
            client.ask(target, *fields, method=method, version=version)
            return client.response(head=method == "HEAD")

    def stop(self, number=signal.SIGTERM):
        """Its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        status = self.stop()
        errors = self.errors()
        shutil.rmtree(self.files)
        if kind is None and status != 0:
            raise AssertionError(f"htdocs ended with {status}: {errors}")


class Response:
    """What a client read."""

    def __init__(self, head):
        first, *lines = head.decode("latin-1").split("\r\n")
        assert re.fullmatch(r"HTTP/1\.1 \d{3} [A-Za-z ]+", first), first
        self.status = int(first.split()[1])
        self.fields = {}
        self.body = b""
        for line in lines:
            name, colon, value = line.partition(": ")
            assert colon and name not in self.fields, line
            self.fields[name] = value


class Client:
    """A raw connection."""

    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self.data = b""

    def send(self, data):
        self.socket.sendall(data)

    def ask(self, target, *fields, method="GET", version="HTTP/1.1"):
        lines = [f"{method} {target} {version}", "Host: test", *fields, "", ""]
        self.send("\r\n".join(lines).encode("latin-1"))

    def more(self):
        """Read once; whether there was something."""
        data = self.socket.recv(1 << 20)
        self.data += data
        return bool(data)

    def take(self, size):
        while len(self.data) < size:
            assert self.more(), f"the end after {len(self.data)} of {size} bytes"
        taken, self.data = self.data[:size], self.data[size:]
        return taken

    def response(self, head=False):
        while b"\r\n\r\n" not in self.data:
            assert self.more(), f"the end in a head: {self.data!r}"
        response = Response(self.take(self.data.index(b"\r\n\r\n") + 4)[:-4])
        if response.status != 304 and not head:
            response.body = self.take(int(response.fields["Content-Length"]))
        return response

    def rest(self):
        """All that still comes, up to the end; a reset is an error."""
        while self.more():
            pass
        return self.data

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class WithRoot(unittest.TestCase):
    """Tests that have a root with some files, and one server for all of them."""

    options = ()
    before = ()

    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="htdocs-root-"))
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.fill(cls.root)
        cls.server = cls.enterClassContext(
            Server(cls.root, *cls.options, before=cls.before)
        )

    @staticmethod
    def fill(root):
        """A page, two directories with and without an index, a larger file."""
        (root / "index.html").write_text("<h1>index</h1>\n")
        (root / "a.txt").write_text("0123456789")
        (root / "empty.txt").write_text("")
        (root / "sub").mkdir()
        (root / "sub" / "index.html").write_text("sub\n")
        (root / "bare").mkdir()
        (root / "bare" / "b.css").write_text("b {}\n")
        (root / "big.bin").write_bytes(os.urandom(1 << 16) * (8 << 4))

    @classmethod
    def enterClassContext(cls, manager):
        """As unittest's own, from Python 3.11 on."""
        result = manager.__enter__()
        cls.addClassCleanup(manager.__exit__, None, None, None)
        return result
