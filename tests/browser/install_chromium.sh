#!/usr/bin/env bash
# Finds a Chromium for the browser tests, or installs one: Debian's package when root on Debian,
# Playwright's own build elsewhere. The names are those of chromium.py.
set -euo pipefail
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  browser=chromium-headless-shell # Debian 12 has it in its updates; where it is missing the whole browser serves
  apt-cache show "$browser" >/dev/null 2>&1 || browser=chromium
  apt-get install -y -qq --no-install-recommends "$browser" fonts-noto-core fonts-noto-color-emoji
else
  .venv/bin/playwright install chromium
fi
