# SPDX-License-Identifier: MIT
"""Every exported function has a manual page with the prototype of the header."""
import re
import shlex

import tree


def normal(prototype):
    """A prototype as one line, with spaces where everybody agrees on them."""
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(prototype.split()))


def declared():
    """{name: prototype} of the public headers."""
    found = {}
    for header in sorted(tree.INCLUDE.rglob("*.h")):
        for text in re.findall(
            r"^LLGUARD_API\s+([^;{]*?\))[^;)]*;", tree.without_comments(header), re.M
        ):
            found[re.search(r"(\w+)\s*\(", text)[1]] = normal(text)
    return found


def synopsis(page):
    """(names of .Nm, {name: prototype}) of a page's NAME and SYNOPSIS."""
    head = page.read_text().split("\n.Sh DESCRIPTION")[0]
    names, prototypes = [], {}
    kind = name = ""
    arguments = []
    for line in head.splitlines():
        macro, *words = shlex.split(line) if line.startswith(".") else [""]
        if macro == ".Nm" and words:
            names.append(words[0])
        elif macro == ".Ft":
            kind = " ".join(words)
        elif macro == ".Fo":
            name, arguments = words[0], []
        elif macro == ".Fa":
            arguments += words
        elif macro in (".Fn", ".Fc"):
            if macro == ".Fn":
                name, *arguments = words
            space = "" if kind.endswith("*") else " "
            text = f"{kind}{space}{name}({','.join(arguments)})"
            prototypes[name] = normal(text)
    return names, prototypes


header = declared()
names, manual = set(), {}
errors = []
for page in sorted((tree.SOURCE / "docs/man").glob("*.3")):
    its_names, prototypes = synopsis(page)
    names.update(its_names)
    manual.update(prototypes)

for name in sorted(set(tree.mapped()) | names | set(manual)):
    if not name.startswith("llguard_"):
        continue  # macros; names of pages
    if name not in header:
        errors.append(f"{name}: the manual has it, and no header")
    elif name not in names:
        errors.append(f"{name}: no page of docs/man/*.3 names it with .Nm")
    elif manual.get(name) != header[name]:
        errors.append(f"{name}: the page says {manual.get(name)}\n"
                      f"    and the header {header[name]}")
tree.verdict(errors, f"{len(header)} functions are documented")
