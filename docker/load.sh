#!/usr/bin/env bash
# Measures how many learners this machine carries: classes of growing size on
# one JupyterHub, each learner running the first notebook cell by cell, with
# time to think. It takes minutes for each class, and wants a quiet machine with
# Linux.
#
#   docker/load.sh [--learners 1,2,4,8] [--think 10s] [--cells N] [--seed N]
#
# The tables go to the screen and to build/load.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
docker/hub/install.sh
exec go run ./pkg/cmd/load "$@"
