"""One machine, for trying out and for work on the code: `./run`."""

from django.core.management.utils import get_random_secret_key

from config import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, STORAGES

DEBUG = environment.flag("DEBUG", default=True)
ALLOWED_HOSTS = ["*"]


def _kept_secret() -> str:
    """A key of this folder's own, made once, so that a restart signs nobody out."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = environment.text("SECRET_KEY") or _kept_secret()
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
