"""Which browser, and how it is started where there is neither a screen nor a sandbox.

`chromium-headless-shell` is Chromium without windows: it draws the same pages with half the processor time.
"""

import os
import shutil

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROME = os.environ.get("TAIZHANG_CHROME") or next(filter(None, map(shutil.which, BROWSERS)), "")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking")
