#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard on the command line: exec, plan, info."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

BIN = os.path.join(os.environ["BUILD_DIR"], "bin")
PROGRAM = os.path.join(BIN, "landlock-guard")
WITHOUT = os.path.join(BIN, "without-landlock")
SYSTEM = ["--rox", "/usr", "--rox", "/lib", "--rox", "/lib64", "--rox", "/bin",
          "--rw", "/dev/null", "--ro", "/etc"]
SYSTEM = [word for option, path in zip(SYSTEM[::2], SYSTEM[1::2])
          if os.path.exists(path) for word in (option, path)]


def run(*words, before=(), **more):
    return subprocess.run([*before, PROGRAM, *words], capture_output=True,
                          text=True, timeout=60, **more)


def abi():
    return json.loads(run("info", "--format", "json").stdout)["kernel"]["abi"]


ABI = abi()
if not ABI:
    if "LLGUARD_TEST_ABI" not in os.environ:
        print("no Landlock")
        sys.exit(77)
    sys.exit("no Landlock")

# words, exit status, the message
WRONG = [
    (["exec"], 125, "exec: the program to run is missing; expected exec "
     "[OPTION...] [--] PROGRAM [ARGUMENT...]; see --help"),
    (["exec", "--rx", "/usr", "true"], 125,
     "--rx: there is no such option; did you mean --ro?"),
    (["exec", "--bogus", "true"], 125,
     "--bogus: there is no such option; see --help"),
    (["exec", "--ro"], 125, "--ro: its value is missing; expected PATH"),
    (["exec", "--strict=yes", "true"], 125, "--strict: yes: takes no value"),
    (["exec", "--ro", "/nonexistent", "true"], 125,
     "--ro: /nonexistent: does not exist; create it, or leave the option out"),
    (["exec", "--rw", "/dev/null/x", "true"], 125,
     "--rw: /dev/null/x: is not a directory, or leads through something that "
     "is none; expected a directory; look at each part of the path"),
    (["exec", "--ro", "", "true"], 125,
     "--ro: the rule's path is empty; expected a path; use \".\" for the "
     "current directory"),
    (["exec", "--bind-tcp", "65616", "true"], 125,
     "--bind-tcp: 65616: is not valid; expected a port from 0 to 65535"),
    (["exec", "--connect-tcp", "http", "true"], 125,
     "--connect-tcp: http: is not valid; expected a port from 0 to 65535"),
    (["exec", "--connect-tcp", "-1", "true"], 125,
     "--connect-tcp: -1: is not valid; expected a port from 0 to 65535"),
    (["exec", "--connect-tcp", "99999999999999999999", "true"], 125,
     "--connect-tcp: 99999999999999999999: is not valid; expected a port from "
     "0 to 65535"),
    (["exec", "--level", "13", "true"], 125,
     "--level: 13: is not valid; expected an ABI from 1 to 12"),
    (["exec", "--level", "0", "true"], 125,
     "--level: 0: denies nothing; expected an ABI from 1 to 12"),
    (["exec", "--scope", "pid", "true"], 125,
     "--scope: pid: is not a scope; expected signal or abstract"),
    (["exec", "--unrestricted", "all", "true"], 125,
     "--unrestricted: all: is not a set of rights; expected fs, net or scope"),
    (["exec", "--scope", "signal", "--unrestricted", "scope", "true"], 125,
     "--scope: contradicts --unrestricted scope; leave one of them out"),
    (["exec", "--unrestricted", "fs", "--unrestricted", "net",
      "--unrestricted", "scope", "true"], 125,
     "the policy denies nothing; expected at least one right, such as "
     "LLGUARD_ABI_7; leave out one --unrestricted"),
    (["exec", "--unrestricted", "fs", "--ro", "/usr", "true"], 125,
     "--ro: /usr: the policy handles none of the rule's rights, so they are "
     "allowed everywhere; expected rights of .handled; drop the option, or "
     "what takes its set out: --unrestricted, --level"),
    (["exec", "--level", "3", "--bind-tcp", "80", "true"], 125,
     "--bind-tcp: 80: the policy handles none of the rule's rights, so they "
     "are allowed everywhere; expected rights of .handled; drop the option, or "
     "what takes its set out: --unrestricted, --level"),
    (["exec", "--status-fd", "99", "true"], 125,
     "--status-fd: 99: cannot be written to; expected an open descriptor"),
    (["exec", "--level", "12", "--strict", *SYSTEM, "true"], 125, None),
    (["exec", *SYSTEM, "no-such-program"], 127,
     "no-such-program: No such file or directory"),
    (["exec", *SYSTEM, "/etc/passwd"], 126,
     "/etc/passwd: Permission denied; allow the program, its loader and "
     "libraries with --rox"),
    (["exec", "true"], 126,
     "true: Permission denied; allow the program, its loader and libraries "
     "with --rox"),
    (["plan", "--abi", "13"], 2,
     "--abi: 13: is not valid; expected an ABI from 0 to 12"),
    (["plan", "--format", "xml"], 2,
     "--format: xml: is not a format; expected text or json"),
    (["plan", "--bind-tcp", "70000"], 2,
     "--bind-tcp: 70000: is not valid; expected a port from 0 to 65535"),
    (["plan", "--unrestricted", "scope", "--scope", "signal"], 2,
     "--scope: contradicts --unrestricted scope; leave one of them out"),
    (["plan", "--abi", "5", "--strict"], 1,
     "resolve_unix: this kernel lacks something that the strict policy asks "
     "for; boot a newer kernel, or drop --strict"),
    (["plan", "--abi", "0", "--strict"], 1,
     "this kernel has no Landlock; expected Linux 5.13 or newer with "
     "CONFIG_SECURITY_LANDLOCK; drop --strict to run without"),
    (["info", "--bogus"], 2, "--bogus: there is no such option; see --help"),
    (["info", "more"], 2, "more: info takes no argument; see --help"),
    ([], 2, "the command is missing; expected exec, plan, check, "
     "explain, events, info or list; see --help"),
    (["explode"], 2, "explode: there is no such command; expected exec, plan, "
     "check, explain, events, info or list; see --help"),
]


