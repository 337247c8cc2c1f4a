# SPDX-License-Identifier: MIT
"""Small ELF files, of the kind that a given program is, and broken on purpose."""
import struct

PT_LOAD, PT_DYNAMIC, PT_INTERP = 1, 2, 3
DT_NULL, DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_SONAME, DT_RPATH = 0, 1, 5, 10, 14, 15
DT_RUNPATH, DT_AUXILIARY = 29, 0x7ffffffd
HEADER, SEGMENT, ENTRY = 64, 56, 16
AT_PHOFF, AT_PHENTSIZE, AT_PHNUM, AT_MACHINE, AT_CLASS, AT_DATA = 32, 54, 56, 18, 4, 5


class Maker:
    """64-bit files alone: the tests are left out elsewhere."""

    def __init__(self, program):
        with open(program, "rb") as file:
            self.head = file.read(HEADER)
        self.order = "<" if self.head[AT_DATA] == 1 else ">"
        self.usable = self.head[AT_CLASS] == 2
        interpreter = self.segment(open(program, "rb").read(), PT_INTERP)
        self.interpreter = interpreter.rstrip(b"\0").decode()

    def segment(self, data, kind):
        at, = struct.unpack_from(self.order + "Q", data, AT_PHOFF)
        count, = struct.unpack_from(self.order + "H", data, AT_PHNUM)
        for i in range(count):
            fields = struct.unpack_from(self.order + "IIQQQQQQ", data, at + i * SEGMENT)
            if fields[0] == kind:
                return data[fields[2]:fields[2] + fields[5]]
        return b""

    def make(self, needed=(), interp=True, soname=None, rpath=None, runpath=None,
             more=(), strings=b"", segments=None, entries=None):
        """The bytes of a file.

        more: tags and strings besides. strings: appended to the table.
        segments, entries: a function that may change the list before it is
        written.
        """
        table = b"\0"
        dynamic = []
        pairs = [(DT_NEEDED, name) for name in needed]
        pairs += [(DT_SONAME, soname), (DT_RPATH, rpath), (DT_RUNPATH, runpath), *more]
        for tag, text in pairs:
            if text is not None:
                dynamic.append((tag, len(table)))
                table += text.encode() + b"\0"
        table += strings
        name = self.interpreter if interp is True else interp
        name = name.encode() + b"\0" if name else b""
        count = 3 if name else 2
        at_name = HEADER + count * SEGMENT
        at_table = at_name + len(name)
        at_dynamic = (at_table + len(table) + 15) & ~15
        dynamic += [(DT_STRTAB, at_table), (DT_STRSZ, len(table)), (DT_NULL, 0)]
        if entries:
            dynamic = entries(dynamic)
        size = at_dynamic + len(dynamic) * ENTRY
        # type, flags, offset, address, physical address, sizes, alignment
        parts = [[PT_LOAD, 5, 0, 0, 0, size, size, 4096],
                 [PT_DYNAMIC, 6, at_dynamic, at_dynamic, at_dynamic,
                  len(dynamic) * ENTRY, len(dynamic) * ENTRY, 8]]
        if name:
            parts.append([PT_INTERP, 4, at_name, at_name, at_name, len(name), len(name), 1])
        if segments:
            parts = segments(parts)
        head = self.head[:16] + struct.pack(
            self.order + "HHIQQQIHHHHHH", 3, self.machine(), 1, 0, HEADER, 0,
            struct.unpack_from(self.order + "I", self.head, 48)[0], HEADER,
            SEGMENT, count, 0, 0, 0)
        body = head + b"".join(
            struct.pack(self.order + "IIQQQQQQ", *part) for part in parts)
        body += name + table
        body += b"\0" * (at_dynamic - len(body))
        return body + b"".join(
            struct.pack(self.order + "QQ", tag & 2**64 - 1, value) for tag, value in dynamic)

    def machine(self):
        return struct.unpack_from(self.order + "H", self.head, AT_MACHINE)[0]

    def patch(self, data, at, form, value):
        data = bytearray(data)
        struct.pack_into(self.order + form, data, at, value)
        return bytes(data)
