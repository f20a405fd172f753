"""Checks a file of values against the schema of its Helm chart.

    python check.py VALUES.yaml

As with Helm, they are laid over the chart's own. A key that the chart doesn't
know, misspelt perhaps, is an error. What the chart passes on unseen, the
settings of a profile, is checked for names that KubeSpawner has.
"""
import json
import os
import sys

import jsonschema
import yaml

OVERRIDES = {
    "cpu_guarantee", "cpu_limit", "mem_guarantee", "mem_limit", "image", "environment",
    "node_selector", "extra_resource_limits",
}


def merged(under, over):
    """Values laid over others: only groups of them are gone into."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return under | {key: merged(under.get(key), value) for key, value in over.items()}


def problems(values, schema):
    """What is wrong, one line each."""
    for error in jsonschema.Draft7Validator(schema).iter_errors(values):
        yield f"{'.'.join(map(str, error.absolute_path)) or 'top level'}: {error.message}"
    for profile in values.get("singleuser", {}).get("profileList", []):
        for unknown in sorted(profile.get("kubespawner_override", {}).keys() - OVERRIDES):
            yield f"profile {profile['display_name']!r}: {unknown!r} is no setting of KubeSpawner that is known here"


def main():
    def chart(name):
        folder = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(folder, name)) as file:
            return json.load(file)

    with open(sys.argv[1]) as file:
        values = yaml.safe_load(file)
    found = list(problems(merged(chart("values.json"), values), chart("values.schema.json")))
    for problem in found:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
