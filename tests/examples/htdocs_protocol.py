# SPDX-License-Identifier: MIT
"""What htdocs says to well- and ill-behaved clients."""
import email.utils
import hashlib
import os
import re
import socket
import time

from htdocs_server import WithRoot, wait_for

# No part of any response to a request for something outside or hidden.
SECRET = b"the secret"


def date(when, form="%a, %d %b %Y %H:%M:%S GMT"):
    return time.strftime(form, time.gmtime(when))


def seconds(text):
    return email.utils.parsedate_to_datetime(text).timestamp()


class Files(WithRoot):
    """What is found, and what is not."""

    @classmethod
    def fill(cls, root):
        super().fill(root)
        (root / ".hidden").write_bytes(SECRET)
        (root / ".git").mkdir()
        (root / ".git" / "config").write_bytes(SECRET)
        (root / "etc").mkdir()
        (root / "etc" / "passwd").write_text("of the root\n")
        (root / "a b\u00e9.txt").write_text("name\n")
        (root / "dir with space").mkdir()
        os.mkfifo(root / "pipe")
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind(str(root / "socket"))
        os.symlink("a.txt", root / "link.txt")
        os.symlink("loop", root / "loop")

    def status(self, target, expected, body=None):
        response = self.server.get(target)
        self.assertEqual(response.status, expected, target)
        self.assertNotIn(SECRET, response.body)
        if body is not None:
            self.assertEqual(response.body, body, target)
        return response

    def test_found(self):
        self.status("/", 200, b"<h1>index</h1>\n")
        self.status("/index.html", 200, b"<h1>index</h1>\n")
        self.status("/a.txt", 200, b"0123456789")
        self.status("/a.txt?query=/../x", 200, b"0123456789")
        self.status("/empty.txt", 200, b"")
        self.status("/sub/", 200, b"sub\n")
        self.status("/sub/../a.txt", 200, b"0123456789")
        self.status("/./sub/.//../%61.txt", 200, b"0123456789")
        self.status("/a%20b%C3%A9.txt", 200, b"name\n")
        self.status("/a%20b\u00c3\u00a9.txt", 200, b"name\n")
        self.status("/link.txt", 200, b"0123456789")
        self.status("http://test/a.txt", 200, b"0123456789")
        self.status("http://test:80", 200, b"<h1>index</h1>\n")

    def test_not_found(self):
        for target in ("/none", "/none/", "/a.txt/", "/a.txt/b", "/sub/none",
                       "/" + "x" * 300, "/" + "x/" * 2000):
            self.status(target, 404)

    def test_dot_files(self):
        for target in ("/.hidden", "/%2ehidden", "/.git/config", "/.git/", "/.git",
                       "/sub/../.hidden", "/sub/%2E%2e/.git/config", "/...", "/..x"):
            self.status(target, 404)

    def test_traversal(self):
        for target in ("/../../../etc/passwd", "/%2e%2e/%2E%2e/etc/passwd",
                       "/..%2f..%2f..%2fetc/passwd", "/sub/../../etc/passwd",
                       "//etc/passwd", "/sub/..//..//etc/passwd"):
            self.status(target, 200, b"of the root\n")
        self.status("/" + "../" * 20 + "etc/shadow", 404)
        self.status("/" + "../" * 20, 200, b"<h1>index</h1>\n")

    def test_forbidden(self):
        self.status("/bare/", 403)
        self.status("/pipe", 403)
        self.status("/socket", 403)
        self.status("/loop", 403)

    def test_bad_escapes(self):
        for target in ("/%", "/%1", "/%zz", "/a%00.txt", "/a.txt%00", "/%0x"):
            self.assertEqual(self.status(target, 400).fields["Connection"], "close")

    def test_redirect(self):
        for target, place in (
            ("/sub", "/sub/"),
            ("/bare", "/bare/"),
            ("/sub?a=b&c", "/sub/?a=b&c"),
            ("/dir%20with%20space", "/dir%20with%20space/"),
            ("/sub/../bare", "/bare/"),
            ("//bare", "/bare/"),  # not to a host of this name
            ("http://test/bare?x", "/bare/?x"),
        ):
            response = self.status(target, 301)
            self.assertEqual(response.fields["Location"], place)
            self.assertEqual(response.fields["Connection"], "keep-alive")
        self.status("/sub?" + "q" * 6000, 414)

    def test_media_types(self):
        for target, kind in (
            ("/", "text/html; charset=utf-8"),
            ("/sub/", "text/html; charset=utf-8"),
            ("/a.txt", "text/plain; charset=utf-8"),
            ("/bare/b.css", "text/css; charset=utf-8"),
            ("/big.bin", "application/octet-stream"),
            ("/none", "text/plain; charset=utf-8"),
        ):
            self.assertEqual(self.server.get(target).fields["Content-Type"], kind)

    def test_fields(self):
        os.utime(self.root / "a.txt", (0, 784111777))
        fields = self.server.get("/a.txt").fields
        self.assertLess(abs(seconds(fields.pop("Date")) - time.time()), 60)
        self.assertEqual(fields, {
            "Server": "htdocs",
            "Content-Type": "text/plain; charset=utf-8",
            "Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT",
            "Accept-Ranges": "bytes",
            "Content-Length": "10",
            "Connection": "keep-alive",
        })

    def test_file_from_the_future(self):
        future = self.root / "future.txt"
        future.write_text("")
        os.utime(future, (0, time.time() + 100000))
        fields = self.server.get("/future.txt").fields
        self.assertEqual(fields["Last-Modified"], fields["Date"])

    def test_whole_large_file(self):
        want = hashlib.sha256((self.root / "big.bin").read_bytes()).digest()
        self.assertEqual(hashlib.sha256(self.server.get("/big.bin").body).digest(), want)

    def test_replaced_file(self):
        page = self.root / "page.txt"
        with self.server.connect() as client:
            for text in (b"one", b"two", b"three"):
                (self.root / "new").write_bytes(text)
                os.rename(self.root / "new", page)
                client.ask("/page.txt")
                self.assertEqual(client.response().body, text)
            page.unlink()
            client.ask("/page.txt")
            self.assertEqual(client.response().status, 404)

    def test_file_that_shrinks(self):
        page = self.root / "shrinks.bin"
        page.write_bytes(b"x" * (64 << 20))
        with self.server.connect(receive_buffer=4096) as client:
            client.ask("/shrinks.bin")
            client.take(1000)
            os.truncate(page, 1000)
            client.data = b""
            size = 0
            while client.more():
                size += len(client.data)
                client.data = b""
            self.assertLess(size, 64 << 20)
        self.status("/a.txt", 200)


