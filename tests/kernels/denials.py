# SPDX-License-Identifier: MIT
"""What the kernel must record of what guest/denials.c says that it did."""
import re

# What was called: by which system call, what must stand as refused of each object
# that it names, and how that object is said.
CALLS = {
    "open_read": ("openat", ["fs.read_file"], "path"),
    "open_write": ("openat", ["fs.write_file"], "path"),
    "open_both": ("openat", ["fs.write_file,fs.read_file"], "path"),
    "open_dir": ("openat", ["fs.read_dir"], "path"),
    "execve": ("execve", ["fs.execute,fs.read_file"], "path"),
    "truncate": ("truncate", ["fs.truncate"], "path"),
    "ioctl": ("ioctl", ["fs.ioctl_dev"], "ioctl"),
    "creat": ("creat", ["fs.make_reg"], "parent"),
    "mkdir": ("mkdir", ["fs.make_dir"], "parent"),
    "symlink": ("symlink", ["fs.make_sym"], "parent"),
    "mknod_char": ("mknodat", ["fs.make_char"], "parent"),
    "mknod_block": ("mknodat", ["fs.make_block"], "parent"),
    "mknod_fifo": ("mknodat", ["fs.make_fifo"], "parent"),
    "mknod_sock": ("mknodat", ["fs.make_sock"], "parent"),
    "mknod_reg": ("mknodat", ["fs.make_reg"], "parent"),
    "unlink": ("unlink", ["fs.remove_file"], "parent"),
    "rmdir": ("rmdir", ["fs.remove_dir"], "parent"),
    "rename": ("rename", ["fs.remove_file,fs.make_reg"], "parent"),
    "link": ("link", ["fs.make_reg"], "parent"),
    "rename_across": ("rename", ["fs.remove_file,fs.refer",
                                 "fs.make_reg,fs.refer"], "parent"),
    "link_across": ("link", ["fs.refer", "fs.make_reg,fs.refer"], "parent"),
    "rename_nested": ("rename", ["fs.remove_file", "fs.make_reg"], "parent"),
    "mount": ("mount", ["fs.change_topology"], "path"),
    "umount": ("umount2", ["fs.change_topology"], "mount"),
    "bind_tcp": ("bind", ["net.bind_tcp"], "bind"),
    "bind_udp": ("bind", ["net.bind_udp"], "bind"),
    "connect_tcp": ("connect", ["net.connect_tcp"], "connect"),
    "connect_bound": ("connect", ["net.connect_tcp"], "connect"),
    "connect_udp": ("connect", ["net.connect_send_udp"], "connect"),
    "send_udp": ("sendto", ["net.connect_send_udp"], "connect"),
    "connect_abstract": ("connect", ["scope.abstract_unix_socket"], "abstract"),
    "connect_named": ("connect", ["fs.resolve_unix"], "path"),
    "kill": ("kill", ["scope.signal"], "task"),
    "kill_all": ("kill", ["scope.signal"], "tasks"),
    "ptrace": ("ptrace", ["ptrace"], "task"),
    "traceme": ("ptrace", ["ptrace"], "task"),
    "uring_call": ("io_uring_enter", ["fs.read_file"], "path"),
    "uring_worker": (None, ["fs.read_file"], "path"),
}
NUMBERS = {
    "openat": 257, "execve": 59, "truncate": 76, "ioctl": 16, "creat": 85,
    "mkdir": 83, "symlink": 88, "mknodat": 259, "unlink": 87, "rmdir": 84,
    "rename": 82, "link": 86, "mount": 165, "umount2": 166, "bind": 49,
    "connect": 42, "sendto": 44, "kill": 62, "ptrace": 101,
    "io_uring_enter": 426,
}
OPENAT = 18    # of io_uring
HEX = re.compile(r"[0-9a-f]+")
ANY = ("0.0.0.0", "::")
PROCTITLE_MOST = 128


def text(name, data):
    """The members that these bytes have."""
    members = {name: data.decode("utf-8", "replace")}
    try:
        data.decode("utf-8")
        exact = b"\0" not in data
    except UnicodeDecodeError:
        exact = False
    if not exact:
        members[name + "_hex"] = data.hex().upper()
    return members


