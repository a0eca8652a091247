"""The WSGI application: `granian --interface wsgi config.wsgi:application`."""

import os
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
for source in (root, root / "site"):
    if str(source) not in sys.path:
        sys.path.insert(0, str(source))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
