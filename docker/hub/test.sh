#!/usr/bin/env bash
# Tests the hub: a real JupyterHub with its proxy on this machine, with two
# learners who work at once, through the browser, and can't reach each other;
# and the configurations, for Docker and for Kubernetes. Servers are processes
# of one account here, so this shows what the hub keeps apart, not what a
# container does. Where something is missing, it says SKIP and ends with status
# 77: then not everything was tested.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly skipped=77
skip() {
  echo "SKIP: the hub was not tested: $*"
  exit $skipped
}

docker/hub/install.sh

echo "--- the hub has all settings that the class's configuration names"
build/hub/venv/bin/python docker/hub/check_config.py

echo "--- values.yaml fits the chart"
build/hub/venv/bin/python docker/hub/chart/check.py docker/hub/values.yaml

echo "--- learners on one hub"
said=$(mktemp)
trap 'rm -f "$said"' EXIT
LITTLESTEPS_HUB=build/hub go test -v -count=1 ./pkg/internal/hub 2>&1 | tee "$said"
LITTLESTEPS_HUB=build/hub go test -v -count=1 -run '^(TestHub|TestEvening)$' ./pkg/internal/jupyter/browser 2>&1 | tee -a "$said"
# The tests of Go say nothing of those that they leave out.
if grep -A1 -- '--- SKIP' "$said" >&2; then
  skip "see above"
fi
