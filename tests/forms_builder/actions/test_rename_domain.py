"""Renaming a domain shows at once, in its language alone."""

import pytest
from django.utils import timezone

from forms_builder.actions.rename_domain import rename_domain
from forms_builder.queries import etag_of, text_of
from tests.forms_builder.samples import locale, make_domain, make_version

pytestmark = pytest.mark.django_db


def test_new_name_shows_in_published_forms_without_a_new_version():
    version = make_version()
    before = etag_of(version)
    domain = make_domain()
    domain.name = "ការបង្រៀន និងរៀន"
    domain.save()
    assert text_of(version, "km").texts["domains"] == {"teaching": "ការបង្រៀន និងរៀន"}
    assert etag_of(version) != before


def test_name_in_another_language_changes_nothing_here():
    version = make_version()
    before = etag_of(version)
    english = make_domain().copy_for_translation(locale("en"))
    english.name = "Teaching"
    english.save()
    assert etag_of(version) == before


def test_saving_a_domain_unchanged_touches_no_text():
    make_version()
    assert rename_domain(domain=make_domain(), at=timezone.now()) == 0