class Head(WithRoot):
    def test_head_has_no_body(self):
        for target in ("/", "/a.txt", "/none", "/sub", "/bare/", "/big.bin"):
            with self.server.connect() as client:
                client.ask(target)
                whole = client.response()
                client.ask(target, method="HEAD")
                head = client.response(head=True)
                client.ask("/a.txt")
                after = client.response()
            whole.fields["Date"] = head.fields["Date"]
            self.assertEqual((head.status, head.fields), (whole.status, whole.fields))
            self.assertEqual(after.body, b"0123456789")


class Ranges(WithRoot):
    def ask(self, *fields, target="/a.txt", method="GET"):
        return self.server.get(target, *fields, method=method)

    def test_parts(self):
        for wanted, body, where in (
            ("0-0", b"0", "0-0"),
            ("2-4", b"234", "2-4"),
            ("7-", b"789", "7-9"),
            ("-3", b"789", "7-9"),
            ("-99", b"0123456789", "0-9"),
            ("8-99", b"89", "8-9"),
        ):
            response = self.ask(f"Range: bytes={wanted}")
            self.assertEqual((response.status, response.body), (206, body), wanted)
            self.assertEqual(response.fields["Content-Range"], f"bytes {where}/10")
            self.assertEqual(response.fields["Content-Length"], str(len(body)))

    def test_unsatisfiable(self):
        for wanted in ("10-", "10-12", "99999999999999999999-", "-0"):
            response = self.ask(f"Range: bytes={wanted}")
            self.assertEqual(response.status, 416, wanted)
            self.assertEqual(response.fields["Content-Range"], "bytes */10")
            self.assertEqual(response.fields["Connection"], "keep-alive")
        self.assertEqual(self.ask("Range: bytes=0-", target="/empty.txt").status, 416)

    def test_whole(self):
        for wanted in ("bytes=0-1,3-4", "bytes=4-2", "bytes=x", "lines=1-2", "bytes=-"):
            response = self.ask(f"Range: {wanted}")
            self.assertEqual((response.status, response.body), (200, b"0123456789"))
            self.assertNotIn("Content-Range", response.fields)

    def test_head(self):
        response = self.ask("Range: bytes=1-2", method="HEAD")
        self.assertEqual((response.status, response.fields["Content-Length"]), (200, "10"))

    def test_if_range(self):
        os.utime(self.root / "a.txt", (0, 1000000000))
        for condition, status in (
            (date(1000000000), 206),
            (date(1000000001), 200),
            (date(999999999), 200),
            ('"tag"', 200),
        ):
            response = self.ask("Range: bytes=1-2", f"If-Range: {condition}")
            self.assertEqual(response.status, status, condition)

    def test_large(self):
        want = (self.root / "big.bin").read_bytes()
        response = self.ask("Range: bytes=1234567-7654321", target="/big.bin")
        self.assertEqual(response.body, want[1234567:7654322])


