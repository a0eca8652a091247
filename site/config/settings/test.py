"""For the test suite: fast hashing, an immediate in-memory queue, files in a temporary folder."""

import tempfile
from pathlib import Path
from zlib import adler32

from config import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR
from config.settings.base import LOGGING as BASE_LOGGING
from config.settings.base import REST_FRAMEWORK as BASE_REST_FRAMEWORK

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
# One for each checkout: two may run their tests at the same time.
_folder = Path(tempfile.gettempdir()) / f"mentoring-tests-{adler32(bytes(BASE_DIR)):08x}"
_folder.mkdir(exist_ok=True)
DATABASES = {
    "default": environment.database(
        environment.text("TEST_DATABASE_URL") or f"sqlite:///{_folder / 'test.sqlite3'}", _folder
    )
}
DATABASES["default"]["TEST"] = {"NAME": environment.text("TEST_DATABASE_NAME") or None}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: live servers and workers of the tests open it too. Durability is
    # tested on its own; the suite need not wait for the disk.
    DATABASES["default"]["TEST"]["NAME"] = str(_folder / "test.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 0
STATIC_ROOT = _folder
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HUEY = {"name": "test", "huey_class": "huey.MemoryHuey", "immediate": True}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
REST_FRAMEWORK = {**BASE_REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
# What a test provokes on purpose is its own business; a server error still shows.
LOGGING = {
    **BASE_LOGGING,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "ERROR"}},
}
