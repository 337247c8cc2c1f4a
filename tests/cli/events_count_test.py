#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events --tally, --suppress and --metrics."""
import collections
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import unittest

import openmetrics

PROGRAM = os.path.join(os.environ["BUILD_DIR"], "bin", "landlock-guard")
RECORDS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus", "records")
RAW = RECORDS / "raw-6.18.44-abi7.log"

# Where this is set, nothing may be left out.
ABI = int(os.environ.get("LLGUARD_TEST_ABI") or 0)

START = (b'type=LANDLOCK_DOMAIN msg=audit(%d.000:%d): domain=1f status=allocated '
         b'mode=enforcing pid=9 uid=0 exe=%s comm="x"\n')
ACCESS = (b'type=LANDLOCK_ACCESS msg=audit(%d.000:%d): domain=1f blockers=fs.read_file'
          b' path="/etc/%s" dev="vda" ino=7\n')
EOE = b"type=EOE msg=audit(%d.000:%d):\n"


def run(*words, text=b"", **more):
    return subprocess.run([PROGRAM, "events", *map(str, words)], input=text,
                          capture_output=True, timeout=120, **more)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def denials(stamps, name=b"a", serial=1):
    """Events of these seconds, each complete."""
    return b"".join(ACCESS % (second, serial + i, name) + EOE % (second, serial + i)
                    for i, second in enumerate(stamps))


def key_of(line, who):
    """What makes denials one entry, from a line of either kind."""
    thing = line["object"]
    creator = line.get("creator", {}).get("exe")
    return (line["domain"] if who == "domain" else creator, line["blockers"],
            line["outcome"], thing["kind"], thing.get("parent"),
            thing.get("path"), thing.get("path_hex"), thing.get("name"),
            thing.get("saddr"), thing.get("src"), thing.get("daddr"), thing.get("dest"),
            thing.get("ocomm"), thing.get("capability"))


