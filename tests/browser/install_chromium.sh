#!/usr/bin/env bash
# Finds a Chromium for the browser tests, or installs one: Debian's package when root on Debian,
# Playwright's own build elsewhere.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq chromium fonts-noto-core fonts-noto-color-emoji
else
  .venv/bin/playwright install chromium
fi
