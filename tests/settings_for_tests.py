"""The project's own settings, made quick: a data folder that goes away, cheap passwords, plain static files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

VAR_OF_TESTS = Path(tempfile.mkdtemp(prefix="gongjian-tests-"))
atexit.register(shutil.rmtree, VAR_OF_TESTS, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("GONGJIAN_") and name != "GONGJIAN_PLANS"]:
    del os.environ[name]  # what the shell of the developer says must not change a test
os.environ |= {
    "GONGJIAN_ENV": "",  # no .env
    "GONGJIAN_VAR": str(VAR_OF_TESTS),
    "GONGJIAN_SECRET_KEY": "secret-of-the-tests-" * 3,
    "GONGJIAN_KEYS": "1:" + "A" * 43 + "=",
    "GONGJIAN_INDEX_KEY": "index-of-the-tests",
}

from gongjian.settings import *  # noqa: E402, F403
from gongjian.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
(VAR_OF_TESTS / "static").mkdir()  # whitenoise warns where there is none
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: two threads on an in-memory database lock each other out at once.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_OF_TESTS / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool would hold the test database open at the end
