"""The style page shows every component, in every mode and language."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from tests.khmer_lang import inline_parts, khmer_runs, stray_khmer

COMPONENTS = Path(settings.SITE_DIR) / "templates" / "components"


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("modes", ["", "contrast-high", "text-large", "simple"])
def test_style_page_shows_khmer_in_every_mode(client, db, settings, language, modes):
    settings.DEBUG = True
    client.cookies["django_language"] = language
    html = client.get(f"/style/?modes={modes}").content.decode()
    assert khmer_runs(html) > 60
    assert stray_khmer(html) == []
    assert inline_parts(html) == []
    assert f'<html lang="{language}"' + (f' class="{modes}">' if modes else ">") in html


def test_style_page_uses_every_component(client, db, settings):
    settings.DEBUG = True
    response = client.get("/style/")
    used = {template.name.rsplit("/")[-1] for template in response.templates if template.name}
    missing = {path.name for path in COMPONENTS.glob("*.html")} - used
    # Its list has one page, and its breadcrumbs stand for the rest of the way.
    assert missing <= {"pagination.html"}


def test_style_page_is_not_for_visitors(client, db):
    assert client.get("/style/", follow=True).status_code == 404
    user = User.objects.create_superuser("thom", password="ពាក្យសម្ងាត់វែង")
    client.force_login(user, backend="people.backends.NameMailPhoneBackend")
    assert client.get("/style/").status_code == 200


def test_frame_takes_no_query_for_a_visitor(client, db, settings):
    settings.DEBUG = True
    with CaptureQueriesContext(connection) as queries:
        client.get("/style/")
    assert len(queries) == 0
