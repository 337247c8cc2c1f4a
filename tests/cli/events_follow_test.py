#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""landlock-guard events --follow: a log that grows, is rotated, is cut."""
import os
import signal
import subprocess
import time
import unittest

from events_case import Folder, Running, access, eoe, ids, start


class Follow(Folder):
    def follow(self, *words):
        return Running(self.folder, "--follow", self.log, *words)

    def test_what_is_there_and_what_comes(self):
        self.add(access(1) + eoe(1))
        with self.follow() as program:
            program.wait_ids([1])
            self.add(access(2) + eoe(2))
            program.wait_ids([1, 2])
            self.assertEqual(program.stop(signal.SIGTERM), 0)
            states = [line["state"] for line in program.printed() if "state" in line]
            self.assertEqual(states, ["started", "stopped"])
            self.assertEqual(program.printed()[0]["kind"], "status")
            self.assertEqual(program.printed()[-1]["denials"], 2)

    def test_cut_line_waits_for_its_rest(self):
        line = access(1)
        with self.follow() as program:
            for cut in (1, 30, len(line) - 1):
                self.add(line[:cut])
                time.sleep(0.2)
                self.add(line[cut:] + eoe(1))
                program.wait(lambda printed, cut=cut: ids(printed))
            program.stop(signal.SIGINT)
            status = program.printed()[-1]
            self.assertEqual((status["lines"], status["unparsed"]), (6, 0))

    def test_an_event_ends_by_the_clock(self):
        """Nothing comes after it, as in auditd's own log: it has no EOE."""
        now = int(time.time())
        with self.follow() as program:
            self.add(access(1, seconds=now))
            program.wait_ids([1])

    def test_missing_at_first(self):
        with self.follow() as program:
            program.wait(len)
            self.add(access(1) + eoe(1))
            program.wait_ids([1])

    def test_rotation(self):
        """The old file is read to its end, whoever is faster."""
        self.add(b"# a comment\n")
        with self.follow() as program:
            program.wait(len)
            for i in range(0, 40, 4):
                self.add(access(i) + eoe(i))
                self.add(access(i + 1) + eoe(i + 1))
                os.rename(self.log, f"{self.log}.1")
                # It is still open there, as auditd's would be.
                self.add(access(i + 2) + eoe(i + 2), f"{self.log}.1")
                self.add(access(i + 3) + eoe(i + 3))
                program.wait_ids(list(range(i + 4)))
            program.stop(signal.SIGTERM)
            self.assertEqual(program.printed()[-1]["lines"], 81)

    def test_rotated_twice_while_it_sleeps(self):
        self.add(access(1) + eoe(1))
        with self.follow() as program:
            program.wait_ids([1])
            program.process.send_signal(signal.SIGSTOP)
            for i in (2, 4):
                self.add(access(i) + eoe(i))
                if i > 2:
                    os.rename(f"{self.log}.1", f"{self.log}.2")
                os.rename(self.log, f"{self.log}.1")
                self.add(access(i + 1) + eoe(i + 1))
            program.process.send_signal(signal.SIGCONT)
            program.wait_ids([1, 2, 3, 4, 5])

    def test_event_in_two_files(self):
        """Its domain is remembered, and its last line has no end."""
        self.add(start(1) + eoe(1) + access(2)[:-1])
        with self.follow() as program:
            program.wait_ids([1])
            os.rename(self.log, f"{self.log}.1")
            self.add(access(2, path="/2") + eoe(2))
            printed = program.wait_ids([1, 2, 2])
            denials = [line for line in printed if line["kind"] == "denial"]
            self.assertEqual([line["parts"] for line in denials], [2, 2])
            self.assertEqual({line["creator"]["pid"] for line in denials}, {10})

    def test_new_name_is_empty_for_a_while(self):
        """The writer may not have gone over to it yet."""
        self.add(access(1) + eoe(1))
        with self.follow() as program:
            program.wait_ids([1])
            os.rename(self.log, f"{self.log}.1")
            self.add(b"")
            time.sleep(0.3)
            self.add(access(2) + eoe(2), f"{self.log}.1")
            program.wait_ids([1, 2])
            self.add(access(3) + eoe(3))
            program.wait_ids([1, 2, 3])

    def test_truncated(self):
        self.add(access(1) + eoe(1) + b"type=LANDLOCK_ACC")
        with self.follow() as program:
            program.wait_ids([1])
            os.truncate(self.log, 0)
            printed = program.wait(lambda lines: lines[-1]["kind"] == "loss")
            self.assertEqual((printed[-1]["why"], printed[-1]["count"]),
                             ("truncated_file", 1))
            self.add(access(2) + eoe(2))
            program.wait_ids([1, 2])
            program.stop(signal.SIGTERM)
            self.assertEqual(program.printed()[-1]["lost"], 1)

    def test_rotated_ones_first(self):
        self.add(access(1) + eoe(1), f"{self.log}.2")
        self.add(access(2) + eoe(2), f"{self.log}.1")
        subprocess.run(["gzip", f"{self.log}.2"], check=True)
        self.add(access(3) + eoe(3))
        with self.follow("--rotated") as program:
            program.wait_ids([1, 2, 3])
            self.add(access(4) + eoe(4))
            program.wait_ids([1, 2, 3, 4])

    def test_filters(self):
        with self.follow("--domain", "2") as program:
            self.add(access(1, "1") + eoe(1) + access(2, "2") + eoe(2))
            program.wait_ids([2])
            program.stop(signal.SIGTERM)
            self.assertEqual(program.printed()[-1]["denials"], 2)

    def test_heartbeat(self):
        with self.follow("--heartbeat", "1") as program:
            printed = program.wait(lambda lines: len(lines) >= 3)
            self.assertEqual([line["state"] for line in printed[:3]],
                             ["started", "ok", "ok"])

    def test_compressed(self):
        self.add(access(1))
        subprocess.run(["gzip", self.log], check=True)
        with Running(self.folder, "--follow", f"{self.log}.gz") as program:
            self.assertEqual(program.process.wait(timeout=60), 1)
            self.assertIn("audit.log.gz: is compressed; it does not grow",
                          program.errors.read_text())


