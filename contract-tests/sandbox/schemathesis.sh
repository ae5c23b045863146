#!/usr/bin/env bash
# Schemathesis, a tool that shares nothing with us, reads the document and sends what it makes of it to the sandbox.
#
#   contract-tests/sandbox/schemathesis.sh [PROFILE]
#
# Exits 0 when it finds nothing; for the documented profile it must. All its checks run but two that do not fit this API,
# which refuses with HTTP 200 and success:false: negative_data_rejection and use_after_free take any 200 for accepted.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=4.32.5
profile="${1:-documented}"
target="${CARGO_TARGET_DIR:-target}"
venv="$target/schemathesis-$version"

if ! "$venv/bin/schemathesis" --version >/dev/null 2>&1; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet "schemathesis==$version"
fi
cargo build --quiet --locked -p cometapi-keys-sandbox --example serve

# The sandbox says where it listens and what its tokens are, and runs until it is told to stop.
coproc SANDBOX { exec "$target/debug/examples/serve" "$profile"; }
sandbox=$SANDBOX_PID
trap 'kill "$sandbox" 2>/dev/null || true' EXIT
read -r url <&"${SANDBOX[0]}"
read -r _ token <&"${SANDBOX[0]}"

# The same seed and limits everywhere: some 2,000 requests in about ten seconds.
"$venv/bin/schemathesis" run openapi/cometapi-keys.yaml --url "$url" --header "Authorization: $token" \
    --exclude-checks negative_data_rejection,use_after_free \
    --max-examples "${SCHEMATHESIS_EXAMPLES:-300}" --seed "${SCHEMATHESIS_SEED:-1}" \
    --generation-database none --no-color
