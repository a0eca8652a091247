"""XForms of our forms, and whether ODK Validate takes them."""

import json
import os
import shutil
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.conf import settings
from django.utils import timezone

from forms_builder.actions.import_form import import_form
from forms_builder.xlsform.xform import xform_text
from tests.forms_builder.samples import block, every_kind, make_domain, make_form, rule

pytestmark = pytest.mark.django_db

DEMO = Path(settings.BASE_DIR) / "mentoring_pages" / "demo"


def needs_java():
    if shutil.which("java") is None:
        message = "java is missing: `apt-get install default-jdk-headless` brings these tests in."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


def test_xform_has_the_questions_and_nothing_of_ours():
    text = xform_text(make_form(every_kind(make_domain())))
    tree = ElementTree.fromstring(text)
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert {"subject", "clarity", "students"} <= names
    assert "mentoring" not in text
    assert "មុខវិជ្ជា" in text


@pytest.mark.parametrize("name", ["observation_form.json", "gallery_form.json"])
def test_validate_accepts_the_demonstration_form(name):
    needs_java()
    form = import_form(data=json.loads((DEMO / name).read_text()), by=None, at=timezone.now())
    assert "<h:html" in xform_text(form, validate=True)


def test_validate_accepts_rules_and_repeats():
    needs_java()
    form = make_form(
        [
            block("integer", "groups", label="ក្រុម", rules=[rule("CONSTRAINT", ". > 0")]),
            block("repeat", "each", label="ក្រុមមួយ", count="${groups}", minimum=0, maximum=9),
            block("text", "name", label="ឈ្មោះ", rules=[rule("RELEVANT", "${groups} > 1")]),
            block("repeat_end"),
            block("integer", "twice", label="ពីរដង", rules=[rule("CALCULATION", "${groups} * 2")]),
        ]
    )
    assert "jr:count" in xform_text(form, validate=True)


def test_repeat_begins_as_often_as_its_form_says():
    body = [block("integer", "groups", label="ក្រុម")]
    counts = {"counted": ("${groups}", 1), "none": ("", 0), "once": ("", 1)}
    for code, (count, minimum) in counts.items():
        body += [
            block("repeat", code, label=f"ម្តង {code}", maximum=9, minimum=minimum, count=count),
            block("text", f"name_{code}", label="ឈ្មោះ"),
            block("repeat_end", f"end_{code}"),
        ]
    tree = ElementTree.fromstring(xform_text(make_form(body)))
    names = [element.tag.rpartition("}")[2] for element in tree.iter()]
    # Beside the template, from which further ones are made.
    assert [names.count(code) for code in counts] == [1, 1, 2]
