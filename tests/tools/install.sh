#!/bin/sh
# Make sure that the validators of package.json are here, exactly as locked.
set -eu
cd "$(dirname "$0")"
if [ -f node_modules/.ready ] && [ node_modules/.ready -nt package-lock.json ]; then
  exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "The validators need npm: install Node.js and try again." >&2
    exit 1
  fi
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq nodejs npm >/dev/null
fi
npm ci --ignore-scripts --no-audit --no-fund --silent
# Without its install script the validator of SARIF is not marked as a program.
find node_modules/@microsoft -name Sarif.Multitool -type f -exec chmod +x {} +
touch node_modules/.ready
