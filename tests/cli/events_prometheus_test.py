# SPDX-License-Identifier: MIT
"""The metrics of landlock-guard events, as Prometheus and as our own parser read them.

SOURCE_DIR and BUILD_DIR are set by CTest.
"""
import os
import pathlib
import subprocess
import tempfile
import unittest

from prometheus_client.openmetrics.parser import text_string_to_metric_families

import openmetrics

PROGRAM = pathlib.Path(os.environ["BUILD_DIR"], "bin", "landlock-guard")
RECORDS = pathlib.Path(os.environ["SOURCE_DIR"], "tests", "corpus", "records")


class Metrics(unittest.TestCase):
    def test_they_read_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "m.prom")
            subprocess.run([PROGRAM, "events", "--metrics", path, "--suppress", "1/60",
                            RECORDS / "raw-6.18.44-abi7.log"], check=True,
                           stdout=subprocess.DEVNULL)
            data = path.read_bytes()
        ours = {(family.name, key): value for family in openmetrics.parse(data).values()
                for key, value in family.samples.items()}
        theirs = {(family.name, frozenset(sample.labels.items())): sample.value
                  for family in text_string_to_metric_families(data.decode())
                  for sample in family.samples}
        self.assertEqual(ours, theirs)
        self.assertTrue(theirs)


if __name__ == "__main__":
    unittest.main()
