# SPDX-License-Identifier: MIT
"""htdocs and its limits: slow clients, many clients, no descriptors, the end."""
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest

from htdocs_server import WRAPPER, Server, WithRoot, raise_limit, wait_for

BIG = 8 << 20

# valgrind keeps descriptors, and their limit, to itself.
own_limits = unittest.skipIf("valgrind" in WRAPPER, "valgrind has its own limits")


class Root(WithRoot):
    """A root; each test has a server of its own."""

    @classmethod
    def enterClassContext(cls, manager):
        # The shared server of WithRoot is not wanted.
        manager.__exit__(None, None, None)

    def start(self, *options, **more):
        server = Server(self.root, *options, **more)
        self.addCleanup(server.__exit__, None, None, None)
        return server


class SlowClients(Root):
    def setUp(self):
        self.server = self.start("--timeout", "1")

    def test_silent(self):
        with self.server.connect() as client:
            self.assertEqual(client.rest(), b"")

    def test_idle(self):
        with self.server.connect() as client:
            client.ask("/a.txt")
            self.assertEqual(client.response().body, b"0123456789")
            self.assertEqual(client.rest(), b"")
        self.assertEqual(len(self.server.log(1)), 1)

    def test_half_a_head(self):
        with self.server.connect() as client:
            client.send(b"GET /a.txt HTTP/1.1\r\nHo")
            response = client.response()
            self.assertEqual(response.status, 408)
            self.assertEqual(response.fields["Connection"], "close")
            self.assertEqual(client.rest(), b"")
        self.assertIn('"GET /a.txt HTTP/1.1" 408 ', self.server.log(1)[0])

    def test_trickled_head(self):
        """Each byte comes in time, and the head does not."""
        with self.server.connect() as client:
            client.socket.settimeout(0.05)
            client.send(b"GET /a.txt HTTP/1.1\r\nX: ")
            for _ in range(600):
                try:
                    client.send(b"y")
                    client.more()
                    break
                except TimeoutError:
                    pass
            self.assertTrue(client.data.startswith(b"HTTP/1.1 408 "), client.data)

    def test_reads_nothing(self):
        with self.server.connect(receive_buffer=4096) as client:
            client.ask("/big.bin")
            wait_for(lambda: self.server.connections() == 1, "a connection")
            wait_for(lambda: self.server.connections() == 0, "no connection")
            line = self.server.log(1)[0]
            self.assertLess(int(line.split()[-1]), BIG)

    def test_reads_nothing_after_an_error(self):
        with self.server.connect() as client:
            client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
            wait_for(lambda: self.server.connections() == 1, "a connection")
            wait_for(lambda: self.server.connections() == 0, "no connection")

    def test_reads_steadily(self):
        """Slow is not too slow: several times the time-out, and all of it comes.

        The kernel holds so much for it that the server can write nothing for
        longer than the time-out: what counts is what the client takes.
        """
        with self.server.connect(receive_buffer=1 << 16) as client:
            client.ask("/big.bin")
            began = time.monotonic()
            taken = 0
            while time.monotonic() < began + 5:
                data = client.socket.recv(1 << 15)
                self.assertTrue(data, "cut off")
                taken += len(data)
                time.sleep(0.1)
            self.assertLess(taken, BIG // 2, "the client was not slow")
            taken += len(client.rest())
            self.assertGreater(taken, BIG)


class Descriptors(Root):
    def test_none_left_over(self):
        server = self.start("--timeout", "2")
        with server.connect() as client:
            client.ask("/a.txt")
            client.response()
        wait_for(lambda: server.connections() == 0, "no connection")
        before = server.descriptors()
        clients = [server.connect(receive_buffer=4096) for _ in range(100)]
        for number, client in enumerate(clients):
            client.ask(("/big.bin", "/a.txt", "/sub", "/sub/", "/none", "/bare/")[number % 6])
            client.take(12)
            if number % 4 == 0:
                client.send(b"GET / HT")
        for client in clients[::2]:
            client.close()
        wait_for(lambda: server.connections() == 0, "no connection")
        self.assertEqual(server.descriptors(), before)
        for client in clients:
            client.close()

    def few(self, server, spare):
        """Leave a running server only so many descriptors more."""
        most = int(server.descriptors()[-1]) + 1 + spare
        hard = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)[1]
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (most, hard))

    def quiet(self, server):
        """It waits instead of asking again and again."""
        before = server.processor_ticks()
        time.sleep(2)
        self.assertLess(server.processor_ticks() - before, 40, "of 200 ticks")

    @own_limits
    def test_none_to_accept_with(self):
        server = self.start()
        self.few(server, 5)
        clients = [server.connect() for _ in range(12)]
        for client in clients:
            client.ask("/", method="PUT")  # needs no descriptor
        for client in clients[:5]:
            self.assertEqual(client.response().status, 405)
        self.quiet(server)
        for client in clients[5:]:
            client.socket.setblocking(False)
            self.assertRaises(BlockingIOError, client.more)
            client.socket.settimeout(60)
        # One goes, one comes.
        for number, client in enumerate(clients[5:]):
            clients[number].close()
            self.assertEqual(client.response().status, 405)
        for client in clients:
            client.close()

    @own_limits
    def test_none_to_open_with(self):
        server = self.start()
        self.few(server, 1)
        with server.connect() as client:
            client.ask("/a.txt")
            response = client.response()
            self.assertEqual(response.status, 503)
            self.assertEqual(response.fields["Connection"], "close")
            self.assertEqual(client.rest(), b"")
        self.few(server, 3)
        self.assertEqual(server.get("/a.txt").body, b"0123456789")

    @own_limits
    def test_more_clients_than_allowed(self):
        """Of 64 descriptors, 32 are for clients; the others wait for theirs."""
        server = self.start(
            preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        )
        clients = [server.connect() for _ in range(50)]
        for client in clients:
            client.ask("/a.txt")
        for client in clients[:32]:
            self.assertEqual(client.response().body, b"0123456789")
        self.quiet(server)
        self.assertEqual(server.connections(), 32)
        for client in clients[:32]:
            client.close()
        for client in clients[32:]:
            self.assertEqual(client.response().body, b"0123456789")
            client.close()

    @own_limits
    def test_limit_is_raised(self):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        server = self.start(
            preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, most))
        )
        self.assertEqual(resource.prlimit(server.pid, resource.RLIMIT_NOFILE)[0], most)


