#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write plans.txt: policies, and what each comes to on every ABI.

Nothing here is the library's: the rights, the ABI that has each, and what is
valid on a file are typed from the kernel's documentation (landlock.rst, "Date:
October 2026") and include/uapi/linux/landlock.h. The output is committed;
plans_test.c, and a binding that wants to, compares its own plans with it.

usage: generate.py > plans.txt
"""
import json

# name, set, ABI, valid on a file; in bit order
RIGHTS = [
    ("execute", "fs", 1, True), ("write_file", "fs", 1, True),
    ("read_file", "fs", 1, True), ("read_dir", "fs", 1, False),
    ("remove_dir", "fs", 1, False), ("remove_file", "fs", 1, False),
    ("make_char", "fs", 1, False), ("make_dir", "fs", 1, False),
    ("make_reg", "fs", 1, False), ("make_sock", "fs", 1, False),
    ("make_fifo", "fs", 1, False), ("make_block", "fs", 1, False),
    ("make_sym", "fs", 1, False), ("refer", "fs", 2, False),
    ("truncate", "fs", 3, True), ("ioctl_dev", "fs", 5, True),
    ("resolve_unix", "fs", 9, True),
    ("bind_tcp", "net", 4, False), ("connect_tcp", "net", 4, False),
    ("bind_udp", "net", 10, False), ("connect_send_udp", "net", 10, False),
    ("abstract_unix_socket", "scope", 6, False), ("signal", "scope", 6, False),
    ("namespace_use", "permission", 12, False),
    ("capability_use", "permission", 12, False),
]
# flags of restrict_self in bit order, and the ABI that has each
FLAGS = [("log_same_exec_off", 7), ("log_new_exec_on", 7),
         ("log_subdomains_off", 7), ("tsync", 8), ("no_new_privs", 11),
         # the library's own
         ("keep_refer", 2), ("seal", 1)]
QUIET_ABI = 10
SINCE = {name: abi for name, _, abi, _ in RIGHTS}
SET = {name: kind for name, kind, _, _ in RIGHTS}
ORDER = [name for name, _, _, _ in RIGHTS]
ON_FILE = {name for name, _, _, on_file in RIGHTS if on_file}
REFER = ("refer is not handled: every rename and link between directories is "
         "denied (EXDEV), and no rule can allow it")


# In the order in which they are reported: code, text
NOTES = [
    ("tcp_fast_open", "sendto(MSG_FASTOPEN) may get round connect_tcp: fixed in "
     "Linux 7.2 and in some stable kernels, and nothing tells which"),
    ("mptcp", "rights for TCP do not cover MPTCP, SCTP and SMC sockets: a "
     "program that may make one connects and binds freely"),
    ("listen_unbound", "listen() on a socket that was never bound takes a port "
     "without bind_tcp"),
    ("udp_free", "this kernel cannot deny UDP, which needs ABI 10"),
    ("pathname_sockets", "this kernel cannot deny connecting to UNIX sockets by "
     "path, which needs ABI 9"),
    ("topology", "mounting, unmounting and pivot_root are denied as well "
     "(EPERM), because a right of the file system is handled"),
    ("ptrace", "tracing processes outside the domain, and reading their memory, "
     "is denied as well, whatever is handled"),
    ("one_abi_lower", "a kernel one ABI lower knows none of the rights, and "
     "would deny nothing at all, not even mounting and tracing"),
]


def abi_rights(abi):
    return {name for name in ORDER if SINCE[name] <= abi}


READ = {"read_file", "read_dir"}
WRITE = {"write_file", "truncate", "ioctl_dev", "make_char", "make_dir",
         "make_reg", "make_sock", "make_fifo", "make_block", "make_sym",
         "remove_dir", "remove_file", "refer"}

POLICIES = [
    # name, handled, flags, quiet, rules: (kind, argument, rights)
    ("nothing allowed", abi_rights(9), [], set(), []),
    ("everything there is", abi_rights(12), [], set(), []),
    ("web server", abi_rights(7), [], set(), [
        ("path", "/var/lib/htdocs", READ),
        ("port", 8080, {"bind_tcp"})]),
    ("rule with more than is handled", {"read_file", "connect_tcp"}, [], set(), [
        ("path", "/usr", READ | {"execute"}),
        ("port", 443, {"bind_tcp", "connect_tcp"})]),
    ("every group", abi_rights(9), [], set(), [
        ("path", "/r", READ), ("path", "/rx", READ | {"execute"}),
        ("path", "/rw", READ | WRITE),
        ("path", "/rwx", READ | WRITE | {"execute"})]),
    ("declared files", abi_rights(9), [], set(), [
        ("file", "/etc/passwd", READ), ("file", "/log", READ | WRITE),
        ("file", "/run/socket", {"resolve_unix"})]),
    ("refer in a rule alone", abi_rights(3), [], set(), [
        ("path", "/spool", {"refer"}),
        ("path", "/both", {"refer", "make_reg"})]),
    ("one late right", {"ioctl_dev"}, [], set(), []),
    ("another late right", {"resolve_unix"}, [], set(), [
        ("path", "/run", {"resolve_unix"})]),
    ("network alone", {"bind_tcp", "connect_tcp"}, [], set(), [
        ("port", 0, {"bind_tcp"}), ("port", 65535, {"connect_tcp"})]),
    ("UDP client", {"bind_udp", "connect_send_udp"}, [], set(), [
        ("port", 53, {"connect_send_udp"}), ("port", 0, {"bind_udp"})]),
    ("UDP client that leaves binding to the library",
     {"bind_udp", "connect_send_udp", "connect_tcp"}, [], set(), [
         ("port", 443, {"connect_tcp"}), ("port", 53, {"connect_send_udp"})]),
    ("range of ports", {"bind_tcp"}, [], set(), [
        ("port", (8000, 8099), {"bind_tcp", "connect_tcp"})]),
    ("scopes alone", {"signal", "abstract_unix_socket"}, [], set(), []),
    ("one scope", {"signal", "execute"}, [], set(), []),
    ("log flags", {"execute"},
     ["log_same_exec_off", "log_new_exec_on", "log_subdomains_off"], set(), []),
    ("all threads", {"execute", "signal"}, ["tsync"], set(), []),
    ("quiet", abi_rights(10), [], {"read_file", "bind_udp", "signal"}, []),
    ("permissions", {"namespace_use", "capability_use", "refer"}, [], set(), []),
    ("names that JSON escapes", {"read_file"}, [], set(), [
        ("path", "/a\"b\\c", {"read_file"}),
        ("path", "/tab\there", {"read_file"}),
        ("path", "/caf\u00e9", {"read_file"})]),
]


# What the library adds to keep refer where it was not asked for.
CARRIED = {"kind": "path", "path": "/", "access": ["refer"], "dropped": [],
           "state": "ok", "implied": True}
POLICIES += [
    ("network that keeps refer", {"bind_tcp"}, ["keep_refer"], set(), []),
    ("log settings alone", set(), ["log_subdomains_off"], set(), []),
    ("sealed", {"signal", "execute"}, ["seal"], set(), []),
]


def ordered(rights):
    return [name for name in ORDER if name in rights]


def by_set(rights, permission):
    sets = ["fs", "net", "scope"] + (["permission"] if permission else [])
    return {kind: [n for n in ordered(rights) if SET[n] == kind] for kind in sets}


def rule_result(rule, handled_asked, handled):
    kind, argument, asked = rule
    lost, access = [], []
    for name in ordered(asked):
        if name not in handled_asked:
            lost.append({"right": name, "reason": "not_handled"})
        elif name not in handled:
            lost.append({"right": name, "reason": "abi"})
        elif kind == "file" and name not in ON_FILE:
            lost.append({"right": name, "reason": "not_directory"})
        else:
            access.append(name)
    wanted = len(asked & handled_asked)
    state = ("ok" if len(access) == wanted else
             "reduced" if access else "empty")
    key = "port" if kind == "port" else "path"
    result = {"kind": key, key: argument, "access": access, "dropped": lost,
              "state": state}
    if isinstance(argument, tuple):
        first, last = argument
        result = {"kind": key, "port": first, "port_last": last, **{
            name: result[name] for name in ("access", "dropped", "state")},
            "count": last - first + 1 if access else 0}
    return result


def plan(abi, handled_asked, flags_asked, quiet_asked, rules):
    handled = handled_asked & abi_rights(abi)
    carried = "keep_refer" in flags_asked and handled and abi >= SINCE["refer"]
    if carried:
        handled = handled | {"refer"}
    # log settings make no domain, and the kernel sets no_new_privs with one
    in_force = handled or not handled_asked
    quiet = quiet_asked & handled if abi >= QUIET_ABI else set()
    asked = flags_asked + (["no_new_privs"] if handled_asked else [])
    flags = [n for n, since in FLAGS if n in asked and since <= abi and in_force]
    dropped = [{"set": SET[n], "right": n, "since_abi": SINCE[n]}
               for n in ordered(handled_asked - handled)]
    dropped += [{"set": "flag", "right": n, "since_abi": since}
                for n, since in FLAGS if n in flags_asked and n not in flags]
    dropped += [{"set": "quiet", "right": n,
                 "since_abi": max(SINCE[n], QUIET_ABI)}
                for n in ordered(quiet_asked - quiet)]
    has_fs = any(SET[n] == "fs" for n in handled)
    warnings = ([{"code": "refer", "text": REFER}]
                if has_fs and "refer" not in handled else [])
    nothing = not handled and (handled_asked or not flags)
    return {
        "v": 1, "kind": "plan", "abi": abi,
        "status": "none" if nothing else "partial" if dropped else "full",
        "handled": by_set(handled, any(SET[n] == "permission"
                                       for n in handled_asked)),
        "flags": flags, "quiet": by_set(quiet, False), "dropped": dropped,
        "rules": [rule_result(r, handled_asked, handled) for r in rules] +
                 ([CARRIED] if carried else []),
        "warnings": warnings}


def implied(rules, handled_asked, handled):
    """A UDP client needs a port of its own, which the library adds."""
    connects = any("connect_send_udp" in asked for _, _, asked in rules)
    binds = any(kind == "port" and argument == 0 and "bind_udp" in asked
                for kind, argument, asked in rules)
    if not connects or binds or "bind_udp" not in handled_asked:
        return []
    rule = rule_result(("port", 0, {"bind_udp"}), handled_asked, handled)
    return [{**rule, "implied": True}]


def notes(abi, handled_asked, handled):
    """Of a kernel that is nothing but a number: no errata are known of it."""
    sets = {SET[name] for name in handled}
    tcp = handled & {"bind_tcp", "connect_tcp"}
    said = {
        "tcp_fast_open": "connect_tcp" in handled and abi < 10,
        "mptcp": tcp,
        "listen_unbound": "bind_tcp" in handled,
        "udp_free": tcp and abi < 10,
        "pathname_sockets": "fs" in sets and abi < 9,
        "topology": "fs" in sets,
        "ptrace": handled,
        "one_abi_lower": handled and abi > 1
        and not handled_asked & abi_rights(abi - 1),
    }
    return [{"code": code, "text": text} for code, text in NOTES if said[code]]


def whole(abi, handled_asked, rules, plan):
    """A plan with what follows from it."""
    handled = {name for names in plan["handled"].values() for name in names}
    plan["rules"] += implied(rules, handled_asked, handled)
    plan["notes"] = notes(abi, handled_asked, handled)
    return plan


def main():
    print("# SPDX-License-Identifier: MIT")
    print("# Written by generate.py. policy, then its rules, then its plan on "
          "each ABI; words are separated by tabs.")
    for name, handled, flags, quiet, rules in POLICIES:
        print("policy", name, ",".join(ordered(handled)),
              ",".join(flags), ",".join(ordered(quiet)), sep="\t")
        for kind, argument, asked in rules:
            # In the file a tab of a path is \t, which no path here contains.
            word = str(argument).replace("\t", "\\t")
            if isinstance(argument, tuple):
                word = "%d-%d" % argument
            print("rule", kind, word, ",".join(ordered(asked)), sep="\t")
        for abi in range(13):
            print("abi", abi, json.dumps(whole(
                abi, handled, rules,
                plan(abi, handled, flags, quiet, rules)), ensure_ascii=False,
                separators=(",", ":")).replace("\\t", "\\u0009"), sep="\t")


if __name__ == "__main__":
    main()