class Tally(unittest.TestCase):
    def test_is_the_sum_of_the_lines(self):
        for who in "domain", "exe":
            expected = collections.defaultdict(list)
            for line in lines(run(RAW)):
                if line["kind"] == "denial":
                    expected[key_of(line, who)].append(line["time"])
            done = run("--tally", who, RAW)
            self.assertEqual(done.returncode, 0, done.stderr)
            found = {key_of(line, who): (line["count"], line["first"], line["last"])
                     for line in lines(done)}
            self.assertEqual(found, {key: (len(times), min(times), max(times))
                                     for key, times in expected.items()})
            self.assertEqual({line["kind"] for line in lines(done)}, {"tally"})

    def test_most_first_and_status_last(self):
        done = run("--tally", "exe", "--summary", RAW)
        *entries, status = lines(done)
        counts = [line["count"] for line in entries]
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertEqual(status["kind"], "status")
        self.assertEqual(sum(counts), status["denials"])

    def test_forms(self):
        flat = lines(run("--tally", "domain", "--format", "flat", RAW))
        self.assertEqual(sum(line["count"] for line in flat), 69)
        self.assertTrue(all(isinstance(line["object"], str) for line in flat))
        text = run("--tally", "exe", "--format", "text", RAW).stdout.decode()
        self.assertIn("denied fs.read_file /etc/hostname; domains of /srv/lab/lltest",
                      text)

    def test_a_storm_is_bounded(self):
        storm = b"".join(ACCESS % (i // 100, i, b"%d" % i) for i in range(20000))
        done = run("--tally", "domain", "--summary", "-", text=storm)
        *entries, status = lines(done)
        self.assertEqual(status["denials"], 20000)
        self.assertLess(len(entries), 2000)
        self.assertTrue(any(line.get("missed") for line in entries))


class Suppress(unittest.TestCase):
    def test_holds_back_and_says_so(self):
        text = (denials([100, 101, 102, 103]) + denials([104], b"b", 11) +
                denials([110], b"c", 21) + denials([120], b"a", 31))
        done = run("--suppress", "2/10", "-", text=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = [(line["kind"], line["object"]["path"], line.get("count"))
                 for line in lines(done)]
        self.assertEqual(found, [
            ("denial", "/etc/a", None), ("denial", "/etc/a", None),
            ("denial", "/etc/b", None), ("held", "/etc/a", 2),
            ("denial", "/etc/c", None), ("denial", "/etc/a", None)])
        held = lines(done)[3]
        self.assertEqual((held["first"], held["last"]),
                         ("1970-01-01T00:01:42.000Z", "1970-01-01T00:01:43.000Z"))

    def test_what_is_held_at_the_end_is_told(self):
        done = run("--suppress", "1/3600", "--summary", "-",
                   text=denials(range(100, 150)))
        self.assertEqual([line["kind"] for line in lines(done)],
                         ["denial", "held", "status"])
        self.assertEqual(lines(done)[1]["count"], 49)
        self.assertEqual(lines(done)[2]["denials"], 50)

    def test_every_denial_is_shown_or_counted(self):
        shown = [line for line in lines(run("--suppress", "1/60", RAW))
                 if line["kind"] in ("denial", "held")]
        self.assertEqual(sum(line.get("count", 1) for line in shown), 69)


class Metrics(unittest.TestCase):
    def read(self, *words, text=b"", status=0):
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "landlock.prom")
            done = run("--metrics", name, *words, text=text)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertEqual(os.listdir(folder), ["landlock.prom"])
            self.assertEqual(stat.S_IMODE(os.stat(name).st_mode) & 0o700, 0o600)
            return openmetrics.parse(pathlib.Path(name).read_bytes()), done

    def test_is_what_the_lines_say(self):
        families, done = self.read(RAW, "--summary")
        *events, status = lines(done)
        expected = collections.Counter(
            (line["class"], line["blockers"], line["creator"]["exe"])
            for line in events if line["kind"] == "denial")
        for (kind, blockers, exe), count in expected.items():
            self.assertEqual(openmetrics.value(
                families, "landlock_denials", blockers=blockers, creator_exe=exe,
                outcome="denied", **{"class": kind}), count)
        self.assertEqual(len(families["landlock_denials"].samples), len(expected))
        for name, member in (("landlock_reader_lines", "lines"),
                             ("landlock_reader_records", "records"),
                             ("landlock_domains", "domains"),
                             ("landlock_unlogged_denials", "unlogged")):
            self.assertEqual(openmetrics.value(families, name), status[member])
        self.assertNotIn("landlock_telemetry_blind", families)
        self.assertNotIn("landlock_tally_entries", families)

    def test_hostile_names_are_one_series_each(self):
        names = [b'"/a"', b'"/(other)"', b"2F610A", b"2F61FF", b"2F61FE", b"2F615C6E",
                 b"2F61227D", b"28756E6B6E6F776E29", b"2F615C5C"]
        text = b""
        for i, name in enumerate(names, 1):
            access = ACCESS.replace(b"1f", b"%x" % i) % (i, i, b"x")
            text += START.replace(b"1f", b"%x" % i) % (i, i, name) + access + EOE % (i, i)
        families, _ = self.read("-", text=text)
        samples = families["landlock_denials"].samples
        self.assertEqual(list(samples.values()), [1.0] * len(names))
        exes = {dict(key)["creator_exe"] for key in samples}
        self.assertIn("/a\\x0A", exes)
        self.assertIn('/a"}', exes)
        self.assertIn("\\x28unknown)", exes)

    def test_together_with_the_others(self):
        families, done = self.read("--tally", "exe", RAW)
        self.assertEqual(openmetrics.value(families, "landlock_tally_entries"),
                         len(lines(done)))
        families, _ = self.read("--suppress", "1/60", RAW)
        self.assertEqual(openmetrics.value(families, "landlock_tally_held_denials"),
                         sum(line["count"] for line in lines(run("--suppress", "1/60", RAW))
                             if line["kind"] == "held"))

    def test_an_older_one_is_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "m.prom")
            pathlib.Path(name).write_bytes(b"old\n")
            with open(name, "rb") as before:
                done = run("--metrics", "m.prom", RAW, cwd=folder)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(before.read(), b"old\n")
            openmetrics.parse(pathlib.Path(name).read_bytes())

    def test_where_it_cannot_be_written(self):
        for name, message in (("/nonexistent/m.prom", b"No such file or directory"),
                              ("/proc/m.prom", b"/proc/m.prom: "),
                              ("/tmp/", b"Is a directory")):
            done = run("--metrics", name, RAW)
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(message, done.stderr)

    @unittest.skipUnless(shutil.which("strace") or ABI, "strace is not here")
    def test_nothing_else_in_the_folder_can_be_read(self):
        # The reader's own confinement: it may make files there, and read none.
        with tempfile.TemporaryDirectory() as folder:
            trace = os.path.join(folder, "trace")
            name = os.path.join(folder, "m.prom")
            subprocess.run(["strace", "-f", "-o", trace, PROGRAM, "events", "--metrics",
                            name, RAW], check=True, stdout=subprocess.DEVNULL, timeout=60)
            calls = pathlib.Path(trace).read_text()
        if "landlock_restrict_self" not in calls and not ABI:
            self.skipTest("no Landlock")
        before, after = calls.split("landlock_restrict_self")
        rules = [set(re.search("allowed_access=([A-Z_|]+)", line)[1].split("|"))
                 for line in before.splitlines() if "landlock_add_rule" in line]
        self.assertEqual(rules, [{f"LANDLOCK_ACCESS_FS_{name}" for name in
                                  ("WRITE_FILE", "REMOVE_FILE", "MAKE_REG")}])
        self.assertNotIn("O_RDONLY", after)


class Lasting(unittest.TestCase):
    """Readers that do not come to an end."""

    def start(self, *words):
        program = subprocess.Popen([PROGRAM, "events", *map(str, words)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(program.wait)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.stderr.close)
        self.addCleanup(program.kill)
        return program

    def until_ok(self, program):
        """The lines before the next heartbeat."""
        found = []
        for text in program.stdout:
            line = json.loads(text)
            if line.get("state") == "ok":
                return found
            found.append(line)
        self.fail(f"it has ended: {program.stderr.read()}")

    def test_counts_at_each_heartbeat(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder, "audit.log")
            metrics = pathlib.Path(folder, "m.prom")
            log.write_bytes(denials([100, 101], b"a"))
            program = self.start("--follow", "--heartbeat", "1", "--tally", "exe",
                                 "--metrics", metrics, log)
            first = [line for line in self.until_ok(program) if line["kind"] == "tally"]
            self.assertEqual([line["count"] for line in first], [2])
            with log.open("ab") as more:
                more.write(denials([102], b"a", 11) + denials([103], b"b", 21))
            for _ in range(20):
                found = [line for line in self.until_ok(program)
                         if line["kind"] == "tally"]
                if len(found) > 1:
                    break
            self.assertEqual([(line["object"]["path"], line["count"]) for line in found],
                             [("/etc/a", 3), ("/etc/b", 1)])
            # What was printed is in the file, too.
            families = openmetrics.parse(metrics.read_bytes())
            self.assertEqual(
                sum(families["landlock_denials"].samples.values()), 4)

    def test_says_when_it_is_blind(self):
        info = subprocess.run([PROGRAM, "info", "--format", "json"], check=True,
                              capture_output=True, timeout=60)
        state = json.loads(info.stdout)["audit"]["state"]
        with tempfile.TemporaryDirectory() as folder:
            metrics = pathlib.Path(folder, "m.prom")
            program = self.start("--live", "--metrics", metrics)
            self.assertTrue(program.stdout.readline())
            families = openmetrics.parse(metrics.read_bytes())
        self.assertEqual(openmetrics.value(families, "landlock_telemetry_blind"),
                         state != "on")
        self.assertEqual(openmetrics.value(families, "landlock_audit_state",
                                           state=state), 1)


class Usage(unittest.TestCase):
    def test_values(self):
        for words, message in (
            (["--tally", "who"], b"--tally: who: is not known; expected domain, or exe"),
            (["--suppress", "5"], b"--suppress: 5: is not valid; expected N/SECONDS"),
            (["--suppress", "0/5"], b"is not valid"),
            (["--suppress", "5/0"], b"is not valid"),
            (["--suppress", "5/60s"], b"is not valid"),
            (["--suppress", "+5/60"], b"is not valid"),
            (["--suppress", "5/86401"], b"is not valid"),
            (["--suppress", "1000001/60"], b"is not valid"),
            (["--tally", "exe", "--suppress", "5/60"], b"leave out one of them"),
            (["--tally", "exe", "--format", "csv"], b"expected json, flat or text"),
            (["--suppress", "5/60", "--format", "ecs"], b"expected json, flat or text"),
        ):
            done = run(*words, RAW)
            self.assertEqual((done.returncode, done.stdout), (2, b""), words)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    unittest.main()