class Wrong(unittest.TestCase):
    def test_messages(self):
        for words, status, message in WRONG:
            with self.subTest(words=words):
                got = run(*words)
                self.assertEqual(got.returncode, status, got.stderr)
                if message:
                    self.assertEqual(got.stderr,
                                     f"landlock-guard: {message}\n")
                self.assertTrue(got.stderr.startswith("landlock-guard: "))

    def test_findings_are_objects_too(self):
        got = run("plan", "--format", "json", "--bind-tcp", "70000")
        text, finding = got.stderr.splitlines()
        self.assertIn("70000", text)
        self.assertEqual(json.loads(finding), {
            "v": 1, "kind": "finding", "severity": "error", "code": "usage",
            "key": "--bind-tcp", "found": "70000",
            "expected": "a port from 0 to 65535", "text": "is not valid"})

    def test_no_output_on_a_full_disk(self):
        for words in (["info"], ["plan"], ["info", "--format", "json"],
                      ["--version"], ["--help"]):
            with self.subTest(words=words), open("/dev/full", "w") as full:
                got = subprocess.run([PROGRAM, *words], stdout=full,
                                     stderr=subprocess.PIPE, text=True)
                self.assertEqual(got.returncode, 1)
                self.assertEqual(
                    got.stderr.splitlines()[0], "landlock-guard: standard "
                    "output: No space left on device")


