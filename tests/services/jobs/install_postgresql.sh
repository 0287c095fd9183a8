#!/usr/bin/env bash
# Finds a PostgreSQL server for the tests of several workers, or installs Debian's package when root on Debian.
set -euo pipefail
if command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends postgresql
else
  echo "PostgreSQL is missing: install it (Debian's package postgresql), or put initdb and pg_ctl on the PATH" >&2
  exit 1
fi
