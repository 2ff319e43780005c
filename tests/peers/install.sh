#!/bin/sh
# Installs the peers: programs that nobody here wrote, against which the tests hold what we send.
# Node packages come from the lock file; a browser, and npm where there is none, from Debian.
set -eu
cd "$(dirname "$0")"

need() { # need <command> <Debian package>
    if command -v "$1" >/dev/null 2>&1; then
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The peers need '$1'. Ask an administrator to install the package '$2', then run" \
             "make peers again." >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

need npm npm
need chromium chromium
npm ci --no-audit --no-fund --no-progress --ignore-scripts --loglevel=error
echo "The peers are installed."