class ManyClients(Root):
    @unittest.skipIf(raise_limit() < 5000, "too few descriptors")
    def test_many(self):
        """2,000 idle clients, 100 that ask all the time, no error, nothing left."""
        server = self.start("--timeout", "600")
        before = server.descriptors()
        idle = [server.connect() for _ in range(2000)]
        for client in idle[::2]:
            client.ask("/a.txt")
            self.assertEqual(client.response().body, b"0123456789")
        wait_for(lambda: server.connections() == 2000, "2000 connections")
        self.load(server)
        for client in idle:
            client.ask("/sub/")
        for client in idle:
            self.assertEqual(client.response().body, b"sub\n")
            client.close()
        wait_for(lambda: server.connections() == 0, "no connection")
        self.assertEqual(server.descriptors(), before)

    def load(self, server):
        if shutil.which("wrk"):
            out = subprocess.run(
                ["wrk", "-c", "100", "-t", "1", "-d", "2s",
                 f"http://127.0.0.1:{server.port}/a.txt"],
                check=True, capture_output=True, text=True,
            ).stdout
            self.assertNotIn("Socket errors", out)
            self.assertNotIn("Non-2xx", out)
            self.assertGreater(int(re.search(r"(\d+) requests in", out)[1]), 100)
            return
        active = [server.connect() for _ in range(100)]
        for _ in range(50):
            for client in active:
                client.ask("/a.txt")
            for client in active:
                self.assertEqual(client.response().body, b"0123456789")
        for client in active:
            client.close()


