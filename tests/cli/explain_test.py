#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard explain, beside what exec with the same options comes to.

BUILD_DIR is where the programs are, in bin/.
"""
import ctypes
import errno
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(os.environ.get("BUILD_DIR", "build/ci")).resolve()
PROGRAM = BUILD / "bin" / "landlock-guard"
ABI = max(0, ctypes.CDLL(None).syscall(444, None, 0, 1))

# What a confined python does, and with which errno it fails.
TRY = """
import os, socket, sys
def attempt(what, *words):
    if what == "read": os.close(os.open(words[0], os.O_RDONLY))
    elif what == "write": os.close(os.open(words[0], os.O_WRONLY))
    elif what == "mkdir": os.mkdir(words[0])
    elif what == "unlink": os.unlink(words[0])
    elif what == "rename": os.rename(*words)
    elif what == "link": os.link(*words)
    elif what == "make": os.close(os.open(words[0], os.O_WRONLY | os.O_CREAT, 0o600))
    elif what == "trunc": os.truncate(words[0], 0)
    elif what == "symlink": os.symlink("x", words[0])
    elif what == "fifo": os.mkfifo(words[0])
    elif what == "run": os.execv(words[0], [words[0], "0"])
    elif what == "bind": socket.socket().bind(("127.0.0.1", int(words[0])))
    elif what == "connect": socket.socket().connect(("127.0.0.1", int(words[0])))
    elif what == "kill": os.kill(int(words[0]), 0)
try:
    attempt(*sys.argv[1:])
    print(0)
except OSError as error:
    print(error.errno)
