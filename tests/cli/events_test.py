#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events: inputs, formats, exit statuses, its own confinement."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")
WITHOUT = os.path.join(os.environ["BUILD_DIR"], "bin", "without-landlock")
RECORDS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus", "records")
RAW = RECORDS / "raw-6.18.44-abi7.log"
PRINTK = RECORDS / "printk-7.3.4+deb13.txt"

ACCESS = (b'type=LANDLOCK_ACCESS msg=audit(1.000:%d): domain=1f blockers=fs.read_file'
          b' path="/etc/passwd" dev="vda" ino=7\n')


def run(*words, text=b"", **more):
    return subprocess.run([PROGRAM, "events", *map(str, words)], input=text,
                          capture_output=True, timeout=60, **more)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


class Inputs(unittest.TestCase):
    def test_standard_input_and_files_are_the_same(self):
        from_file = run(RAW)
        from_stdin = run("-", text=RAW.read_bytes())
        self.assertEqual(from_file.returncode, 0, from_file.stderr)
        self.assertEqual(from_file.stdout, from_stdin.stdout)
        kinds = [line["kind"] for line in lines(from_file)]
        self.assertEqual(kinds.count("denial"), 69)

    def test_each_input_has_a_form(self):
        done = run(RAW, PRINTK, "--summary")
        sources = {line.get("source") for line in lines(done)}
        self.assertEqual(sources, {"auditd", "kmsg", None})
        self.assertEqual(lines(done)[-1]["unparsed"], 0)

    def test_form_is_never_that_of_a_line(self):
        text = ACCESS % 1 + b"audit: type=1423 audit(2.000:2): domain=2 blockers=x\n"
        status = lines(run("-", "--summary", text=text))[-1]
        self.assertEqual((status["denials"], status["unparsed"]), (1, 1))
        status = lines(run("-", "--summary", "--from", "kmsg", text=text))[-1]
        self.assertEqual((status["denials"], status["unparsed"]), (1, 1))

    def test_last_line_of_a_file_is_a_line(self):
        with tempfile.TemporaryDirectory() as folder:
            names = [os.path.join(folder, name) for name in "ab"]
            for i, name in enumerate(names, 1):
                pathlib.Path(name).write_bytes((ACCESS % i).strip())
            done = run(*names, "--summary")
        self.assertEqual([line["kind"] for line in lines(done)],
                         ["denial", "denial", "status"])
        self.assertEqual(lines(done)[-1]["lines"], 2)

    def test_what_cannot_be_read(self):
        for names, message in (
            ([RAW, "/nonexistent/log"], b"/nonexistent/log: No such file or directory"),
            (["/etc"], b"/etc: Is a directory"),
        ):
            done = run(*names)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stdout, b"")
            self.assertIn(message, done.stderr)

    @unittest.skipIf(os.path.exists("/var/log/audit/audit.log"), "there is a log")
    def test_usual_file(self):
        done = run()
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"/var/log/audit/audit.log: No such file", done.stderr)
        self.assertIn(b"give a file, - for standard input, or --live", done.stderr)

    def test_names_after_two_hyphens(self):
        done = run("--", "--summary")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"--summary: No such file", done.stderr)

    def test_a_pipe_is_read_as_it_comes(self):
        with subprocess.Popen([PROGRAM, "events", "-"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as program:
            program.stdin.write(ACCESS % 1 + b"type=EOE msg=audit(1.000:1): \n")
            program.stdin.flush()
            line = json.loads(program.stdout.readline())
            self.assertEqual(line["id"], "1.000:1")
            program.stdin.close()


class Formats(unittest.TestCase):
    def test_json(self):
        line = lines(run("-", text=ACCESS % 1))[0]
        self.assertEqual(list(line)[:3], ["v", "kind", "id"])
        self.assertEqual(line["object"]["path"], "/etc/passwd")
        self.assertEqual(line["flags"], ["no_syscall"])

    def test_flat(self):
        line = lines(run("-", "--format", "flat", text=ACCESS % 1))[0]
        self.assertEqual(line, {
            "v": 1, "kind": "denial", "time": "1970-01-01T00:00:01.000Z",
            "id": "1.000:1", "part": 1, "parts": 1, "source": "auditd",
            "flags": "no_syscall", "domain": "1f", "blockers": "fs.read_file",
            "class": "fs", "outcome": "denied", "object": "path",
            "path": "/etc/passwd", "dev": "vda", "ino": "7"})

    def test_text_is_safe_on_a_terminal(self):
        text = ACCESS % 1
        done = run("-", "--format", "text",
                   text=text.replace(b'"/etc/passwd"', b"1B5B324A0A"))
        self.assertEqual(done.stdout.count(b"\n"), 1)
        self.assertIn(rb"\x1B[2J\x0A", done.stdout)

    def test_summary(self):
        done = run(RAW, "--summary")
        status = lines(done)[-1]
        self.assertEqual(list(status), [
            "v", "kind", "time", "state", "why", "lines", "records", "ignored",
            "unparsed", "denials", "domains", "unlogged", "late", "truncated", "lost"])
        self.assertEqual(status["state"], "stopped")
        self.assertEqual(status["lines"], RAW.read_bytes().count(b"\n"))
        self.assertEqual(status["lines"],
                         status["records"] + status["ignored"] + status["unparsed"])

    def test_line_longer_than_the_buffer(self):
        path = b"01" * 8000
        done = run("-", text=(ACCESS % 1).replace(b'"/etc/passwd"', path))
        self.assertEqual(lines(done)[0]["object"]["path"], "\x01" * 8000)


class Exits(unittest.TestCase):
    def test_usage(self):
        for words, message in (
            (["--format", "xml"], b"--format: xml: is not known; expected json, flat, ecs, ocsf,"),
            (["--from", "syslog"], b"--from: syslog: is not known; expected auto, auditd, "
             b"journal, kmsg or text"),
            (["--live", "file"], b"--live: reads the kernel's records and nothing else"),
            (["--live", "--from", "kmsg"], b"--live: reads the kernel's"),
            (["--bogus"], b"--bogus: there is no such option"),
        ):
            done = run(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(message, done.stderr)

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "events", RAW], stdout=full,
                                  stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output: No space left on device", done.stderr)

    def test_nothing_half_written_in_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, "out")
            with open(out, "wb") as to:
                done = subprocess.run(
                    ["sh", "-c", 'trap "" XFSZ; ulimit -f 20; exec "$0" events "$1"',
                     PROGRAM, RAW], stdout=to, stderr=subprocess.PIPE, timeout=60)
            written = out.read_bytes()
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"File too large", done.stderr)
        self.assertGreater(len(written), 5000)
        self.assertTrue(written.endswith(b"}\n"))
        self.assertTrue(run(RAW).stdout.startswith(written))

    def test_reader_that_goes_away(self):
        for ignored in ("", 'trap "" PIPE; '):
            done = subprocess.run(
                ["bash", "-c", f'{ignored}"$0" events "$1" | head -n 1', PROGRAM,
                 RAW], capture_output=True, timeout=60)
            self.assertEqual(done.stdout.count(b"\n"), 1)
            self.assertEqual(done.stderr, b"")

    def test_help(self):
        self.assertIn(b"--no-sandbox", run("--help").stdout)


