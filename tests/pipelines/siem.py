# SPDX-License-Identifier: MIT
"""The host that a pipeline sends to, and the messages that it gets."""
import re
import socket
import threading
import time

from pipeline import PATIENCE


class Listener(threading.Thread):
    """A host that messages are sent to, by TCP on this machine."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.data = b""
        self.start()

    def run(self):
        while True:
            connection, _ = self.socket.accept()
            with connection:
                while piece := connection.recv(1 << 16):
                    self.data += piece

    def messages(self, count):
        """So many of them, whether a length or a newline parts them."""
        until, found = time.monotonic() + PATIENCE, []
        while time.monotonic() < until and len(found) < count:
            time.sleep(0.2)
            found = list(self.parted(self.data))
        return found

    @staticmethod
    def parted(data):
        while data:
            length, _, rest = data.partition(b" ")
            if not length.isdigit():
                message, newline, data = data.partition(b"\n")
                if newline:
                    yield message
            elif len(rest) < int(length):
                return
            else:
                yield rest[:int(length)]
                data = rest[int(length):]


def payloads(messages):
    """What RFC 5424 messages of the program say; of others nothing."""
    header = re.compile(rb"<\d+>1 \S+ \S+ landlock-guard - - (?:-|\[.*?\]) ")
    for message in messages:
        match = header.match(message)
        # Some end with a newline though their length is told.
        yield message[match.end():].rstrip(b"\n") + b"\n" if match else b""


def uncomment(text, first):
    """A block of the configuration that stands there as a comment."""
    lines, at = text.split("\n"), None
    for number, line in enumerate(lines):
        bare = line.lstrip("\t")
        indent = line[:len(line) - len(bare)]
        if bare.startswith("# " + first):
            at = True
        if at and not bare.startswith("#"):
            break
        if at:
            lines[number] = indent + bare[1:]
    if not at:
        raise ValueError(f"{first}: is not there")
    return "\n".join(lines)