"""


def run(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout, done.stderr


class Explain(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="explain-")).resolve()
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("in", "in/deep", "out"):
            (self.folder / name).mkdir()
        for name in ("in/file", "in/deep/file", "out/file"):
            (self.folder / name).write_text("x")
        (self.folder / "in/link").symlink_to("../out/file")
        (self.folder / "in/dangling").symlink_to("../out/new")
        (self.folder / "in/dangling-twice").symlink_to("dangling")
        for name in ("in/echo", "out/echo"):
            shutil.copy("/bin/echo", self.folder / name)
        self.options = ["--rox", "/usr", "--rox", "/lib", "--ro", "/etc",
                        "--rw", str(self.folder / "in"), "--rox", str(self.folder / "link-to-in")]
        (self.folder / "link-to-in").symlink_to("in")
        # One port that is free to bind, one that somebody listens on.
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listener.close)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.options += ["--bind-tcp", str(self.port), "--connect-tcp",
                         str(self.listener.getsockname()[1])]
        for path in ("/lib64", sys.prefix):
            if os.path.exists(path):
                self.options += ["--rox", path]

    def answer(self, *words, options=None):
        status, out, errors = run("explain", "--format", "json",
                                  *(self.options if options is None else options), *words)
        self.assertEqual((status, errors), (0, ""))
        return json.loads(out)

    def test_as_exec(self):
        if not ABI:
            self.skipTest("this kernel has no Landlock")
        inside, deep, out = (str(self.folder / n) for n in ("in", "in/deep", "out"))
        rows = [
            (["open", f"{inside}/file"], ["read", f"{inside}/file"]),
            (["open", f"{out}/file"], ["read", f"{out}/file"]),
            (["open", f"{inside}/link"], ["read", f"{inside}/link"]),
            (["open", f"{inside}/file", "write"], ["write", f"{inside}/file"]),
            (["open", f"{out}/file", "write"], ["write", f"{out}/file"]),
            (["create", f"{out}/new", "directory"], ["mkdir", f"{out}/new"]),
            (["create", f"{inside}/new", "directory"], ["mkdir", f"{inside}/new"]),
            (["rename", f"{inside}/file", f"{out}/moved"],
             ["rename", f"{inside}/file", f"{out}/moved"]),
            (["rename", f"{out}/file", f"{inside}/moved"],
             ["rename", f"{out}/file", f"{inside}/moved"]),
            (["link", f"{inside}/file", f"{deep}/linked"],
             ["link", f"{inside}/file", f"{deep}/linked"]),
            (["open", f"{inside}/dangling", "write", "create"],
             ["make", f"{inside}/dangling"]),
            (["open", f"{inside}/dangling-twice", "write", "create"],
             ["make", f"{inside}/dangling-twice"]),
            (["open", f"{inside}/made", "write", "create"], ["make", f"{inside}/made"]),
            (["create", f"{inside}/slash/", "directory"], ["mkdir", f"{inside}/slash/"]),
            (["create", f"{out}/slash/", "directory"], ["mkdir", f"{out}/slash/"]),
            (["create", f"{inside}/symlink", "symlink"], ["symlink", f"{inside}/symlink"]),
            (["create", f"{out}/fifo", "fifo"], ["fifo", f"{out}/fifo"]),
            (["truncate", f"{deep}/file"], ["trunc", f"{deep}/file"]),
            (["truncate", f"{out}/file"], ["trunc", f"{out}/file"]),
            (["exec", "/bin/echo"], ["run", "/bin/echo"]),
            (["exec", f"{inside}/echo"], ["run", f"{inside}/echo"]),
            (["exec", f"{out}/echo"], ["run", f"{out}/echo"]),
            (["signal", "outside"], ["kill", str(os.getpid())]),
            (["bind", str(self.port)], ["bind", str(self.port)]),
            (["bind", "1"], ["bind", "1"]),
            (["connect", "1"], ["connect", "1"]),
            (["connect", str(self.listener.getsockname()[1])],
             ["connect", str(self.listener.getsockname()[1])]),
            (["unlink", f"{out}/file"], ["unlink", f"{out}/file"]),
            (["unlink", f"{deep}/file"], ["unlink", f"{deep}/file"]),
        ]
        verdicts = set()
        for words, attempt in rows:
            with self.subTest(words=words):
                told = self.answer(*words)
                status, out_text, errors = run("exec", *self.options, "--", "python3",
                                               "-c", TRY, *attempt)
                self.assertEqual((status, errors), (0, ""))
                number = int(out_text or 0)
                verdicts.add(told["verdict"])
                self.assertEqual(told["verdict"], "denied" if number else "allowed")
                if number:
                    self.assertEqual(told["errno"], errno.errorcode[number])
        self.assertEqual(verdicts, {"allowed", "denied"})

    def test_what_is_not_there(self):
        inside, out = str(self.folder / "in"), str(self.folder / "out")
        for words, verdict in (
            (["open", f"{inside}/none"], "allowed"),
            (["open", f"{out}/none"], "denied"),
            (["unlink", f"{out}/none"], "denied"),
            (["rename", f"{inside}/none", f"{inside}/too"], "allowed"),
            (["ioctl", f"{out}/none"], "unknown"),
        ):
            with self.subTest(words=words):
                self.assertEqual(self.answer("--abi", "7", *words)["verdict"], verdict)

    def test_refused(self):
        inside = str(self.folder / "in")
        (self.folder / "loop").symlink_to("loop")
        for words, message in (
            (["open", "/nonexistent/deep"], "/nonexistent/deep: No such file or directory"),
            (["open", f"{self.folder}/loop"],
             f"{self.folder}/loop: Too many levels of symbolic links"),
            (["exec", inside], f"exec: {inside}: is a directory, on which this is not done"),
            (["link", f"{inside}/file", f"{inside}/deep"],
             f"link: {inside}/deep: is a directory, on which this is not done"),
        ):
            with self.subTest(words=words):
                self.assertEqual(run("explain", "--abi", "7", *self.options, *words),
                                 (1, "", f"landlock-guard: {message}\n"))

    def test_ports(self):
        options = ["--connect-tcp", "443"]
        self.assertEqual(self.answer("--abi", "4", "connect", "443",
                                     options=options)["verdict"], "allowed")
        told = self.answer("--abi", "4", "connect", "80", options=options)
        self.assertEqual((told["verdict"], told["right"], told["errno"]),
                         ("denied", "connect_tcp", "EACCES"))
        self.assertEqual(self.answer("--abi", "3", "connect", "80",
                                     options=options)["verdict"], "allowed")

    def test_peers(self):
        self.assertEqual(self.answer("--abi", "6", "signal")["verdict"], "unknown")
        told = self.answer("--abi", "6", "signal", "outside")
        self.assertEqual((told["verdict"], told["errno"]), ("denied", "EPERM"))
        self.assertEqual(self.answer("--abi", "6", "signal", "inside")["verdict"],
                         "allowed")
        self.assertEqual(self.answer("--abi", "1", "mount", options=[])["verdict"],
                         "denied")

    def test_text(self):
        status, out, errors = run("explain", "--abi", "7", "--ro", "/usr", "open",
                                  "/etc/passwd")
        self.assertEqual((status, errors), (0, ""))
        self.assertEqual(out, "open /etc/passwd: denied (EACCES): no rule of stage 0 "
                              "allows fs.read_file\n(paths as they resolve now)\n")

    def test_wrong(self):
        for words, status, message in (
            ([], 2, "the operation is missing; expected open, create, exec, connect or "
                    "another; see --help"),
            (["sing"], 2, "sing: there is no such operation; expected open, create, "
                          "exec, connect or another; see --help"),
            (["open"], 2, "open: needs more; expected PATH "
                          "[read|write|create|truncate|o_path]...; see --help"),
            (["open", "/", "loudly"], 2, "open: loudly: is not known; expected another "
                                         "word; see --help"),
            (["connect", "65536"], 2, "connect: 65536: is not valid; expected a port "
                                      "from 0 to 65535"),
            (["signal", "near"], 2, "signal: near: is not known; expected outside or "
                                    "inside; see --help"),
            (["mount", "/"], 2, "mount: /: is not as expected; expected nothing more; see --help"),
        ):
            with self.subTest(words=words):
                got = run("explain", "--abi", "7", *words)
                self.assertEqual(got[0], status)
                self.assertEqual(got[2], f"landlock-guard: {message}\n")
                self.assertEqual(got[1], "")


if __name__ == "__main__":
    unittest.main()