class Sandbox(unittest.TestCase):
    """The reader confines itself once its inputs are open."""

    def layers(self, *words):
        """What a file system denial looks like from inside: by its own fds."""
        with subprocess.Popen([PROGRAM, "events", "-", *words],
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE) as program:
            program.stdin.write(ACCESS % 1)
            program.stdin.flush()
            time.sleep(0.3)
            status = pathlib.Path(f"/proc/{program.pid}/status").read_text()
            program.stdin.close()
            self.assertEqual(program.wait(timeout=10), 0)
            return "NoNewPrivs:\t1" in status, program.stderr.read()

    def test_confined(self):
        self.assertEqual(self.layers(), (True, b""))

    def test_not_confined(self):
        self.assertEqual(self.layers("--no-sandbox"), (False, b""))

    def test_without_landlock_it_says_so(self):
        done = subprocess.run([WITHOUT, PROGRAM, "events", RAW],
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout, run(RAW).stdout)
        self.assertIn(b"warning: --no-sandbox: ", done.stderr)


class Live(unittest.TestCase):
    def test_ends_with_a_status(self):
        """Whatever audit's state is: blind here, most often."""
        program = subprocess.Popen([PROGRAM, "events", "--live"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        first = json.loads(program.stdout.readline())
        self.assertEqual(first["kind"], "status")
        self.assertIn(first["state"], ("started", "blind"))
        info = json.loads(subprocess.run(
            [PROGRAM, "info", "--format", "json"], capture_output=True,
            check=True).stdout)
        state = info["audit"]["state"]
        self.assertEqual(first["why"], "" if state == "on" else state)
        program.send_signal(signal.SIGTERM)
        out, _ = program.communicate(timeout=10)
        if program.returncode == 0:
            self.assertEqual(json.loads(out.splitlines()[-1])["state"], "stopped")
        else:
            self.assertEqual((program.returncode, out), (1, b""))

    def test_heartbeat(self):
        """One that is blind is never ok."""
        program = subprocess.Popen(
            [PROGRAM, "events", "--live", "--heartbeat", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        first = json.loads(program.stdout.readline())
        line = program.stdout.readline()
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=10)
        if line and first["state"] == "blind":
            second = json.loads(line)
            self.assertEqual((second["state"], second["why"]),
                             ("blind", first["why"]))
        elif line and json.loads(line)["kind"] == "status":
            self.assertEqual(json.loads(line)["state"], "ok")

    def test_blind_where_it_cannot_be_read(self):
        ways = [["setpriv", "--bounding-set", "-audit_read"],
                ["unshare", "--user"]]
        # In a chroot there are no user namespaces.
        if subprocess.run([*ways[1], "true"], capture_output=True, check=False).returncode:
            ways.pop()
        for before in ways:
            start = time.monotonic()
            done = subprocess.run([*before, PROGRAM, "events", "--live"],
                                  capture_output=True, timeout=10)
            self.assertLess(time.monotonic() - start, 1)
            self.assertEqual(done.returncode, 1, before)
            self.assertEqual([line["state"] for line in lines(done)], ["blind"])
            self.assertIn(b"--live: ", done.stderr)


unittest.main()
