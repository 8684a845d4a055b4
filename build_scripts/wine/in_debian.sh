#!/bin/sh
# Runs try_windows.py in a new Debian 13, as root, after installing what it needs:
#   docker run --rm --privileged -v "$PWD:/digitrec" debian:trixie-slim sh /digitrec/build_scripts/wine/in_debian.sh
set -eu
cd "$(dirname "$0")/../.."
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  debootstrap git mount nsis python3 python3-venv xdotool xvfb >/dev/null
git config --global --add safe.directory "$PWD"
python3 -m venv /venv
# All of test.txt has TensorFlow; build.txt has pefile on Windows alone.
sed -n '/^pefile==/,/[^\\]$/p' build_scripts/requirements/test.txt >/tmp/pefile.txt
/venv/bin/pip install -q --require-hashes -r build_scripts/requirements/build.txt -r /tmp/pefile.txt
exec /venv/bin/python build_scripts/try_windows.py "$@"
