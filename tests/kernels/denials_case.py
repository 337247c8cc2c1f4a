# SPDX-License-Identifier: MIT
"""The lines of a run of guest/denials.c, compared with what it says that it did."""
import collections

import denials
from events_test import HEX, Case

# Messages of the kernel are cut here, stamp and all.
KMSG_MOST = 900


class DenialsCase(Case):
    """said has what the run did, by its name; kernel is its version."""

    said = kernel = None

    def check(self, run, lines, source, boot=None):
        """All of a run's lines, in which nothing else may be."""
        creators = denials.creators(self.said[run])
        denied = [line for line in lines if line["kind"] == "denial"]
        ids, counts, seen = {}, collections.Counter(), {}
        for did in denials.dids(self.said[run]):
            parts = self.parts_of(did, denied)
            del denied[:len(parts)]
            for at, line in enumerate(parts):
                number = did.domains[at % len(did.domains)]
                where = f"{source}: {did.what} {line['id']}"
                self.is_denial(line, did, at, len(parts), creators[number],
                               source, boot, where)
                self.assertEqual(ids.setdefault(number, line["domain"]),
                                 line["domain"], where)
                seen.setdefault(number, line["id"])
                counts[number] += 1
        self.assertEqual(denied, [])
        self.assertEqual(len(set(ids.values())), len(creators))
        self.is_life(lines, ids, seen, counts, creators, source, boot)

    def parts_of(self, did, denied):
        self.assertTrue(denied, f"{did.what} is missing, and what follows")
        parts = [line for line in denied if line["id"] == denied[0]["id"]]
        if did.shape != "tasks":
            self.assertEqual(len(parts), len(did.refused),
                             f"{did.what}: {parts[0]}")
            return parts
        always, sometime = did.others()
        pids = {line["object"]["opid"] for line in parts}
        self.assertLessEqual(always, pids)
        self.assertLessEqual(pids, sometime)
        self.assertEqual(len(pids), len(parts))
        return parts

    def is_denial(self, line, did, at, parts, creator, source, boot, where):
        objects = did.objects(self.kernel)
        refused = did.refused[at] if objects else did.refused[0]
        flags = set()
        members = {
            **self.common("denial", line, source, boot),
            "part": at + 1, "parts": parts, "domain": HEX, "blockers": refused,
            "rights": refused.split(","),
            "class": denials.class_of(refused), "outcome": "denied",
            "mode": "enforcing",
            "object": objects[at] if objects else
            {"kind": "task", "opid": int, "ocomm": str},
            "subject": did.subject(self.kernel), "syscall": did.syscall(),
            "creator": creator}
        if did.what == "traceme":
            flags.add("not_member")
        if source == "kmsg":
            flags.add("untrusted")
            flags |= self.cut(line, members["object"], where)
        if flags:
            self.assertEqual(set(line.get("flags", [])), flags, where)
            members["flags"] = list
        if not objects:
            # A name that has to be in hex is not this test's.
            line["object"].pop("ocomm_hex", None)
        self.same(line, members, where)

    def cut(self, line, thing, where):
        """Of a path that does not fit there is what does, and nothing after it."""
        if "truncated" not in line.get("flags", []):
            return set()
        path, got = thing["path"], line["object"]["path"]
        self.assertTrue(path.startswith(got), where)
        self.assertGreater(len(path.encode()) * (1 + (" " in path)), KMSG_MOST)
        del thing["dev"], thing["ino"]
        thing["path"] = got
        return {"truncated"}

    def is_life(self, lines, ids, seen, counts, creators, source, boot):
        """One start with the first denial, one end that has counted them all."""
        starts = {line["domain"]: line for line in lines
                  if line["kind"] == "domain_start"}
        ends = {line["domain"]: line for line in lines
                if line["kind"] == "domain_end"}
        kinds = collections.Counter(line["kind"] for line in lines)
        self.assertEqual(kinds["domain_start"], len(creators))
        self.assertEqual(kinds["domain_end"], len(creators))
        flags = {"flags": ["untrusted"]} if source == "kmsg" else {}
        for number, creator in creators.items():
            domain = ids[number]
            self.same(starts[domain], {
                **self.common("domain_start", starts[domain], source, boot),
                "domain": domain, "mode": "enforcing", "creator": creator,
                **flags}, f"{source}: start of {number}")
            self.assertEqual(starts[domain]["id"], seen[number])
            self.same(ends[domain], {
                **self.common("domain_end", ends[domain], source, boot),
                "domain": domain, "total": counts[number],
                "logged": counts[number], "unlogged": 0, "creator": creator,
                **flags}, f"{source}: end of {number}")
