#!/bin/sh
# Make sure that there is a Chromium for the browser tests.
set -eu
if command -v chromium >/dev/null 2>&1; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The browser tests need Chromium: install it as 'chromium' and try again." >&2
  exit 1
fi
sh "$(dirname "$0")/../apt.sh" chromium
