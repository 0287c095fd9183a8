#!/usr/bin/env bash
# Where tests/install_for_tests.sh has found no Chromium and installed none, Playwright's own build serves.
set -euo pipefail
# the names are those of chromium.py
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
.venv/bin/playwright install chromium
