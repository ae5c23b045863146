#!/usr/bin/env bash
# Measures a sandbox, built for release: updates a second with wrk (apt-get install wrk), then the benches.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds="${1:-10}"
target="${CARGO_TARGET_DIR:-target}"
cargo build --quiet --release --locked -p cometapi-keys-sandbox --example serve

pin() { if command -v taskset >/dev/null; then taskset -c "$1" "${@:2}"; else "${@:2}"; fi; }

# The sandbox has one core to itself, and wrk another.
coproc SANDBOX { pin 0 "$target/release/examples/serve"; }
sandbox=$SANDBOX_PID
script="$(mktemp)"
trap 'kill "$sandbox" 2>/dev/null || true; rm -f "$script"' EXIT
read -r url <&"${SANDBOX[0]}"
read -r _ token <&"${SANDBOX[0]}"

curl -sS -o /dev/null -X POST "$url/api/token/" -H "Authorization: $token" -d '{"name":"measured"}'
cat >"$script" <<LUA
wrk.method = "PUT"
wrk.body = '{"id":1,"name":"production-renamed","status":1,"expired_time":-1,"remain_quota":100000,"unlimited_quota":false,"model_limits_enabled":false,"model_limits":"","allow_ips":null,"group":"","cross_group_retry":false}'
wrk.headers["Authorization"] = "$token"
wrk.headers["Content-Type"] = "application/json"
refused = 0
function response(status, headers, body)
    if status ~= 200 or not body:find('"success":true', 1, true) then refused = refused + 1 end
end
function done(summary)
    print(string.format("updates: %.0f a second on 64 connections, %d answers of another status", summary.requests * 1e6 / summary.duration, summary.errors.status))
end
LUA
pin 1 wrk --threads 1 --connections 64 --duration "${seconds}s" --latency --script "$script" "$url/api/token/"
cargo bench --quiet --locked -p cometapi-keys-sandbox --bench sandbox