class Exec(unittest.TestCase):
    def test_status_is_the_programs(self):
        for status in (0, 1, 2, 77):
            got = run("exec", *SYSTEM, "--", "sh", "-c", f"exit {status}")
            self.assertEqual((got.returncode, got.stderr), (status, ""))

    def test_signal_is_the_programs(self):
        got = run("exec", *SYSTEM, "--", "sh", "-c", "kill -9 $$")
        self.assertEqual(got.returncode, -9)

    def test_denies_and_allows(self):
        with tempfile.TemporaryDirectory() as home:
            os.chmod(home, 0o755)
            script = (f"echo new > {home}/file && cat {home}/file; "
                      "cat /proc/version")
            got = run("exec", *SYSTEM, "--rw", home, "--", "sh", "-c", script)
        self.assertEqual(got.stdout, "new\n")
        self.assertIn("Permission denied", got.stderr)
        self.assertEqual(got.returncode, 1)

    def test_ports(self):
        connect = ("import socket,sys; s=socket.socket(); "
                   "s.setblocking(False); "
                   "print(s.connect_ex(('127.0.0.1', int(sys.argv[1]))))")
        for port, errno in (("9", 13), ("10", 115)):
            got = run("exec", "--unrestricted", "fs", "--connect-tcp", "10",
                      "--", sys.executable, "-c", connect, port)
            if ABI >= 4:
                self.assertIn(int(got.stdout), (errno, 111 if errno == 115
                                                else errno), got.stderr)

    def test_options_end(self):
        got = run("exec", *SYSTEM, "echo", "--ro", "/nonexistent")
        self.assertEqual(got.stdout, "--ro /nonexistent\n")

    def test_report(self):
        got = run("exec", *SYSTEM, "--report", "--log-new-exec-on", "true")
        report = json.loads(got.stderr)
        self.assertEqual(report["kind"], "report")
        self.assertEqual(report["abi"], ABI)
        self.assertIs(report["applied"], True)
        self.assertEqual(report["threads"], "one")
        self.assertEqual("log_new_exec_on" in report["flags"], ABI >= 7)

    def test_status_fd(self):
        read, write = os.pipe()
        got = run("exec", *SYSTEM, "--status-fd", str(write), "--", "sh", "-c",
                  f"echo x >&{write}", pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as file:
            self.assertIs(json.loads(file.read())["applied"], True)
        self.assertNotEqual(got.returncode, 0, "the program got it too")

    def test_report_of_a_failure(self):
        got = run("exec", "--report", "--ro", "/nonexistent", "true")
        report, message = got.stderr.splitlines()
        report = json.loads(report)
        self.assertEqual(got.returncode, 125)
        self.assertIs(report["applied"], False)
        self.assertEqual(report["error"]["step"], "open")
        self.assertEqual(report["error"]["errno"], "ENOENT")
        self.assertIn("/nonexistent", message)

    def test_default_never_widens(self):
        plan = json.loads(run("plan", "--abi", "12", "--format", "json").stdout)
        self.assertEqual(plan["handled"]["net"], ["bind_tcp", "connect_tcp"])
        self.assertNotIn("permission", plan["handled"])
        self.assertEqual(len(plan["handled"]["fs"]), 17)
        self.assertEqual(plan["status"], "full")

    def test_without_landlock(self):
        for name, why in (("ENOSYS", "this kernel has no Landlock"),
                          ("EOPNOTSUPP", "Landlock is off at boot"),
                          ("EPERM", "a seccomp filter refuses Landlock")):
            before = [WITHOUT, "--errno", name, "--"]
            got = run("exec", "echo", "runs", before=before)
            self.assertEqual((got.returncode, got.stdout), (0, "runs\n"))
            self.assertEqual(
                got.stderr, "landlock-guard: warning: nothing is enforced: "
                f"{why}; use --strict to refuse to run\n")
            got = run("exec", "--strict", "echo", before=before)
            self.assertEqual((got.returncode, got.stdout), (125, ""))
            got = run("exec", "--report", "true", before=before)
            self.assertEqual(json.loads(got.stderr)["status"], "none")

    def test_as_nobody(self):
        if os.geteuid():
            self.skipTest("not root")
        # The build may stand where nobody may not go.
        with tempfile.TemporaryDirectory() as home:
            os.chmod(home, 0o755)
            program = shutil.copy(PROGRAM, home)
            shutil.copy(os.path.join(BIN, "../lib/liblandlock-guard.so.0"),
                        home)
            got = subprocess.run(
                [program, "exec", *SYSTEM, "--ro", home, "--", "cat",
                 "/proc/version"], capture_output=True, text=True, user=65534,
                env={**os.environ, "LD_LIBRARY_PATH": home})
        self.assertEqual(got.returncode, 1)
        self.assertIn("Permission denied", got.stderr)


class Plan(unittest.TestCase):
    def plan(self, *words):
        got = run("plan", "--format", "json", *words)
        self.assertEqual(got.stderr, "")
        return json.loads(got.stdout)

    def test_paths_are_looked_at(self):
        rules = self.plan("--abi", "9", "--ro", "/usr", "--ro", "/nonexistent",
                          "--ro", "/dev/null")["rules"]
        self.assertEqual([rule["state"] for rule in rules],
                         ["ok", "missing", "reduced"])
        self.assertEqual(rules[2]["dropped"], [
            {"right": "read_dir", "reason": "not_directory"}])

    def test_rules_are_merged(self):
        rules = self.plan(
            "--abi", "9", "--ro", "/usr/lib", "--rox", "//usr/./lib/",
            "--ro", "/usr/../usr/lib", "--ro", "usr/lib", "--bind-tcp", "80",
            "--connect-tcp", "080", "--bind-tcp", "81")["rules"]
        self.assertEqual(
            [rule.get("path", rule.get("port")) for rule in rules],
            ["/usr/lib", "/usr/../usr/lib", "usr/lib", 80, 81])
        self.assertEqual(rules[0]["access"],
                         ["execute", "read_file", "read_dir"])
        self.assertEqual(rules[3]["access"], ["bind_tcp", "connect_tcp"])

    def test_levels(self):
        for level in range(1, 13):
            plan = self.plan("--abi", "12", "--level", str(level))
            self.assertEqual(plan["status"], "full")
            self.assertEqual("bind_udp" in plan["handled"]["net"], level >= 10)
            self.assertEqual("permission" in plan["handled"], level == 12)

    def test_udp(self):
        plan = self.plan("--abi", "10", "--level", "10", "--bind-udp", "5353",
                         "--connect-udp", "53", "--connect-tcp", "53")
        self.assertEqual([(rule["port"], rule["access"]) for rule in plan["rules"]],
                         [(5353, ["bind_udp"]),
                          (53, ["connect_tcp", "connect_send_udp"]),
                          (0, ["bind_udp"])])
        self.assertTrue(plan["rules"][2]["implied"])
        got = run("plan", "--abi", "10", "--connect-udp", "53")
        self.assertEqual(got.returncode, 1)
        self.assertTrue(got.stderr.startswith("landlock-guard: --connect-udp: 53: "))
        self.assertTrue(got.stderr.endswith("; use --level 10 or more\n"), got.stderr)

    def test_scopes_and_sets(self):
        plan = self.plan("--abi", "9", "--scope", "signal", "--scope=abstract")
        self.assertEqual(plan["handled"]["scope"],
                         ["abstract_unix_socket", "signal"])
        plan = self.plan("--abi", "9", "--scope", "abstract")
        self.assertEqual(plan["handled"]["scope"], ["abstract_unix_socket"])
        plan = self.plan("--abi", "9", "--unrestricted", "net",
                         "--unrestricted", "fs")
        self.assertEqual(plan["handled"],
                         {"fs": [], "net": [],
                          "scope": ["abstract_unix_socket", "signal"]})

    def test_flags(self):
        words = ["--log-same-exec-off", "--log-new-exec-on",
                 "--log-subdomains-off"]
        names = ["log_same_exec_off", "log_new_exec_on", "log_subdomains_off"]
        self.assertEqual(self.plan("--abi", "7", *words)["flags"], names)
        plan = self.plan("--abi", "6", *words)
        self.assertEqual(plan["flags"], [])
        self.assertEqual([drop["right"] for drop in plan["dropped"]
                          if drop["set"] == "flag"], names)

    def test_takes_what_exec_takes(self):
        got = run("plan", "--abi", "4", "--report", "--status-fd", "2", "--ro",
                  "/usr", "--", "program", "--argument")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        self.assertIn("status: partial (kernel ABI 4)", got.stdout)

    def test_strict_prints_the_plan_too(self):
        got = run("plan", "--abi", "5", "--strict", "--format", "json")
        self.assertEqual(got.returncode, 1)
        self.assertEqual(json.loads(got.stdout)["error"]["step"], "plan")

    def test_here(self):
        plan = self.plan("--ro", "/usr")
        self.assertEqual(plan["abi"], ABI)


class Info(unittest.TestCase):
    def test_json(self):
        got = run("info", "--format", "json")
        info = json.loads(got.stdout)
        self.assertEqual(list(info)[:4], ["v", "kind", "version",
                                          "library_abi"])
        self.assertEqual(info["library_abi"], 11)
        self.assertEqual(info["kernel"]["status"], "enabled")
        self.assertEqual(info["kernel"]["tsync"], ABI >= 8)

    def test_self_test(self):
        got = run("info", "--self-test")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        self.assertIn("a denial happened", got.stdout)
        got = run("info", "--self-test", before=[WITHOUT, "--"])
        self.assertEqual(got.returncode, 1)
        self.assertIn("ENOSYS", got.stderr)

    def test_text_without_landlock(self):
        for name, word in (("ENOSYS", "not built"), ("EOPNOTSUPP", "off at"),
                           ("EPERM", "refused")):
            got = run("info", before=[WITHOUT, "--errno", name, "--"])
            self.assertIn(word, got.stdout)
            self.assertEqual(got.returncode, 0)

    def test_help_and_version(self):
        for words in (["--help"], ["exec", "--help"], ["plan", "--help"],
                      ["info", "--help"]):
            got = run(*words)
            self.assertEqual((got.returncode, got.stderr), (0, ""))
            self.assertIn("usage: landlock-guard", got.stdout)
        got = run("--version")
        self.assertRegex(got.stdout, r"^landlock-guard \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
