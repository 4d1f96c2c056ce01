#!/bin/sh
# Make sure that there is an nginx for the tests that serve a site as docs/publishing.md says.
set -eu
if command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "There is no nginx here, so its tests are skipped: install it as 'nginx' to run them." >&2
  exit 0
fi
sh "$(dirname "$0")/../apt.sh" --no-install-recommends nginx-light
