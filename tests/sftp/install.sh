#!/bin/sh
# Make sure that there is a server of SSH for the tests that publish over SFTP.
set -eu
if ! command -v sshd >/dev/null 2>&1 && [ ! -x /usr/sbin/sshd ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "There is no sshd here, so its tests are skipped: install OpenSSH to run them." >&2
    exit 0
  fi
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  # RUNLEVEL: the package is not to start a server of its own.
  DEBIAN_FRONTEND=noninteractive $as_root env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends openssh-server >/dev/null
fi
