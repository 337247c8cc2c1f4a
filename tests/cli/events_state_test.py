#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events --state: each event once, however often it begins anew."""
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from events_case import (PROGRAM, RAW, Folder, Running, access, call, eoe, ids, journal,
                         lines, run, start)


class Once(Folder):
    """A log with a state, read to its end each time."""

    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.out = self.folder / "out"

    def once(self, *words):
        """A run to the end of the log: what it prints."""
        done = run("--state", self.state, self.log, *words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return lines(done)


class State(Once):
    def test_goes_on(self):
        self.assertEqual(run("--state", self.state, self.log).returncode, 1)
        self.add(access(1) + access(2))
        self.assertEqual(ids(self.once()), [1, 2])
        self.assertEqual(self.once(), [])
        self.add(access(3))
        self.assertEqual(ids(self.once()), [3])
        self.assertEqual(sorted(os.listdir(self.folder)), ["audit.log", "state"])
        self.assertEqual(self.state.stat().st_mode & 0o777, 0o600)

    def test_domains_are_learned_again(self):
        self.add(start(1, "1f", 10) + access(1) + eoe(1))
        self.assertEqual(ids(self.once()), [1, 1])
        self.add(access(2))
        self.assertEqual(self.once()[0]["creator"]["pid"], 10)
        self.add(b"type=LANDLOCK_DOMAIN msg=audit(2.000:9): domain=1f"
                 b" status=deallocated denials=5\n")
        end = self.once()[0]
        self.assertEqual((end["logged"], end["unlogged"]), (2, 3))

    def test_what_is_not_complete_waits(self):
        # By the clock it is complete after two seconds: again where that was slow.
        for _ in range(20):
            self.log.unlink(missing_ok=True)
            self.state.unlink(missing_ok=True)
            now = int(time.time()) + 1
            self.add(access(1, seconds=now) + access(2, seconds=now) + eoe(2, now))
            first = self.once()
            self.add(call(1, seconds=now) + access(3, seconds=now) + eoe(1, now))
            second = self.once()
            if time.time() < now + 1.5:
                break
        self.assertEqual((ids(first), ids(second)), ([2], [1]))
        self.assertEqual(second[0]["subject"]["pid"], 20)
        self.add(eoe(3, now))
        self.assertEqual(ids(self.once()), [3])

    def test_cut_line(self):
        line = access(1)
        for cut in range(0, len(line) - 1, 17):
            self.log.write_bytes(line[:cut])
            self.state.unlink(missing_ok=True)
            self.assertEqual(self.once(), [])
            self.add(line[cut:])
            self.assertEqual(ids(self.once()), [1], cut)

    def test_filtered_ones_count(self):
        self.add(access(1, "1") + access(2, "2"))
        self.assertEqual(ids(self.once("--domain", "2")), [2])
        self.assertEqual(self.once(), [])

    def test_rotated_while_it_was_away(self):
        self.add(access(1))
        self.assertEqual(ids(self.once()), [1])
        self.add(access(2))
        os.rename(self.log, f"{self.log}.1")
        self.add(access(3))
        os.rename(f"{self.log}.1", f"{self.log}.2")
        os.rename(self.log, f"{self.log}.1")
        self.add(access(4))
        subprocess.run(["gzip", f"{self.log}.2"], check=True)
        self.assertEqual(ids(self.once()), [2, 3, 4])
        self.assertEqual(self.once(), [])

    def test_its_file_is_gone(self):
        self.add(access(1))
        self.once()
        self.log.unlink()
        self.add(access(2))
        printed = self.once()
        self.assertEqual([line["kind"] for line in printed], ["loss", "denial"])
        self.assertEqual((printed[0]["why"], ids(printed)), ("truncated_file", [2]))
        self.assertEqual(self.once(), [])

    def test_truncated(self):
        self.add(access(1) + access(2))
        self.once()
        os.truncate(self.log, len(access(1)))
        self.assertEqual([line["kind"] for line in self.once()], ["loss", "denial"])

    def test_of_another_log(self):
        self.add(access(1))
        self.once()
        other = self.folder / "other.log"
        other.write_bytes(access(1))
        done = run("--state", self.state, other)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(f"{self.state}:2: --state: {self.log}: is the state of another "
                      f"log; expected {other}; give each log".encode(), done.stderr)

    def test_damaged(self):
        self.add(access(1))
        self.once()
        whole = self.state.read_text()
        for damaged in ("", "no state\n", whole.replace("done 1", "done x"),
                        whole.replace("end\n", ""), whole + "more\n",
                        whole.replace("offset", "ofset"), whole[:-1]):
            self.state.write_text(damaged)
            done = run("--state", self.state, self.log)
            self.assertEqual((done.returncode, done.stdout), (1, b""), damaged)
            self.assertIn(b"--state: is not what this program writes; "
                          b"give the file of an earlier run, or remove it", done.stderr)
            self.assertEqual(self.state.read_text(), damaged)

    def test_cannot_be_written(self):
        self.add(access(1))
        done = run("--state", self.folder / "no" / "state", self.log)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(b"no/state: No such file or directory", done.stderr)

    def test_reader_that_goes_away(self):
        """What was not taken comes the next time."""
        self.add(b"".join(access(i) for i in range(3000)))
        command = f'"{PROGRAM}" events --state "{self.state}" "{self.log}" | head -c 10'
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command],
                              capture_output=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(2999, ids(self.once()))