class Stopping(Root):
    def test_idle(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.start()
            with server.connect() as idle, server.connect() as asked:
                asked.ask("/a.txt")
                asked.response()
                began = time.monotonic()
                self.assertEqual(server.stop(number), 0)
                # Nobody was waited for: that would have taken four seconds.
                self.assertLess(time.monotonic() - began, 3)
                self.assertEqual(idle.rest(), b"")
                self.assertEqual(asked.rest(), b"")

    def test_during_a_download(self):
        """It is finished, and nobody else is let in."""
        server = self.start()
        with server.connect(receive_buffer=1 << 16) as client:
            client.ask("/big.bin")
            client.take(1000)
            server.process.send_signal(signal.SIGTERM)
            wait_for(lambda: self.is_refused(server.port), "refusal")
            self.assertIsNone(server.process.poll())
            size = 1000 + len(client.rest())
            self.assertGreater(size, BIG)
            self.assertEqual(server.stop(), 0)
        self.assertRegex(server.log(1)[0], f'"GET /big.bin HTTP/1.1" 200 {BIG}$')

    def is_refused(self, port):
        try:
            with socket.create_connection(("127.0.0.1", port)):
                return False
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:
            return False

    def test_stalled(self):
        """A client that reads nothing is not waited for, not for five seconds."""
        server = self.start()
        with server.connect(receive_buffer=4096) as client:
            client.ask("/big.bin")
            client.take(1000)
            began = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(len(server.log(1)), 1)

    def test_twice(self):
        """A second signal ends it at once."""
        server = self.start()
        with server.connect(receive_buffer=4096) as client:
            client.ask("/big.bin")
            client.take(1000)
            server.process.send_signal(signal.SIGTERM)
            wait_for(lambda: self.is_refused(server.port), "refusal")
            began = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - began, 3)

    def test_asked_before(self):
        """What was asked before the signal is seen is answered.

        Of more clients than the server looks at in one turn.
        """
        server = self.start()
        clients = [server.connect() for _ in range(300)]
        for client in clients:
            client.ask("/a.txt")
            client.response()
        server.process.send_signal(signal.SIGSTOP)
        server.process.send_signal(signal.SIGTERM)
        for client in clients:
            client.ask("/a.txt")
        server.process.send_signal(signal.SIGCONT)
        said = []
        for client in clients:
            response = client.response()
            self.assertEqual(response.body, b"0123456789")
            said.append(response.fields["Connection"])
            self.assertEqual(client.rest(), b"")
            client.close()
        self.assertIn("close", said)
        self.assertEqual(server.stop(), 0)


class Output(Root):
    def test_reader_of_the_log_is_gone(self):
        read, write = os.pipe()
        server = self.start(stdout=write)
        os.close(write)
        self.assertEqual(server.get("/a.txt").status, 200)
        os.close(read)
        for _ in range(3):
            self.assertEqual(server.get("/a.txt").status, 200)

    def test_log_through_a_pipe(self):
        """More than the log's buffer, in one turn; every line comes, once."""
        read, write = os.pipe()
        server = self.start(stdout=write)
        os.close(write)
        count, lines = 2000, []

        def reader():
            with os.fdopen(read) as pipe:
                lines.extend(pipe)

        thread = threading.Thread(target=reader)
        thread.start()
        target = "/none" + "x" * 900
        clients = [server.connect() for _ in range(100)]
        for number in range(count):
            clients[number % 100].ask(f"{target}{number}")
        for client in clients:
            for _ in range(count // 100):
                self.assertEqual(client.response().status, 404)
            client.close()
        server.stop()
        thread.join()
        found = [int(re.search(r"x(\d+) HTTP/1.1\" 404 14$", line)[1]) for line in lines]
        self.assertEqual(sorted(found), list(range(count)))
