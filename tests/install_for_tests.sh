#!/usr/bin/env bash
# Installs what the tests need beside Python where it is missing: a Chromium, and a PostgreSQL server for the tests of
# several workers. Both are Debian's packages, when root on Debian. Elsewhere the browser comes from Playwright (Makefile),
# and PostgreSQL is for the person to install.
set -euo pipefail

has_browser() { # the names are those of tests/browser/chromium.py
  for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  return 1
}

has_postgresql() { command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; }

if has_browser && has_postgresql; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  packages=()
  if ! has_browser; then
    shell=chromium-headless-shell # Debian 12 has it in its updates; where it is missing the whole browser serves
    apt-cache show "$shell" >/dev/null 2>&1 || shell=chromium
    packages+=("$shell" fonts-noto-core fonts-noto-color-emoji)
  fi
  has_postgresql || packages+=(postgresql)
  apt-get install -y -qq --no-install-recommends "${packages[@]}"
elif ! has_postgresql; then
  echo "PostgreSQL is missing: install it (Debian's package postgresql), or put initdb and pg_ctl on the PATH" >&2
  exit 1
fi
