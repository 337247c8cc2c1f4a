# SPDX-License-Identifier: MIT
"""The command lines of htdocs and without-landlock."""
import ctypes
import os
import re
import socket
import subprocess
import sys
import tempfile
import unittest

from htdocs_server import HTDOCS, WITHOUT, WRAPPER, WithRoot

OPTIONS = ("--root", "--address", "--port", "--timeout", "--report", "--vulnerable", "--help")


def run(program, *words, before=()):
    done = subprocess.run(
        [str(word) for word in (*before, program, *words)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


class Htdocs(WithRoot):
    def fails(self, status, error, *words):
        self.assertEqual(
            run(HTDOCS, *words, before=WRAPPER), (status, "", f"htdocs: {error}\n")
        )

    def test_help(self):
        status, out, errors = run(HTDOCS, "--help", before=WRAPPER)
        self.assertEqual((status, errors), (0, ""))
        self.assertTrue(out.startswith("usage: htdocs "))
        self.assertEqual(re.findall(r"^ +(--\w+)", out, re.M), list(OPTIONS))

    def test_bad_options(self):
        for word in ("--bogus", "-r", "word", "--roo", "--rootx", ""):
            self.fails(2, f"{word}: there is no such option; see --help", word)
        self.fails(2, "--report: x: takes no value", "--report=x")
        for word in ("--root", "--port", "--timeout", "--address"):
            self.fails(2, f"{word}: its value is missing", "--report", word)

    def test_bad_values(self):
        for value in ("65536", "-1", "x", "", "8080x", " 80", "99999999999999999999"):
            self.fails(
                2, f"--port: {value}: is not valid; expected a port from 0 to 65535",
                "--port", value,
            )
        for value in ("0", "65536", "1.5"):
            self.fails(
                2, f"--timeout: {value}: is not valid; expected seconds from 1 to 65535",
                f"--timeout={value}",
            )
        self.fails(
            2, "--address: localhost: is not valid; expected an IPv4 or IPv6 address",
            "--address", "localhost", "--root", "/",
        )

    def test_bad_root(self):
        missing = self.root / "missing"
        self.fails(1, f"--root: {missing}: No such file or directory", "--root", missing)
        page = self.root / "a.txt"
        self.fails(1, f"--root: {page}: Not a directory", "--root", page)

    def test_default_root(self):
        if os.path.exists("/var/lib/htdocs"):
            self.skipTest("/var/lib/htdocs exists")
        self.fails(1, "--root: /var/lib/htdocs: No such file or directory")

    def test_port_in_use(self):
        self.fails(
            1, f"--port: 127.0.0.1 port {self.server.port}: Address already in use",
            "--root", self.root, "--port", self.server.port,
        )

    def test_start_line(self):
        self.assertRegex(
            self.server.errors().splitlines()[-1],
            rf"^htdocs: serving {self.root} on http://127\.0\.0\.1:[1-9]\d*/$",
        )


class OtherAddress(WithRoot):
    options = ("--address=::1", "--timeout=5")

    @classmethod
    def setUpClass(cls):
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind(("::1", 0))
        except OSError as error:
            raise unittest.SkipTest("no IPv6") from error
        super().setUpClass()

    def test_ipv6(self):
        self.assertIn(" on http://[::1]:", self.server.errors())
        with socket.create_connection(("::1", self.server.port)) as client:
            client.sendall(b"GET /a.txt HTTP/1.0\r\n\r\n")
            self.assertTrue(client.makefile("rb").read().endswith(b"0123456789"))
        self.assertTrue(self.server.log(1)[0].startswith("::1 - - ["))


class WithoutLandlock(unittest.TestCase):
    """The control has to be what it says it is."""

    # Prints the errno of each of Landlock's calls, and of their neighbours.
    CALLS = (
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
        "for n in 443, 444, 445, 446, 447:\n"
        "  ctypes.set_errno(0); libc.syscall(n, -1, -1, -1, -1); print(ctypes.get_errno())"
    )

    def calls(self, *options, before=()):
        status, out, _ = run(
            WITHOUT, *options, sys.executable, "-c", self.CALLS, before=before
        )
        self.assertEqual(status, 0)
        return [os.strerror(int(line)) for line in out.split()]

    def test_errors(self):
        outside = subprocess.run(
            [sys.executable, "-c", self.CALLS], check=True, capture_output=True
        ).stdout.split()
        outside = [os.strerror(int(line)) for line in outside]
        for options, error in (
            ((), "Function not implemented"),
            (("--errno", "ENOSYS", "--"), "Function not implemented"),
            (("--errno", "EOPNOTSUPP"), "Operation not supported"),
            (("--errno", "EPERM"), "Operation not permitted"),
        ):
            inside = self.calls(*options)
            self.assertEqual(inside[1:4], [error] * 3)
            self.assertEqual(inside[::4], outside[::4])

    def test_without_privileges(self):
        if os.geteuid():
            self.skipTest("not root: it was without privileges all along")
        self.assertEqual(
            self.calls(before=("setpriv", "--bounding-set=-all", "--inh-caps=-all"))[1:4],
            ["Function not implemented"] * 3,
        )

    def test_statuses(self):
        self.assertEqual(run(WITHOUT, "sh", "-c", "exit 3")[0], 3)
        self.assertEqual(run(WITHOUT, "--", "echo", "--errno")[:2], (0, "--errno\n"))
        self.assertEqual(run(WITHOUT, "--help")[0], 0)
        self.assertEqual(run(WITHOUT, "/nonexistent")[0], 127)
        with tempfile.NamedTemporaryFile() as file:
            self.assertEqual(run(WITHOUT, file.name)[0], 126)
        for words, named in (
            ((), "usage"), (("--",), "usage"), (("--bogus", "true"), "--bogus"),
            (("--errno",), "--errno"), (("--errno", "ENOENT", "true"), "ENOENT"),
        ):
            status, out, errors = run(WITHOUT, *words)
            self.assertEqual((status, out), (125, ""))
            self.assertIn(named, errors)
