# SPDX-License-Identifier: MIT
"""Every rule as a search of Splunk and of ES|QL, through each pipeline.

The queries cannot be run here; they must come, and name the fields of the pipeline.
"""
import re
import sys

from sigma.backends.elasticsearch import ESQLBackend, LuceneBackend
from sigma.backends.splunk import SplunkBackend
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError, SigmaTransformationError

import engines
import rules

BACKENDS = {"splunk": SplunkBackend, "esql": ESQLBackend, "lucene": LuceneBackend}
# What the data cannot say: the conversion has to fail, with the reason.
REFUSED = {("auditbeat", "unlogged"), ("laurel", "unlogged")}
# No correlations in a query language without them.
NO_CORRELATIONS = {"lucene"}


def needed(path):
    """A correlation comes with its rules."""
    names = rules.load(path).get("correlation", {}).get("rules", [])
    return [path] + [rules.FOLDER / "rules" / f"{name}.yml" for name in names]


def fields_of(rule):
    """Those that its query must name."""
    if "correlation" in rule:
        return set(rule["correlation"]["group-by"])
    if rule["logsource"]["service"] == "auditd":
        return set()
    return {field for _, field, _, _ in rules.items(rule)}


def check(backend, name, path):
    """None, or what is wrong."""
    rule = rules.load(path)
    if backend in NO_CORRELATIONS and "correlation" in rule:
        return None
    refused = (name, rules.short(path)) in REFUSED
    mapping, names = engines.pipeline(name)
    try:
        found = SigmaCollection.load_ruleset([str(one) for one in needed(path)])
        queries = BACKENDS[backend](processing_pipeline=mapping).convert(found)
    except SigmaTransformationError as err:
        return None if refused else str(err)
    except (SigmaError, NotImplementedError) as err:
        return f"{type(err).__name__}: {err}"
    if refused:
        return "was converted, though the data cannot say it"
    if len(queries) != 1 or not queries[0]:
        return f"{len(queries)} queries"
    query = re.sub(r'[\\`"]', "", queries[0])
    for field in sorted(fields_of(rule)):
        if not re.search(rf"(?<![\w.]){re.escape(names.get(field, field))}(?![\w.])", query):
            return f"{field}: is not in {queries[0]}"
    return None


def main():
    bad = []
    number = 0
    for backend in BACKENDS:
        for name in ("flat", "ecs", "auditbeat", "laurel"):
            for path in rules.paths():
                number += 1
                wrong = check(backend, name, path)
                if wrong:
                    bad.append(f"{backend}, {name}: {rules.short(path)}: {wrong}")
    print("\n".join(bad))
    print(f"{number} conversions: {len(bad)} have failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
