#!/usr/bin/env bash
# Measures a sandbox, built for release: updates a second with wrk (apt-get install wrk), then the benches.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds="${1:-10}"
target="${CARGO_TARGET_DIR:-target}"
cargo build --quiet --release --locked -p cometapi-keys-sandbox --example serve

# Where it can be done, the sandbox has one core to itself, and wrk another.
pin=(env)
client=(env)
if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ]; then
    pin=(taskset -c 0)
    client=(taskset -c 1)
fi

coproc SANDBOX { exec "${pin[@]}" "$target/release/examples/serve"; }
sandbox=$SANDBOX_PID
script="$(mktemp)"
trap 'kill "$sandbox" 2>/dev/null || true; rm -f "$script"' EXIT
read -r url <&"${SANDBOX[0]}"
read -r _ token <&"${SANDBOX[0]}"

update='{"id":1,"name":"production-renamed","status":1,"expired_time":-1,"remain_quota":100000,"unlimited_quota":false,"model_limits_enabled":false,"model_limits":"","allow_ips":null,"group":"","cross_group_retry":false}'
curl -sS -o /dev/null -X POST "$url/api/token/" -H "Authorization: $token" -d '{"name":"measured"}'
# What is measured is an update that is accepted.
curl -sS -X PUT "$url/api/token/" -H "Authorization: $token" -d "$update" | grep -q '"success":true'
cat >"$script" <<LUA
wrk.method = "PUT"
wrk.body = '$update'
wrk.headers["Authorization"] = "$token"
wrk.headers["Content-Type"] = "application/json"
LUA
"${client[@]}" wrk --threads 1 --connections 64 --duration "${seconds}s" --latency --script "$script" "$url/api/token/"
kill "$sandbox"
cargo bench --quiet --locked -p cometapi-keys-sandbox --bench sandbox
