# SPDX-License-Identifier: MIT
"""layout.py COMPILER [--update]: the public structures are as they were recorded.

The members are read from the headers, so none can be forgotten; the numbers are
the compiler's.  Structures grow at the end alone: a change of any line but the
last ones, and sizes, breaks the ABI.
"""
import difflib
import pathlib
import re
import struct
import sys
import tempfile

import tree

# What a structure may be made of: flat, and the same size in every dialect.
TYPES = r"u?int(?:8|16|32|64)_t|size_t|struct llguard_str|void \*|char(?= \w+\[)"
MEMBER = re.compile(rf"(?:{TYPES}|const (?:struct )?\w+ \*|struct \w+ \*|char \*const \*)"
                    r"\s*(\w+)(?:\[\w+\])?")


def structures():
    """[(name, [member])] in the order of the umbrella header."""
    found = []
    umbrella = tree.without_comments(tree.INCLUDE / "llguard.h")
    for header in re.findall(r"<(llguard/.*?)>", umbrella):
        text = tree.without_comments(tree.INCLUDE / header)
        for name, body in re.findall(r"^struct (\w+) \{(.*?)^\};", text, re.M | re.S):
            members = []
            for declaration in body.split(";")[:-1]:
                match = MEMBER.fullmatch(" ".join(declaration.split()))
                if not match:
                    sys.exit(f"{header}: struct {name}: {declaration.strip()!r}: "
                             "is no type that a public structure may have")
                members.append(match[1])
            found.append((name, members))
        if len(re.findall(r"^(?:struct|union|enum) \w+ \{", text, re.M)) != len(
            re.findall(r"^struct \w+ \{.*?^\};", text, re.M | re.S)
        ):
            sys.exit(f"{header}: has a type that this script does not understand")
    return found


def numbers(compiler, expressions):
    """The values of constant expressions, out of an object file: nothing runs."""
    values = ",\n".join(expressions)
    text = f"""#include <stddef.h>
        #include <llguard.h>
        __attribute__((section(".layout"), used))
        const uint32_t layout[] = {{ {values} }};"""
    objcopy = re.sub(r"(?:gcc|clang|cc)[\d.-]*$", "objcopy", pathlib.Path(compiler).name)
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "layout.o"
        raw = pathlib.Path(folder) / "layout.bin"
        tree.run(compiler, "-std=c11", f"-I{tree.INCLUDE}", "-x", "c", "-c", "-",
                 "-o", made, text=text)
        tree.run(tree.need(objcopy), "-O", "binary", "-j", ".layout", made, raw)
        data = raw.read_bytes()
        order = "<" if made.read_bytes()[5] == 1 else ">"  # EI_DATA of ELF
    return iter(struct.unpack(f"{order}{len(expressions)}I", data))


def dump(compiler):
    """(bits of a pointer, the text of the dump)."""
    expressions = ["sizeof(void *)", "_Alignof(uint64_t)"]
    for name, members in structures():
        expressions.append(f"sizeof(struct {name})")
        for member in members:
            expressions.append(f"offsetof(struct {name}, {member})")
            expressions.append(f"sizeof(((struct {name} *)0)->{member})")
    value = numbers(compiler, expressions)
    pointer = next(value)
    align = next(value)
    lines = ["# SPDX-License-" "Identifier: MIT",
             f"# offset size member; pointers of {pointer * 8} bits, "
             f"uint64_t aligned to {align}"]
    for name, members in structures():
        whole = next(value)
        lines.append(f"struct {name} {whole}")
        end = 0
        for member in members:
            offset, size = next(value), next(value)
            if offset != end:
                lines.append(f"{end:4} {offset - end:4} (hole)")
            lines.append(f"{offset:4} {size:4} {member}")
            end = offset + size
        if end != whole:
            lines.append(f"{end:4} {whole - end:4} (hole)")
    return pointer * 8, "\n".join(lines) + "\n"


bits, text = dump(tree.need(sys.argv[1]))
file = tree.SOURCE / f"tests/abi/layout-{bits}.txt"
if sys.argv[2:] == ["--update"]:
    file.write_text(text)
recorded = file.read_text()
if recorded.splitlines()[1] != text.splitlines()[1]:
    tree.skip(f"no dump is recorded for this port: {text.splitlines()[1]}")
difference = difflib.unified_diff(
    recorded.splitlines(), text.splitlines(), file.name, "the headers", lineterm=""
)
tree.verdict(list(difference), f"{len(structures())} structures, {bits} bits")
