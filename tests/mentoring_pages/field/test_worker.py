"""What a phone needs to hold the app: worker, manifest, and how much it has to fetch."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from config.static_files import StaticFiles
from forms_builder.actions.import_form import import_form
from mentoring_pages.demo.source import read
from mentoring_pages.views.field import worker
from tests.factories_mentoring import make_session, now

FIRST_VISIT = 150 * 1024
OBSERVATION = 30 * 1024
REPEAT = 5 * 1024


def facts(client) -> dict:
    text = client.get(reverse("field:service_worker")).content.decode()
    return json.loads(re.match(r"const FIELD = (\{.*?\});\n", text)[1])


def test_worker_is_served_for_the_field_app_alone(client, db):
    response = client.get("/m/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response["Cache-Control"]
    assert "Service-Worker-Allowed" not in response
    assert "skipWaiting" in response.content.decode()


def test_worker_names_every_script_and_style_of_the_app(client, db):
    named = facts(client)["shell"]
    assert _scripts() and {f"/static/js/field/{name}" for name in _scripts()} <= set(named)
    assert all(finders.find(url.removeprefix("/static/")) for url in named)
    assert "/static/fonts/noto-sans-khmer.woff2" in named


def _scripts() -> set[str]:
    folder = Path(finders.find("js/field/main.js")).parent
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")}
    return found - {"service-worker.js", "try-out.js"}


def test_version_changes_with_the_content_of_a_file(client, db, monkeypatch, tmp_path):
    before = facts(client)["version"]
    assert facts(client)["version"] == before
    changed = tmp_path / "store.js"
    changed.write_text("// other")
    original = worker._path
    monkeypatch.setattr(
        worker, "_path", lambda name: changed if name.endswith("/store.js") else original(name)
    )
    worker._version.cache_clear()
    assert facts(client)["version"] != before
    worker._version.cache_clear()


def test_who_says_who_is_signed_in(client, db, signed_in, world):
    assert client.get(reverse("field:who")).json() == {"user": ""}
    response = signed_in(world.mentor).get(reverse("field:who"))
    assert response.json() == {"user": str(world.mentor.pk)}
    assert "csrftoken" in response.cookies


def test_manifest_has_a_khmer_name_and_an_icon(client, db):
    response = client.get(reverse("field:manifest"))
    assert response["Content-Type"].startswith("application/manifest+json")
    manifest = response.json()
    assert manifest["scope"] == "/m/" and manifest["lang"] == "km"
    assert finders.find(manifest["icons"][0]["src"].removeprefix("/static/"))


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def static_bytes(urls) -> int:
    total = 0
    for url in urls:
        path = finders.find(url.removeprefix("/static/"))
        content = Path(path).read_bytes()
        total += len(content) if path.endswith(".woff2") else compressed(content)
    return total


@pytest.fixture
def today(signed_in, world, relationship):
    make_session(world, relationship, offset=0.01)
    return signed_in(world.mentor).get("/m/")


def test_first_visit_stays_within_its_budget(client, today):
    page = compressed(today.content)
    shell = static_bytes(facts(client)["shell"])
    assert page > 500 and shell > 40_000  # something was measured
    assert page + shell <= FIRST_VISIT


def test_repeat_visit_stays_within_its_budget(today):
    assert compressed(today.content) <= REPEAT


def test_observation_page_of_forty_questions_stays_within_its_budget(signed_in, demo_form):
    mentor, session = demo_form
    page = signed_in(mentor).get(reverse("field:observe", args=[session.pk]))
    assert page.content.count(b"data-question=") >= 25
    assert compressed(page.content) <= OBSERVATION


@pytest.fixture
def demo_form(world, relationship):
    """A visit with the real observation form of the demonstration."""
    form = import_form(data=read("observation_form"), by=None, at=now())
    world.form = form
    return world.mentor, make_session(world, relationship, offset=0.01)


def test_modules_of_a_release_import_one_another_by_their_hashed_names(tmp_path):
    names = [f"js/field/{name}" for name in _scripts()]
    (tmp_path / "js/field/kinds").mkdir(parents=True)
    for name in names:
        (tmp_path / name).write_bytes(Path(finders.find(name)).read_bytes())
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    files = {name: (storage, name) for name in names}
    assert all(done is True for _name, _hashed, done in storage.post_process(files))
    main = (tmp_path / storage.stored_name("js/field/main.js")).read_text()
    imported = re.findall(r'from "\./(.+?)"', main)
    assert len(imported) >= 5
    for name in imported:
        assert re.fullmatch(r"[a-z/-]+\.[0-9a-f]{12}\.js", name)
        assert (tmp_path / "js/field" / name).exists()