class Conditions(WithRoot):
    def test_if_modified_since(self):
        changed = 1000000000
        os.utime(self.root / "a.txt", (0, changed))
        for condition, status in (
            (date(changed), 304),
            (date(changed + 1), 304),
            (date(changed - 1), 200),
            (date(changed, "%A, %d-%b-%y %H:%M:%S GMT"), 304),
            (date(changed, "%a %b %e %H:%M:%S %Y"), 304),
            (date(changed - 1, "%a %b %e %H:%M:%S %Y"), 200),
            ("yesterday", 200),
        ):
            for method in ("GET", "HEAD"):
                response = self.server.get(
                    "/a.txt", f"If-Modified-Since: {condition}", method=method
                )
                self.assertEqual(response.status, status, condition)
        response = self.server.get("/a.txt", f"If-Modified-Since: {date(changed)}")
        self.assertEqual(response.fields["Last-Modified"], date(changed))
        self.assertNotIn("Content-Length", response.fields)

    def test_not_modified_has_no_body(self):
        with self.server.connect() as client:
            client.ask("/a.txt", f"If-Modified-Since: {date(time.time())}")
            self.assertEqual(client.response().status, 304)
            client.ask("/a.txt")
            self.assertEqual(client.response().body, b"0123456789")

    def test_if_none_match_wins(self):
        response = self.server.get(
            "/a.txt", f"If-Modified-Since: {date(time.time())}", 'If-None-Match: "x"'
        )
        self.assertEqual(response.status, 200)


