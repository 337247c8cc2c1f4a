#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tests of examples/htdocs: htdocs_test.py MODULE [unittest's arguments...].

BUILD_DIR is where the programs are, in bin/.  HTDOCS_WRAPPER is a program to run
every server with.  MODULE is protocol, limits, attacks or options.
"""
import importlib
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import htdocs_server  # noqa: E402


def main():
    name = sys.argv[1]
    module = importlib.import_module(f"htdocs_{name}")
    if getattr(module, "NEEDS_LANDLOCK", False):
        htdocs_server.landlock_expected()
    program = unittest.main(
        module=module, argv=[f"htdocs_{name}", *sys.argv[2:]], exit=False
    )
    sys.exit(not program.result.wasSuccessful() or not program.result.testsRun)


if __name__ == "__main__":
    main()
