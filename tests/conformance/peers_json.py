# SPDX-License-Identifier: MIT
"""What laurel and go-libaudit print, as the fields of score.py."""
import datetime
import errno
import json
from collections import defaultdict
from urllib.parse import unquote_to_bytes

import names
from score import CALL, CREATOR, OBJECT, SUBJECT

ACCESS = ("UNKNOWN[1423]", "LANDLOCK_ACCESS", "1423")
DOMAIN = ("UNKNOWN[1424]", "LANDLOCK_DOMAIN", "1424")
NOTHING = (None, "unset", "(none)", "(null)", 4294967295, "4294967295", "")


def objects(out):
    for line in out.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def picked(members, keys, encode):
    return {key: encode(members[key]) for key in keys
            if members.get(key) not in NOTHING}


def text(value):
    return str(value).encode()


def domain_record(members, encode):
    """(kind, fields) of a LANDLOCK_DOMAIN record."""
    fields = picked(members, ["domain", "mode", "denials"], encode)
    if members.get("status") == "deallocated":
        return "domain_end", fields
    return "domain_start", fields | picked(members, CREATOR, encode)


def percent(value):
    return unquote_to_bytes(value) if isinstance(value, str) else text(value)


def laurel_call(event):
    """Of the task and its call."""
    fields = {}
    for name in ("URINGOP", "SYSCALL"):
        record = event.get(name, {})
        record = record[-1] if isinstance(record, list) else record
        fields |= picked(record, [*SUBJECT, *CALL], percent)
        if "syscall" in record:
            arch = names.arch_name(str(record["arch"]).removeprefix("0x"))
            fields["arch"] = text(arch)
            fields["syscall"] = text(names.syscall_name(
                arch, record["syscall"]) or record["syscall"])
        for at, value in enumerate(record.get("ARGV", [])):
            fields[f"a{at}"] = percent(value).removeprefix(b"0x")
        if "success" in record:
            fields["success"] = text(record["success"] == "yes")
    if "cwd" in event.get("CWD", {}):
        fields["cwd"] = percent(event["CWD"]["cwd"])
    if "PROCTITLE" in event:
        fields["proctitle"] = b" ".join(
            percent(word) for word in event["PROCTITLE"].get("ARGV", []))
    return fields


def laurel(out):
    events = defaultdict(list)
    for event in objects(out):
        of_call = laurel_call(event)
        for name in ACCESS:
            for record in event.get(name, []):
                events[event["ID"]].append(("denial", of_call | picked(
                    record, ["domain", "blockers", *OBJECT], percent)))
        for name in DOMAIN:
            for record in event.get(name, []):
                events[event["ID"]].append(domain_record(record, percent))
    return events


def go_stamp(event):
    moment = datetime.datetime.fromisoformat(
        event["@timestamp"].removesuffix("Z")).replace(
            tzinfo=datetime.timezone.utc)
    milliseconds = round(moment.timestamp() * 1000)
    return (f"{milliseconds // 1000}.{milliseconds % 1000:03}:"
            f"{event['sequence']}")


def go_call(event):
    data, process = event["data"], event["process"]
    task = {**process, **event["user"].get("ids", {}), "tty": data.get("tty"),
            "comm": process.get("name"), "proctitle": process.get("title"),
            "ses": event.get("session")}
    labels = event["user"].get("selinux", {})
    task["subj"] = ":".join(labels[name] for name in (
        "user", "role", "domain", "level") if name in labels)
    fields = picked(task, SUBJECT, text) | picked(data, CALL, text)
    fields |= picked(data, ["syscall"], text)
    if "exit" in fields:
        number = getattr(errno, str(data["exit"]), None)
        fields["exit"] = text(-number if number else data["exit"])
    if event.get("result") in ("success", "fail"):
        fields["success"] = text(event["result"] == "success")
    return fields


def go_libaudit(out):
    """One denial an event: it keeps no second one."""
    events = defaultdict(list)
    for event in objects(out):
        data = event.get("data") or {}
        if "domain" not in data:
            continue
        stamp = go_stamp(event)
        if "blockers" in data:
            events[stamp].append(("denial", go_call(event) | picked(
                data, ["domain", "blockers", *OBJECT], text)))
        if "status" in data:
            events[stamp].append(domain_record(data, text))
    return events
