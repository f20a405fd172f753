#!/usr/bin/env bash
# Tests the hub: a real JupyterHub with its proxy on this machine, with two
# learners who work at once, through the browser, and can't reach each other;
# and values.yaml against the schema of its chart. Servers are processes of one
# account here, so this shows what the hub keeps apart, not what a container does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! command -v npm >/dev/null; then
  echo "SKIP the hub: its proxy needs Node.js 20 or newer, with npm"
  exit 0
fi
docker/hub/install.sh

echo "--- the hub has all settings that the class's configuration names"
build/hub/venv/bin/python docker/hub/check_config.py

echo "--- values.yaml fits the chart"
build/hub/venv/bin/python docker/hub/chart/check.py docker/hub/values.yaml

echo "--- two learners on one hub"
LITTLESTEPS_HUB=build/hub go test -count=1 ./pkg/hub
LITTLESTEPS_HUB=build/hub go test -count=1 -run '^TestHub$' ./pkg/jupyter/browser
