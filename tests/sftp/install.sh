#!/bin/sh
# Make sure that there is a server of SSH for the tests that publish over SFTP.
set -eu
if command -v sshd >/dev/null 2>&1 || [ -x /usr/sbin/sshd ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "There is no sshd here, so its tests are skipped: install OpenSSH to run them." >&2
  exit 0
fi
sh "$(dirname "$0")/../apt.sh" --no-install-recommends openssh-server
