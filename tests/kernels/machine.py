# SPDX-License-Identifier: MIT
"""A virtual machine that runs one script, and what the script has printed."""
import os
import pathlib
import re
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("BUILD_DIR", "build/ci")).resolve()
BIN = BUILD / "bin"
PACKAGING = BUILD / "packaging" / "auditd"
HTDOCS = "/srv/landlock-guard/build/demo/bin/htdocs"
FILES = [
    (BIN / "kernels_htdocs", HTDOCS),
    (BIN / "kernels_landlock-guard", "/usr/bin/landlock-guard"),
    (BIN / "kernels_deprive", "/usr/bin/deprive"),
    (BIN / "kernels_denials", "/usr/bin/denials"),
    (BIN / "kernels_watch", "/usr/lib/watch"),
    (BIN / "kernels_nested", "/usr/bin/outer"),
    (BIN / "kernels_nested", "/usr/bin/inner"),
    (HERE / "guest" / "auditd.sh", "/usr/lib/auditd.sh"),
    (HERE / "guest" / "journald.sh", "/usr/lib/journald.sh"),
    (PACKAGING / "landlock-guard.conf", "/etc/landlock-guard.conf"),
    (PACKAGING / "auditd-plugin", "/usr/lib/auditd-plugin"),
]


def has_jumped(output, seconds):
    """Whether a script was given up by a clock that ran ahead of ours: that of a
    machine whose own host stood still for a while."""
    said = re.search(r" (\d+) ms timeout=", output)
    return said and int(said[1]) / 1000 > 2 * seconds


def run(kernel, script, words="", packages=("auditd",), attempts=3):
    """Boot a kernel with more words on its command line, and run guest/SCRIPT.

    Returns the lines that it printed; whatever goes wrong is an AssertionError
    with the output of run.sh.
    """
    with tempfile.TemporaryDirectory() as keep:
        command = [HERE / "run.sh", "--kernel", kernel, "--strict",
                   "--timeout", "150", "--keep", keep,
                   "--init", BIN / "kernels_init"]
        for package in packages:
            command += ["--package", package]
        if words:
            command += ["--append", words]
        for source, target in FILES:
            command += ["--file", f"{source}:{target}"]
        command += ["--", HERE / "guest" / script]
        began = time.monotonic()
        done = subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        output = done.stdout.decode(errors="replace")
        if attempts > 1 and has_jumped(output, time.monotonic() - began):
            return run(kernel, script, words, packages, attempts - 1)
        if done.returncode:
            raise AssertionError(f"run.sh: status {done.returncode}\n{output}")
        print(output)
        results = pathlib.Path(keep, f"{kernel}.results").read_bytes()
    # What stands inside of a line is the program's, whatever it looks like.
    return [line[4:].decode() for line in results.split(b"\n")
            if line.startswith(b"out ")]
