# SPDX-License-Identifier: MIT
"""The same attacks on htdocs with the policy and without Landlock."""
import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from htdocs_server import WITHOUT, Server, WithRoot, landlock_abi, need

NEEDS_LANDLOCK = True

FS = (
    "execute write_file read_file read_dir remove_dir remove_file make_char make_dir "
    "make_reg make_sock make_fifo make_block make_sym refer truncate ioctl_dev"
).split()
# Rights of the policy, by the first ABI that has them; FS has those of ABI 5.
SINCE = {"refer": 2, "truncate": 3, "ioctl_dev": 5, "resolve_unix": 9}


class Attacks(WithRoot):
    """Each attack reaches for a file beside the root, which anyone may read."""

    @classmethod
    def fill(cls, root):
        super().fill(root)
        cls.outside = pathlib.Path(tempfile.mkdtemp(prefix="htdocs-outside-"))
        cls.addClassCleanup(shutil.rmtree, cls.outside)
        cls.outside.chmod(0o755)
        (cls.outside / "secret").write_text("reached\n")
        (cls.outside / "index.html").write_text("reached\n")
        os.symlink(cls.outside / "secret", root / "absolute")
        os.symlink(f"../{cls.outside.name}/secret", root / "relative")
        os.symlink(cls.outside, root / "directory")

    @property
    def up(self):
        """Targets that only a server with --vulnerable takes outside."""
        deep = "../" * (len(self.root.parts) - 1)
        secret = str(self.outside / "secret")[1:]
        return {
            "plain": f"/{deep}{secret}",
            "escaped": f"/{deep}{secret}".replace("..", "%2e%2e"),
            "escaped slashes": "/" + f"{deep}{secret}".replace("/", "%2F"),
            "from a directory": f"/sub/../{deep}{secret}",
            "directory": f"/{deep}{str(self.outside)[1:]}/",
        }

    # Targets that take any server outside.
    LINKS = {
        "absolute link": "/absolute",
        "relative link": "/relative",
        "link to a directory": "/directory/secret",
        "link to an index": "/directory/",
    }

    def answer(self, server, target):
        """The attack's response; the same connection is served afterwards."""
        with server.connect() as client:
            client.ask(target)
            response = client.response()
            client.ask("/a.txt")
            self.assertEqual(client.response().body, b"0123456789")
        self.assertEqual(server.get("/").status, 200)
        return response

    def rows(self, *options, before=()):
        with Server(self.root, *options, before=before) as server:
            for name, target in itertools.chain(self.up.items(), self.LINKS.items()):
                yield name, self.answer(server, target)

    def test_vulnerable_confined(self):
        for name, response in self.rows("--vulnerable"):
            self.assertEqual(response.status, 403, name)
            self.assertNotIn(b"reached", response.body)

    def test_vulnerable_without_landlock(self):
        for name, response in self.rows("--vulnerable", before=[WITHOUT]):
            self.assertEqual((response.status, response.body), (200, b"reached\n"), name)

    def test_confined(self):
        for name, response in self.rows():
            self.assertEqual(response.status, 403 if name in self.LINKS else 404, name)
            self.assertNotIn(b"reached", response.body)

    def test_without_landlock(self):
        """A link out of the root is the one hole that is left to it."""
        for name, response in self.rows(before=[WITHOUT]):
            if name in self.LINKS:
                self.assertEqual(response.body, b"reached\n", name)
            else:
                self.assertEqual(response.status, 404, name)

    def test_system_files(self):
        target = "/" + "../" * 20 + "etc/passwd"
        with Server(self.root, "--vulnerable") as server:
            self.assertEqual(self.answer(server, target).status, 403)
        with Server(self.root, "--vulnerable", before=[WITHOUT]) as server:
            self.assertIn(b"root:", self.answer(server, target).body)

    def test_the_kernel_refuses(self):
        """It is openat() that fails, with EACCES, and not a check before it."""
        need(shutil.which("strace"), "strace")
        for before, result in (((), "-1 EACCES"), ([WITHOUT], "= ")):
            with tempfile.NamedTemporaryFile("r") as trace:
                strace = ["strace", "-D", "-e", "trace=openat", "-o", trace.name]
                with Server(
                    self.root, "--vulnerable", before=[*strace, *before]
                ) as server:
                    server.get(self.up["escaped"])
                calls = [line for line in trace if str(self.outside) in line]
            self.assertEqual(len(calls), 1, calls)
            self.assertIn(f'"{self.up["plain"][1:]}"', calls[0])
            self.assertIn(result, calls[0])
            self.assertEqual("EACCES" in calls[0], not before)


    def test_order(self):
        """Listen, confine, accept; and nothing but the root is needed afterwards."""
        need(shutil.which("strace"), "strace")
        calls = "listen,landlock_restrict_self,accept4,openat,open,socket"
        with tempfile.NamedTemporaryFile("r") as trace:
            strace = ["strace", "-D", "-e", f"trace={calls}", "-o", trace.name]
            with Server(self.root, before=strace) as server:
                for target in ("/", "/a.txt", "/none", "/bare/", "/%"):
                    server.get(target, "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
            lines = trace.read().splitlines()
        names = [line.split("(")[0] for line in lines]
        confined = names.index("landlock_restrict_self")
        self.assertLess(names.index("listen"), confined)
        self.assertGreater(names.index("accept4"), confined)
        after = [line for line in lines[confined + 1 :] if not line.startswith("+++")]
        self.assertEqual({line.split("(")[0] for line in after}, {"accept4", "openat"})
        self.assertEqual([line for line in after if "AT_FDCWD" in line], [])


class Reports(WithRoot):
    options = ("--report",)

    def expected(self, abi):
        fs = [right for right in [*FS, "resolve_unix"] if SINCE.get(right, 1) <= abi]
        net = ["bind_tcp", "connect_tcp"] if abi >= 4 else []
        scope = ["abstract_unix_socket", "signal"] if abi >= 6 else []
        return {"fs": fs, "net": net, "scope": scope}

    def test_confined(self):
        report = self.server.report()
        abi = landlock_abi()
        self.assertEqual((report["v"], report["kind"], report["abi"]), (1, "report", abi))
        self.assertIs(report["applied"], True)
        self.assertEqual(report["status"], "full" if abi >= 9 else "partial")
        self.assertEqual(report["reason"], "")
        self.assertEqual(report["handled"], self.expected(abi))
        self.assertEqual(report["rules"], [{
            "kind": "path", "path": str(self.root), "access": ["read_file", "read_dir"],
            "dropped": [], "state": "ok",
        }])
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        self.assertIn("NoNewPrivs:\t1\n", status)

    def test_without_landlock(self):
        for error, reason in (
            ("ENOSYS", "not_built"), ("EOPNOTSUPP", "off_at_boot"), ("EPERM", "filtered"),
        ):
            before = [WITHOUT, "--errno", error]
            with Server(self.root, "--report", before=before) as server:
                self.assertEqual(server.get("/a.txt").body, b"0123456789")
                report = server.report()
            self.assertIs(report["applied"], False)
            self.assertEqual((report["status"], report["reason"]), ("none", reason))
            self.assertEqual(report["abi"], 0)

    def test_exactly_the_report(self):
        """Byte for byte what landlock-guard says of the same policy."""
        program = pathlib.Path(WITHOUT).parent / "landlock-guard"
        need(program.exists(), "landlock-guard")
        line = self.server.errors().splitlines()[0]
        words = [program, "exec", "--report", "--ro", self.root, "--rox", "/usr"]
        other = subprocess.run(
            [str(word) for word in (*words, "--", "/bin/true")], capture_output=True, text=True
        ).stderr.splitlines()[0]
        self.assertEqual(line.split('"rules"')[0], other.split('"rules"')[0])

    def test_silence_is_not_kept(self):
        """Without --report, a server that is not confined says so; else nothing."""
        with Server(self.root) as server:
            self.assertEqual(len(server.errors().splitlines()), 1)
        with Server(self.root, before=[WITHOUT]) as server:
            warning = server.errors().splitlines()[0]
        self.assertTrue(warning.startswith("htdocs: warning: nothing is enforced"), warning)


class Policy(unittest.TestCase):
    def test_length(self):
        """Fifteen lines of code, as the README says."""
        source = pathlib.Path(os.environ.get("SOURCE_DIR", "."))
        text = (source / "examples" / "htdocs" / "confine.c").read_text()
        body = text[text.index("{\n") + 2 : text.rindex("}\n")]
        self.assertLessEqual(len([line for line in body.split("\n") if line.strip()]), 15)
