"""The product's settings in a folder of their own, with the modules that exist only in the tests.

pytest-django reads settings before any conftest.py, so what they take from the environment is set here.
"""

import os
import sys
import tempfile

os.environ.setdefault("TAIZHANG_VAR", tempfile.mkdtemp(prefix="taizhang-tests-"))
os.environ.setdefault("TAIZHANG_PLAIN_HTTP", "1")

from taizhang.site.settings import *  # noqa: F403
from taizhang.site.settings import INSTALLED_APPS as PRODUCT_APPS
from taizhang.site.settings import VAR

(VAR / "static").mkdir(parents=True, exist_ok=True)
INSTALLED_APPS = [*PRODUCT_APPS, "tests.trials"]
PASSWORD_HASHERS = ["tests.quick_argon2.QuickArgon2"]

# What a test starts as a process of its own is the product as it is.
os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.site.settings"

# Containers often tell Python to keep nothing it compiled. Here every worker, and every process that a test starts, would
# compile the product again, and pytest its tests: half of the time of starting.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
