# SPDX-License-Identifier: MIT
"""The keys that a rule may name."""

# What `events --format flat` prints, in its order.
FLAT = """v kind time id part parts node boot source flags domain blockers class outcome
mode object path parent name dev ino ioctlcmd saddr src daddr dest laddr lport faddr fport
opid ocomm pid ppid uid euid gid egid auid ses tty comm exe subj cwd proctitle arch syscall
uring_op a0 a1 a2 a3 success exit errno creator_pid creator_uid creator_comm creator_exe
total logged unlogged path_hex proctitle_hex""".split()

# Of auditd's records of system calls, for rules of that service.
AUDITD = """time type arch syscall success exit a0 a1 a2 a3 items ppid pid auid uid gid euid
suid fsuid egid sgid fsgid tty ses comm exe subj key proctitle""".split()