class Restart(Once):
    """Any cut, any number of runs: each event once, as one run prints it."""

    def test_any_cut(self):
        text = RAW.read_bytes()
        whole = [line["kind"] + line["id"] for line in lines(run(RAW))]
        chance = random.Random(1)
        for _ in range(30):
            self.log.write_bytes(b"")
            self.state.unlink(missing_ok=True)
            printed = []
            at = 0
            for cut in sorted(chance.sample(range(len(text)), 4)) + [len(text)]:
                if chance.random() < 0.6:
                    cut = text.rfind(b"\n", 0, cut) + 1
                self.add(text[at:cut])
                at = cut
                printed += self.once()
                if chance.random() < 0.4 and text[cut - 1:cut] == b"\n":
                    self.rotate()
            for name in self.folder.glob("audit.log.*"):
                name.unlink()
            self.assertEqual(sorted(line["kind"] + line["id"] for line in printed),
                             sorted(whole))

    def test_any_cut_of_a_journal(self):
        text = journal(b"".join(access(i) + call(i) for i in range(1, 30)))
        self.assertEqual(ids(lines(run("-", text=text))), list(range(1, 30)))
        chance = random.Random(3)
        for _ in range(10):
            self.log.write_bytes(b"")
            self.state.unlink(missing_ok=True)
            printed = []
            at = 0
            for cut in sorted(chance.sample(range(len(text)), 4)) + [len(text)]:
                self.add(text[at:cut])
                at = cut
                printed += self.once()
            self.assertEqual(sorted(ids(printed)), list(range(1, 30)))

    def rotate(self):
        numbers = sorted((int(name.suffix[1:]) for name in
                          self.folder.glob("audit.log.*")), reverse=True)
        for number in numbers:
            os.rename(f"{self.log}.{number}", f"{self.log}.{number + 1}")
        os.rename(self.log, f"{self.log}.1")
        self.add(b"")

    def test_killed(self):
        """In the middle of anything, with a file as output: exactly once."""
        chance = random.Random(2)
        text = b""
        for i in range(400):
            text += access(i, f"{i % 7 + 1:x}") + eoe(i)
        at = 0
        while at < len(text):
            with Running(self.folder, "--follow", "--state", self.state, self.log):
                for _ in range(chance.randrange(1, 6)):
                    step = chance.randrange(1, 3000)
                    self.add(text[at:at + step])
                    at += step
                    if chance.random() < 0.2 and text[at - 1:at] == b"\n":
                        self.rotate()
                    time.sleep(chance.random() * 0.03)
        with Running(self.folder, "--follow", "--state", self.state, self.log) as program:
            program.wait(lambda printed: 399 in ids(printed))
            program.stop(signal.SIGTERM)
            denials = [line for line in program.printed() if line["kind"] == "denial"]
        self.assertEqual([line["kind"] for line in program.printed()
                          if line["kind"] == "loss"], [])
        self.assertEqual(sorted(ids(denials)), list(range(400)))

    def test_killed_in_a_write(self):
        """As the state has it: of what was being written some is there."""
        self.add(b"".join(access(i) for i in range(4)))
        done = run(self.log)
        whole = done.stdout
        ends = [i + 1 for i, byte in enumerate(whole) if byte == 10]
        self.once()
        mark = self.state.read_text()
        for there in list(range(0, len(whole), 41)) + ends:
            self.out.write_bytes(b"before\n" + whole[:there])
            output = self.out.stat()
            lines_of = mark.split("\n")
            pending = "".join(f"pending {i + 1} {end}\n" for i, end in enumerate(ends))
            self.state.write_text("\n".join(lines_of[:-2]) + (
                f"\noutput {output.st_dev} {output.st_ino} 7\n{pending}end\n"))
            with open(self.out, "ab") as out:
                subprocess.run([PROGRAM, "events", "--state", self.state, self.log],
                               stdout=out, check=True, timeout=60)
            self.assertEqual(self.out.read_bytes(), b"before\n" + whole, there)

    def test_written_behind(self):
        """What others have written to the output stays."""
        self.add(access(1))
        with open(self.out, "ab") as out:
            subprocess.run([PROGRAM, "events", "--state", self.state, self.log],
                           stdout=out, check=True, timeout=60)
        self.add(b"a note", self.out)
        self.add(access(2))
        with open(self.out, "ab") as out:
            subprocess.run([PROGRAM, "events", "--state", self.state, self.log],
                           stdout=out, check=True, timeout=60)
        self.assertIn(b"}\na note{", self.out.read_bytes())


