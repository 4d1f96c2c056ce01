#!/bin/sh
# Make sure that the validators of package.json are here, exactly as locked, and what they need.
set -eu
cd "$(dirname "$0")"
needed=""
command -v npm >/dev/null 2>&1 || needed="nodejs npm"
command -v java >/dev/null 2>&1 || needed="$needed default-jre-headless"
command -v firefox-esr >/dev/null 2>&1 || needed="$needed firefox-esr"
if [ -n "$needed" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "The validators need Node.js with npm, Java and Firefox ESR: install them and try again." >&2
    exit 1
  fi
  # shellcheck disable=SC2086 # several packages
  sh ../apt.sh $needed
fi
if [ -f node_modules/.ready ] && [ node_modules/.ready -nt package-lock.json ]; then
  exit 0
fi
npm ci --ignore-scripts --no-audit --no-fund --silent
# Without its install script the validator of SARIF is not marked as a program.
find node_modules/@microsoft -name Sarif.Multitool -type f -exec chmod +x {} +
touch node_modules/.ready
