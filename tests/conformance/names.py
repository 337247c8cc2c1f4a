# SPDX-License-Identifier: MIT
"""Numbers and their names, from the system: the library has tables of its own."""
import errno
import functools
import os
import pathlib
import platform
import re
import sys

# include/uapi/linux/audit.h: AUDIT_ARCH_*
ARCHES = {"c000003e": "x86_64", "40000003": "i386"}
TABLES = {"x86_64": "unistd_64.h", "i386": "unistd_32.h"}
DIRECTORIES = ["/usr/include/x86_64-linux-gnu/asm"]
if platform.machine() == "x86_64":
    DIRECTORIES.append("/usr/include/asm")

# Two names, one number: that of asm-generic/errno.h which is not the alias.
ERRNO = {errno.EAGAIN: "EAGAIN", errno.EDEADLK: "EDEADLK",
         errno.EOPNOTSUPP: "EOPNOTSUPP"}

# Which of the system calls send a signal: man 2 kill and its like.
SIGNALLING = {"kill", "tkill", "tgkill", "rt_sigqueueinfo",
              "rt_tgsigqueueinfo", "pidfd_send_signal"}


@functools.cache
def table(arch):
    for directory in DIRECTORIES:
        path = pathlib.Path(directory, TABLES[arch])
        if path.exists():
            return {int(number): name for name, number in re.findall(
                r"^#define __NR_(\w+) (\d+)$", path.read_text(), re.MULTILINE)}
    return {}


def need():
    """The tables, or no test: a failure where nothing may be skipped."""
    missing = [arch for arch in TABLES if not table(arch)]
    if missing:
        print(f"skipped: no system call names of {missing}")
        sys.exit(1 if os.environ.get("LLGUARD_TEST_ABI") else 77)


def arch_name(word):
    return ARCHES.get(word, word)


def syscall_name(arch, number):
    return table(arch).get(number) if arch in TABLES else None


def errno_name(exit_code):
    if exit_code >= 0:
        return None
    return ERRNO.get(-exit_code) or errno.errorcode.get(-exit_code)