class Refusals(WithRoot):
    def refused(self, data, status):
        """One response of this status, and the end."""
        with self.server.connect() as client:
            client.send(data)
            response = client.response()
            self.assertEqual(response.status, status, data[:80])
            self.assertEqual(response.fields["Connection"], "close")
            self.assertEqual(client.rest(), b"")
        return response

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "X"):
            response = self.server.get("/a.txt", method=method)
            self.assertEqual(response.status, 405)
            self.assertEqual(response.fields["Allow"], "GET, HEAD")
        self.assertEqual(self.server.get("*", method="OPTIONS").status, 405)
        self.assertEqual(self.server.get("test:443", method="CONNECT").status, 405)

    def test_malformed(self):
        for data in (
            b"GET /\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            b"GET / HTTP/1.1\nHost: a\n\n",
            b"GET / HTTP/1.1\r\nHost: a\n\r\n",
            b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
            b"GET /\x1b[2J HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET / HTTP/x.y\r\nHost: a\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n",
            b"GET a.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",  # TLS
        ):
            self.refused(data, 400)

    def test_version(self):
        self.refused(b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)
        self.refused(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)
        self.assertEqual(self.server.get("/a.txt", version="HTTP/1.2").status, 200)

    def test_too_large(self):
        self.refused(b"GET /" + b"a" * 100000, 414)
        self.refused(b"A" * 100000, 414)
        self.refused(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 100000, 431)
        self.refused(b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 20000, 431)
        self.assertEqual(self.server.get("/a.txt?" + "a" * 8000).status, 200)

    def test_bodies(self):
        """What stands where a body does is no request; and no reset hides this."""
        inner = b"GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"
        head = b"GET / HTTP/1.1\r\nHost: a\r\n"
        length = b"Content-Length: %d\r\n" % len(inner)
        chunked = b"Transfer-Encoding: chunked\r\n"
        for method, status in ((b"GET", 413), (b"HEAD", 413), (b"POST", 405)):
            head = method + b" / HTTP/1.1\r\nHost: a\r\n"
            with self.server.connect() as client:
                client.send(head + length + b"\r\n" + inner)
                response = client.response(head=method == b"HEAD")
                self.assertEqual(response.status, status)
                self.assertEqual(client.rest(), b"")
            with self.server.connect() as client:
                client.send(head + chunked + b"\r\n" + b"0\r\n\r\n" + inner)
                response = client.response(head=method == b"HEAD")
                self.assertEqual(response.status, status)
                self.assertEqual(client.rest(), b"")
        head = b"GET / HTTP/1.1\r\nHost: a\r\n"
        for fields in (
            length + chunked, chunked + length, length + length,
            b"Content-Length: 5, 5\r\n", b"Content-Length: -5\r\n",
            b"Content-Length: 5 5\r\n", b"Content-Length : 5\r\n",
            b"Content-Length:\r\n", b"Transfer-Encoding\r\n",
            b"X: a\rContent-Length: 5\r\n",
        ):
            self.refused(head + fields + b"\r\n" + inner, 400)
        self.refused(b"GET / HTTP/1.0\r\n" + chunked + b"\r\n" + inner, 400)
        large = head + b"Content-Length: 500000\r\n\r\n" + b"x" * 500000
        self.refused(large, 413)

    def test_empty_body(self):
        with self.server.connect() as client:
            client.ask("/a.txt", "Content-Length: 0")
            self.assertEqual(client.response().fields["Connection"], "keep-alive")
            client.ask("/a.txt")
            self.assertEqual(client.response().body, b"0123456789")


