#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write syscalls.def from the kernel's headers.

usage: syscalls.py DIRECTORY > syscalls.def

DIRECTORY holds the uapi headers of all ports as Debian's linux-libc-dev (7.3
and later) installs them: uapi/PORT/asm/unistd_*.h. The package is unpacked, not
installed:  dpkg-deb -x linux-libc-dev_*_all.deb x; syscalls.py x/usr/lib/linux
"""
import re
import sys

# our name, the file, the AUDIT_ARCH_* of include/uapi/linux/audit.h
PORTS = [
    ("X86_64", "x86/asm/unistd_64.h", 0xc000003e),
    ("I386", "x86/asm/unistd_32.h", 0x40000003),
    ("AARCH64", "arm64/asm/unistd_64.h", 0xc00000b7),
    ("ARM", "arm/asm/unistd-eabi.h", 0x40000028),
    ("RISCV64", "riscv/asm/unistd_64.h", 0xc00000f3),
    ("S390X", "s390/asm/unistd_64.h", 0x80000016),
    ("PPC64LE", "powerpc/asm/unistd_64.h", 0xc0000015),
]
DEFINE = re.compile(
    r"^#define\s+__NR_(\w+)\s+(?:\(?(?:__NR_SYSCALL_BASE)\s*\+\s*)?(\d+)\)?\s*$")

def table(path):
    numbers = {}
    with open(path, encoding="ascii") as file:
        for line in file:
            match = DEFINE.match(line)
            if match:
                numbers.setdefault(int(match[2]), match[1])
    return numbers


def main():
    tables = {name: table(f"{sys.argv[1]}/uapi/{path}")
              for name, path, _ in PORTS}
    names = sorted({name for numbers in tables.values()
                    for name in numbers.values()})
    print("/* SPDX-License-Identifier: MIT */")
    print("/*\n * Written by syscalls.py from the uapi headers of Linux 7.3.\n"
          " *\n * PORT(name, AUDIT_ARCH_*), NAME(system call), and for each port"
          "\n * CALL(port, number, system call).\n */")
    print("/* clang-format off */\n#ifdef PORT")
    for name, _, arch in PORTS:
        print(f"PORT({name}, 0x{arch:08x})")
    print("#endif\n#ifdef NAME")
    for name in names:
        print(f"NAME({name})")
    print("#endif")
    for port, _, _ in PORTS:
        print(f"#ifdef CALL_{port}")
        for number in sorted(tables[port]):
            print(f"CALL_{port}({number}, {tables[port][number]})")
        print("#endif")
    print("/* clang-format on */")


if __name__ == "__main__":
    main()