class Did:
    """A line of what was done."""

    def __init__(self, line):
        first, self.what, *words = line.split()
        if first != "did" or self.what not in CALLS:
            raise ValueError(f"denials said: {line}")
        self.words = dict(word.split("=", 1) for word in words)
        self.domains = self.words["domain"].split(",")
        self.call, self.refused, self.shape = CALLS[self.what]

    def number(self, word):
        return int(self.words[word])

    def bytes(self, word):
        return bytes.fromhex(self.words[word])

    def others(self):
        """Of a signal to all: who was there all the time, and who at some time."""
        before, after = ({int(pid) for pid in self.words[word].split(",")}
                         for word in ("before", "after"))
        return before & after, before | after

    def path(self, at=""):
        path = self.bytes("path" + at)
        members = {"kind": "path", **text("path", path), "dev": device(path),
                   "ino": self.words["ino" + at]}
        if self.shape == "parent":
            members["parent"] = True
        elif self.shape == "ioctl":
            members["ioctlcmd"] = "0x5401"
        return members

    def inet(self, address, port):
        members = {"kind": "inet"}
        if self.words["address"] not in ANY:
            members[address] = self.words["address"]
        if self.number("port"):
            members[port] = self.number("port")
        return members

    def objects(self, kernel):
        if self.shape == "bind":
            return [self.inet("saddr", "src")]
        if self.shape == "connect":
            members = self.inet("daddr", "dest")
            # What the socket is bound to is recorded since 7.1.
            if "own" in self.words and kernel >= (7, 1):
                members.update(laddr=self.words["own"],
                               lport=self.number("own_port"))
            return [members]
        if self.shape == "abstract":
            name = self.bytes("name")
            return [{"kind": "unix_abstract", "path_hex": name.hex().upper(),
                     "path": "@" + name[1:].decode("utf-8", "replace")}]
        if self.shape == "task":
            return [{"kind": "task", "opid": self.number("other"),
                     **text("ocomm", self.bytes("other_comm"))}]
        if self.shape == "tasks":
            return None
        if self.shape == "mount":
            return [{"kind": "mount", "name": "/", "dev": "tmpfs",
                     "ino": self.words["ino"]}]
        return [self.path(at) for at in ("", "2")[:len(self.refused)]]

    def subject(self, kernel):
        ids = {"pid": self.number("pid"), "ppid": self.number("ppid"),
               "uid": self.number("uid"), "euid": self.number("uid"),
               "gid": self.number("gid"), "egid": self.number("gid")}
        if not self.call:
            return {"from": "uring", **ids}
        title = self.bytes("title").rstrip(b"\0")[:PROCTITLE_MOST]
        members = {"from": "syscall", **ids, **text("comm", self.bytes("comm")),
                   **text("exe", self.bytes("exe")),
                   "proctitle": [part.decode("utf-8", "replace")
                                 for part in title.split(b"\0")]}
        if "proctitle_hex" in text("proctitle", title):
            members["proctitle_hex"] = title.hex().upper()
        if self.what == "creat" and kernel >= (7, 3):
            # Refused so late that its names are recorded, but not what they are.
            members["cwd"] = "/tmp"
            members["paths"] = [{"nametype": "PARENT"}, {"nametype": "CREATE"}]
        return members

    def syscall(self):
        result = self.words["result"]
        members = {"success": result == "ok", "exit": self.number("exit")}
        if result != "ok":
            members["errno"] = result
        if self.call:
            members.update(arch="x86_64", number=NUMBERS[self.call],
                           name=self.call, a0=HEX, a1=HEX, a2=HEX, a3=HEX)
        else:
            members["exit"] = 0    # the kernel's word, not the answer
        if self.what.startswith("uring"):
            members["uring_op"] = OPENAT
        return members


def device(path):
    """The file systems of init.c."""
    for prefix, name in ((b"/tmp/", "tmpfs"), (b"/dev/", "devtmpfs")):
        if path.startswith(prefix):
            return name
    return "rootfs"


def class_of(right):
    if right == "fs.change_topology":
        return "mount"
    return right.partition(".")[0]


def creators(lines):
    """Domains by their number, as who has made them."""
    found = {}
    for line in lines:
        first, number, *words = line.split()
        if first == "domain":
            word = dict(part.split("=") for part in words)
            found[number] = {
                "pid": int(word["pid"]), "uid": int(word["uid"]),
                **text("comm", bytes.fromhex(word["comm"])),
                **text("exe", bytes.fromhex(word["exe"]))}
    return found


def dids(lines):
    return [Did(line) for line in lines
            if line.partition(" ")[0] not in ("abi", "domain")]