@unittest.skipUnless(shutil.which("strace") or os.environ.get("LLGUARD_TEST_ABI"),
                     "strace is not here")
class Sandbox(Folder):
    """What a mode needs, and no right more."""

    def traced(self, *words, until=None):
        """The system calls of a run, which until ends; strace must not outlive it."""
        place = self.folder / "trace"
        place.mkdir()
        with Running(place, *words, before=[
                "strace", "-f", "-I", "3", "-o", str(place / "calls")]) as program:
            if until:
                until(program)
                pid = int((place / "calls").read_text().split(maxsplit=1)[0])
                os.kill(pid, signal.SIGTERM)
            program.process.wait(timeout=60)
        calls = (place / "calls").read_text()
        shutil.rmtree(place)
        return calls

    def test_nothing_is_refused(self):
        def rotate(program):
            program.wait_ids([1])
            os.rename(self.log, f"{self.log}.1")
            self.add(access(2) + eoe(2))
            program.wait_ids([1, 2])

        self.add(access(1) + eoe(1))
        calls = self.traced("--follow", "--state", self.folder / "state", self.log,
                            until=rotate)
        self.assertIn("landlock_restrict_self", calls)
        self.assertNotIn("EACCES", calls)

    def test_least_rights(self):
        """As the kernel is told: read_file here; make, remove and write files there."""
        self.add(access(1) + eoe(1))
        state = self.folder / "state"
        begun = {"until": lambda program: program.wait(len)}
        for words, more, wanted in (
            (["--follow", self.log], begun, ["READ_FILE"]),
            (["--state", state, self.log], {},
             ["READ_FILE", "WRITE_FILE|LANDLOCK_ACCESS_FS_REMOVE_FILE|"
              "LANDLOCK_ACCESS_FS_MAKE_REG"]),
            ([self.log], {}, []),
        ):
            calls = self.traced(*words, **more)
            added = [line for line in calls.split("\n") if "landlock_add_rule(" in line]
            self.assertEqual(len(added), len(wanted), (words, added))
            for line, word in zip(added, wanted):
                self.assertIn(f"allowed_access=LANDLOCK_ACCESS_FS_{word},", line)


if __name__ == "__main__":
    unittest.main()
