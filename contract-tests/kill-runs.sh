#!/usr/bin/env bash
# Kills live runs with SIGKILL at random moments, two at a time, on sandboxes with and without a fault, while somebody else
# uses the same account; then cleans up, and looks for keys that are left and for keys of others that were touched.
#
#   contract-tests/kill-runs.sh [KILLS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."
COMETAPI_KILLS="${1:-100}" COMETAPI_KILLS_SEED="${2:-24301}" \
    cargo test --locked -p contract-tests --test live runs_killed_at_any_moment -- --nocapture
