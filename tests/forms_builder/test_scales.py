"""Shared scales: chosen instead of own levels, compiled into the version, in each language."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import TranslationSource

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import ObservationForm, Scale
from forms_builder.schema import compile_form, items_of
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import make_user
from tests.forms_builder.samples import LEVELS, locale, make_form, only_if, rubric

pytestmark = pytest.mark.django_db

KHMER = ("មិនទាន់ឃើញ", "ឃើញម្តងម្កាល", "ឃើញជានិច្ច")
ENGLISH = ("Not yet", "Sometimes", "Always")


def levels(names):
    return [
        {
            "type": "level",
            "id": f"level-{number}",
            "value": {"value": number, "label": name, "descriptor": "", "example": ""},
        }
        for number, name in enumerate(names)
    ]


def make_scale(names=KHMER, language="km", code="seen", **fields):
    return Scale.objects.create(
        code=code, name=f"មាត្រដ្ឋាន {code}", locale=locale(language), levels=levels(names), **fields
    )


def one_criterion(form):
    compiled = compile_form(form)
    item = next(items_of(compiled.schema))
    return item, compiled.texts["items"][item["id"]]


def test_levels_of_the_scale_take_the_place_of_own_ones():
    form = make_form([rubric("clarity", "ការពន្យល់", scale=make_scale().pk)])
    item, words = one_criterion(form)
    assert item["levels"] == [{"value": 0}, {"value": 1}, {"value": 2}]
    assert [words["levels"][str(number)]["label"] for number in range(3)] == list(KHMER)
    assert "scale" not in item


def test_scale_in_another_language_gives_other_words_and_the_same_structure():
    khmer = make_scale()
    english = make_scale(ENGLISH, "en", translation_key=khmer.translation_key)
    ours = make_form([rubric("clarity", "ការពន្យល់", scale=khmer.pk)])
    theirs = make_form(
        [rubric("clarity", "Clarity", scale=english.pk)],
        language="en",
        translation_key=ours.translation_key,
    )
    assert compile_form(ours).structure_hash == compile_form(theirs).structure_hash
    assert one_criterion(theirs)[1]["levels"]["2"]["label"] == "Always"


def test_change_of_a_scale_leaves_published_versions_alone():
    scale = make_scale()
    form = make_form([rubric("clarity", "ការពន្យល់", scale=scale.pk)])
    first = publish_version(form=form, at=timezone.now())
    scale.levels = levels([*KHMER, "ជាគំរូ"])
    scale.save()
    second = publish_version(form=ObservationForm.objects.get(pk=form.pk), at=timezone.now())
    first.refresh_from_db()
    assert len(next(items_of(first.schema))["levels"]) == 3
    assert len(next(items_of(second.schema))["levels"]) == 4
    assert second.number == first.number + 1


def test_rubric_whose_scale_was_deleted_has_its_own_levels():
    scale = make_scale()
    form = make_form([rubric("clarity", "ការពន្យល់", scale=scale.pk)])
    scale.delete()
    item, _words = one_criterion(ObservationForm.objects.get(pk=form.pk))
    assert [level["value"] for level in item["levels"]] == [1, 2, 3, 4]


def rubric_value(**fields):
    stream = ObservationForm.body.field.stream_block
    return stream.to_python([rubric("clarity", "ការពន្យល់", **fields)])[0].value


def test_own_levels_are_not_asked_where_a_scale_is_chosen():
    scale = make_scale().pk
    without = rubric_value(scale=scale)
    without["levels"] = without.block.child_blocks["levels"].to_python([])
    assert list(without.block.clean(without)["levels"]) == []
    without["scale"] = None
    with pytest.raises(ValidationError):
        without.block.clean(without)


def test_own_levels_that_are_whole_stay_beside_a_scale():
    value = rubric_value(scale=make_scale().pk)
    block = value.block.child_blocks["levels"]
    before = block.get_prep_value(value["levels"])
    value["levels"][1]["label"] = ""
    value["levels"][2]["value"] = "x"
    cleaned = value.block.clean(value)
    assert block.get_prep_value(cleaned["levels"]) == [before[0], before[3]]
    assert cleaned["label"] == "ការពន្យល់"


def test_other_parts_are_checked_where_a_scale_is_chosen():
    value = rubric_value(scale=make_scale().pk)
    value["label"] = ""
    with pytest.raises(ValidationError) as refused:
        value.block.clean(value)
    assert set(refused.value.block_errors) == {"label"}


@pytest.mark.parametrize("shared", [True, False])
def test_own_levels_are_for_translators_only_where_no_scale_is_chosen(shared):
    scale = make_scale().pk if shared else None
    form = make_form([rubric("clarity", "ការពន្យល់", scale=scale, rules=[only_if("topic", "ក")])])
    source, _created = TranslationSource.update_or_create_from_instance(form)
    shown = {row.string.data for row in source.stringsegment_set.select_related("string")}
    assert "ការពន្យល់" in shown
    assert (LEVELS[0] in shown) is not shared
    paths = source.relatedobjectsegment_set.values_list("context__path", flat=True)
    assert any(path.endswith(".scale") for path in paths) is shared


def test_scale_needs_two_levels_and_each_number_once():
    block = Scale.levels.field.stream_block
    block.clean(block.to_python(levels(KHMER)))
    twice = levels(KHMER)
    twice[1]["value"]["value"] = 0
    for wrong in (levels(KHMER[:1]), twice):
        with pytest.raises(ValidationError):
            block.clean(block.to_python(wrong))


def test_code_of_a_scale_is_used_once_in_a_language():
    make_scale()
    with pytest.raises(IntegrityError):
        make_scale()


def test_content_admin_sees_scales_in_the_admin(client):
    locale("km"), locale("en")
    prepare_groups()
    scale = make_scale()
    client.force_login(make_user(Role.CONTENT_ADMIN))
    listed = client.get(reverse("wagtailsnippets_forms_builder_scale:list"))
    assert scale.name in listed.content.decode()
    edit = client.get(reverse("wagtailsnippets_forms_builder_scale:edit", args=[scale.pk]))
    assert json.dumps(KHMER[2]).strip('"') in edit.content.decode()
