"""Checks a file of values against what the Helm chart knows of their keys.

    python check.py VALUES.yaml

A key that the chart doesn't know, misspelt perhaps, is an error. What the chart
passes on unseen, the settings of a profile, is checked for names that
KubeSpawner has.
"""
import pathlib
import sys

import jsonschema
import yaml

OVERRIDES = {
    "cpu_guarantee", "cpu_limit", "mem_guarantee", "mem_limit", "image", "environment",
    "node_selector", "extra_resource_limits",
}


def problems(values, schema):
    """What is wrong, one line each."""
    for error in jsonschema.Draft7Validator(schema).iter_errors(values):
        yield f"{'.'.join(map(str, error.absolute_path)) or 'top level'}: {error.message}"
    for profile in values.get("singleuser", {}).get("profileList", []):
        for unknown in sorted(profile.get("kubespawner_override", {}).keys() - OVERRIDES):
            yield f"profile {profile['display_name']!r}: {unknown!r} is no setting of KubeSpawner that is known here"


def main():
    schema, values = (yaml.safe_load(path.read_text()) for path in (
        pathlib.Path(__file__).with_name("schema.yaml"), pathlib.Path(sys.argv[1])))
    found = list(problems(values, schema))
    for problem in found:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
