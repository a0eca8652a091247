"""Where a form is used: counted, and without anybody's name."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from forms_builder.models import ObservationForm
from forms_builder.uses import form_uses
from mentoring_pages.models import ObservationFormPage
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import make_user
from tests.forms_builder.samples import locale, make_form

pytestmark = pytest.mark.django_db


def test_report_names_the_page_that_shows_a_form(client):
    form = make_form()
    locale("en")
    root = Page.get_first_root_node() or Page.add_root(title="ឫស", slug="root")
    root.add_child(instance=ObservationFormPage(title="ទម្រង់សង្កេត", slug="of-uses", form=form))
    prepare_groups()
    client.force_login(make_user(Role.CONTENT_ADMIN))
    url = reverse("wagtailsnippets_forms_builder_observationform:report", args=[form.pk])
    assert "ទម្រង់សង្កេត" in client.get(url).content.decode()
    assert [use.value for uses in form_uses for use in uses(form.form_key)] == ["ទម្រង់សង្កេត"]


def test_form_that_nobody_uses_has_no_uses():
    make_form()
    form = ObservationForm.objects.get()
    assert [use for uses in form_uses for use in uses(form.form_key)] == []
