# SPDX-License-Identifier: MIT
"""What pySigma's validators and the lint of rsigma say of the rules."""
import subprocess
import sys

from sigma.collection import SigmaCollection
from sigma.plugins import InstalledSigmaPlugins
from sigma.validation import SigmaValidator

import engines
import rules

# The first two fetch lists of techniques, for which attack.txt stands in lint.py; the
# last takes the arguments of a system call for numbers, which are strings.
WITHOUT = {"attacktag", "d3_fendtag", "number_as_string"}


def main():
    plugins = InstalledSigmaPlugins.autodiscover()
    validators = {validator for name, validator in plugins.validators.items()
                  if name not in WITHOUT}
    found = SigmaCollection.load_ruleset([str(path) for path in rules.paths()])
    issues = SigmaValidator(validators).validate_rules(iter(found.rules))
    for issue in issues:
        print(issue)
    print(f"{len(found.rules)} rules and correlations, {len(validators)} validators:"
          f" {len(issues)} issues")
    lint = subprocess.run([engines.evaluate(), "lint", *rules.paths()], check=False)
    complete = len(found.rules) == len(rules.paths())
    return 1 if issues or lint.returncode or not complete else 0


if __name__ == "__main__":
    sys.exit(main())