class Stream(Folder):
    """What auditd does with a plugin: a pipe, SIGHUP, SIGTERM."""

    def test_as_a_plugin(self):
        with Running(self.folder, "-", stdin=subprocess.PIPE) as program:
            program.process.stdin.write(access(1) + eoe(1))
            program.process.stdin.flush()
            program.wait_ids([1])
            program.process.send_signal(signal.SIGHUP)
            program.process.stdin.write(access(2) + eoe(2) + access(3))
            program.process.stdin.flush()
            program.wait_ids([1, 2])
            self.assertEqual(program.stop(signal.SIGTERM), 0)
            self.assertEqual(ids(program.printed()), [1, 2, 3])
            self.assertEqual(program.errors.read_text(), "")

    def test_auditd_ends(self):
        with Running(self.folder, "-", stdin=subprocess.PIPE) as program:
            program.process.stdin.write(access(1))
            program.process.stdin.close()
            self.assertEqual(program.process.wait(timeout=60), 0)
            self.assertEqual(ids(program.printed()), [1])

    def test_followed(self):
        words = ("--follow", "-", "--heartbeat", "1")
        with Running(self.folder, *words, stdin=subprocess.PIPE) as program:
            program.process.stdin.write(access(1, seconds=int(time.time())))
            program.process.stdin.flush()
            program.wait_ids([1])
            program.wait(lambda lines: lines[-1].get("state") == "ok")
            program.process.stdin.close()
            self.assertEqual(program.process.wait(timeout=60), 0)
            self.assertEqual(program.printed()[-1]["state"], "stopped")


if __name__ == "__main__":
    unittest.main()
