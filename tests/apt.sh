#!/bin/sh
# Install packages of Debian: apt.sh PACKAGE …, with the options of apt-get before them.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root apt-get update -qq
# RUNLEVEL: no package is to start a server of its own.
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq "$@" >/dev/null