class Connections(WithRoot):
    def asked(self, *fields, version="HTTP/1.1"):
        """The response's Connection, and whether it was kept."""
        with self.server.connect() as client:
            client.ask("/a.txt", *fields, version=version)
            said = client.response().fields["Connection"]
            if said == "close":
                self.assertEqual(client.rest(), b"")
            else:
                client.ask("/a.txt", *fields, version=version)
                self.assertEqual(client.response().body, b"0123456789")
            return said

    def test_keep_alive(self):
        self.assertEqual(self.asked(), "keep-alive")
        self.assertEqual(self.asked("Connection: close"), "close")
        self.assertEqual(self.asked("Connection: x , Close"), "close")
        self.assertEqual(self.asked(version="HTTP/1.0"), "close")
        self.assertEqual(
            self.asked("Connection: Keep-Alive", version="HTTP/1.0"), "keep-alive"
        )

    def test_pipelining(self):
        """Many requests at once, of all kinds, are answered in their order."""
        kinds = [
            (b"GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n", 200, False),
            (b"HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n", 200, True),
            (b"GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404, False),
            (b"GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=1-2\r\n\r\n", 206, False),
            (b"DELETE /a.txt HTTP/1.1\r\nHost: a\r\n\r\n", 405, False),
            (b"GET /big.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=0-99999\r\n\r\n", 206, False),
            (b"GET /sub HTTP/1.1\r\nHost: a\r\n\r\n", 301, False),
        ]
        order = [kinds[i * i % len(kinds)] for i in range(300)]
        with self.server.connect() as client:
            client.send(b"".join(request for request, _, _ in order))
            for request, status, head in order:
                self.assertEqual(client.response(head).status, status, request)
            client.ask("/a.txt")
            self.assertEqual(client.response().body, b"0123456789")
            self.assertEqual(client.data, b"")

    def test_pipelined_after_close(self):
        with self.server.connect() as client:
            client.send(
                b"GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                b"GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            client.response()
            self.assertEqual(client.rest(), b"")

    def test_split_anywhere(self):
        data = b"GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"
        with self.server.connect() as client:
            client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(1, len(data)):
                client.send(data[:i])
                time.sleep(0.001)
                client.send(data[i:])
                self.assertEqual(client.response().body, b"0123456789")
            for byte in data:
                client.send(bytes([byte]))
            self.assertEqual(client.response().body, b"0123456789")

    def test_blank_lines_before(self):
        with self.server.connect() as client:
            for _ in range(3):
                client.send(b"\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n\r\n")
                self.assertEqual(client.response().body, b"0123456789")

    def test_half_closed(self):
        """A client that has said all it wants to say still gets its answer."""
        with self.server.connect() as client:
            client.ask("/big.bin")
            client.socket.shutdown(socket.SHUT_WR)
            self.assertEqual(len(client.response().body), 8 << 20)
            self.assertEqual(client.rest(), b"")

    def test_half_closed_early(self):
        with self.server.connect() as client:
            client.send(b"GET / HTT")
            client.socket.shutdown(socket.SHUT_WR)
            self.assertEqual(client.rest(), b"")

    def test_reset(self):
        for _ in range(20):
            client = self.server.connect()
            client.ask("/big.bin")
            client.take(10)
            client.socket.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
            )
            client.close()
        wait_for(lambda: self.server.connections() == 0, "no connections")


class Log(WithRoot):
    LINE = re.compile(
        r'127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] '
        r'"([\x20-\x21\x23-\x7e]*)" (\d{3}) (\d+)'
    )

    def test_lines(self):
        before = len(self.server.log())
        expected = []

        def ask(data, line, status, size, head=False):
            with self.server.connect() as client:
                client.send(data)
                self.assertEqual(client.response(head).status, status)
                if data.endswith(b"\r\n"):
                    client.socket.shutdown(socket.SHUT_WR)
                client.rest()
            expected.append((line, str(status), str(size)))

        end = b" HTTP/1.1\r\nHost: a\r\n\r\n"
        ask(b"GET /a.txt" + end, "GET /a.txt HTTP/1.1", 200, 10)
        ask(b"HEAD /a.txt" + end, "HEAD /a.txt HTTP/1.1", 200, 0, head=True)
        ask(b"GET /none?x" + end, "GET /none?x HTTP/1.1", 404, 14)
        ask(b"GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=-4\r\n\r\n",
            "GET /a.txt HTTP/1.1", 206, 4)
        ask(b"GET /big.bin" + end, "GET /big.bin HTTP/1.1", 200, 8 << 20)
        ask(b"GET /%0a\"\\'" + end, "GET /%0a\\x22\\x5c' HTTP/1.1", 404, 14)
        ask(b"GET /\xff" + end, "GET /\\xff HTTP/1.1", 404, 14)
        ask(b"GET /\x1b[2J\x07" + end, "GET /\\x1b[2J\\x07 HTTP/1.1", 400, 16)
        ask(b"GET /\0\x7f\r\r\n", "GET /\\x00\\x7f\\x0d", 400, 16)
        ask(b"\n", "-", 400, 16)
        ask(b"GET /" + b"\x01" * 9000, "GET /" + "\\x01" * 254 + "...", 414, 17)
        lines = self.server.log(before + len(expected))[before:]
        found = [self.LINE.fullmatch(line) for line in lines]
        self.assertNotIn(None, found, lines)
        self.assertEqual([match.groups() for match in found], expected)

    def test_given_up(self):
        """What was really sent is logged for a client that went away."""
        before = len(self.server.log())
        client = self.server.connect(receive_buffer=4096)
        client.ask("/big.bin")
        client.take(100)
        client.close()
        line = self.LINE.fullmatch(self.server.log(before + 1)[before])
        self.assertEqual(line[2], "200")
        self.assertLess(int(line[3]), 8 << 20)
