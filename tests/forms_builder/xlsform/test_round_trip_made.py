"""Forms that are made up, out as XLSForm and in again: equal, and readable by others."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms_builder.actions.import_form import translate
from forms_builder.interchange import body_in, scoring_in, words_by_path
from forms_builder.models import Domain, Form, ObservationForm
from forms_builder.schema import compile_form
from forms_builder.xlsform.xform import xform_text
from tests.forms_builder.samples import locale, make_domain
from tests.forms_builder.xlsform.made_forms import ASKED, DocumentMaker
from tests.forms_builder.xlsform.test_round_trip import moved
from tests.forms_builder.xlsform.test_xform import needs_java

pytestmark = pytest.mark.django_db
# A smaller seed is no simpler form, so nothing is shrunk.
MADE = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def kept(document, *, english=False):
    """A draft of a document, and its translation."""
    ObservationForm.objects.all().delete()
    Form.objects.all().delete()  # each document is a form of its own under the same code
    Domain.objects.all().delete()
    domains = {
        one["code"]: make_domain(one["code"], one["name"]["km"]).pk for one in document["domains"]
    }
    body = ObservationForm.body.field.stream_block
    scoring = ObservationForm.scoring.field.stream_block
    form = ObservationForm(
        code=document["code"],
        title=document["title"]["km"],
        intro=document["intro"]["km"],
        locale=locale("km"),
        body=body.clean(body.to_python(body_in(document, "km", domains))),
        scoring=scoring.clean(scoring.to_python(scoring_in(document, "km", domains))),
        live=False,
    )
    form.save()
    form.save_revision()
    if english:
        words = words_by_path(document, "en")
        translate(form, locale("en"), words, None, publish=False)
    return form


@given(st.integers(0, 10**9))
@settings(MADE, max_examples=25)
def test_made_form_comes_back(seed):
    form = kept(DocumentMaker(seed, english=False).make())
    before = compile_form(form)
    after = compile_form(moved(form))
    assert after.schema == before.schema
    assert after.structure_hash == before.structure_hash
    assert after.texts == before.texts


@given(st.integers(0, 10**9))
@settings(MADE, max_examples=6)
def test_made_form_comes_back_in_both_languages(seed):
    form = kept(DocumentMaker(seed).make(of_every_kind=True), english=True)
    before, english = compile_form(form), compile_form(translation_of(form))
    again = moved(form)
    assert compile_form(again).texts == before.texts
    translated = compile_form(translation_of(again))
    assert translated.structure_hash == before.structure_hash == english.structure_hash
    assert translated.texts["items"] == english.texts["items"]
    assert translated.texts.get("scoring") == english.texts.get("scoring")


def translation_of(form):
    return form.get_translations().get().get_latest_revision_as_object()


def test_every_kind_is_made():
    kinds = {one["kind"] for one in DocumentMaker(1).make(of_every_kind=True)["body"]}
    assert kinds >= set(ASKED)
    assert len(ASKED) >= 30


@pytest.mark.parametrize("seed", range(3))
def test_validate_accepts_made_forms(seed):
    needs_java()
    form = kept(DocumentMaker(seed).make(of_every_kind=True), english=True)
    assert "<h:html" in xform_text(form, validate=True)
