"""Which browser, and how it is started where there is neither a screen nor a sandbox."""

import os
import shutil

CHROME = os.environ.get("TAIZHANG_CHROME") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking")
