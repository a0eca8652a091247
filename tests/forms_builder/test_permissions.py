"""What the forms are made of belongs to content admins: their screens, and nobody else's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms_builder.models import (
    CalibrationLesson,
    ChoiceList,
    ChoiceListContent,
    Domain,
    LibraryPart,
    Scale,
)
from forms_builder.models.scale import ScaleLevelsBlock
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import make_places, make_user
from tests.forms_builder.posting import block_data
from tests.forms_builder.samples import block, locale, make_domain, make_form, make_version
from tests.forms_builder.test_scales import KHMER, levels, make_scale

pytestmark = pytest.mark.django_db

SCREENS = ("list", "add")


def address(model, name, *args) -> str:
    return reverse(f"wagtailsnippets_forms_builder_{model._meta.model_name}:{name}", args=args)


def posted(stream, name, value) -> dict[str, str]:
    return block_data(name, stream, stream.normalize(value))


def data_of(model) -> dict:
    """What the editor would post for a new one."""
    if model is Scale:
        return {
            "name": "ការឃើញ",
            "code": "seen",
            **posted(ScaleLevelsBlock(), "levels", levels(KHMER)),
        }
    if model is LibraryPart:
        questions = LibraryPart.body.field.stream_block
        body = [block("text", "topic", label="ប្រធានបទ")]
        return {"title": "សំណួរដើម", "description": "", **posted(questions, "body", body)}
    if model is ChoiceList:
        table = SimpleUploadedFile("list.csv", "ខេត្ត,សាលា\nសៀមរាប,ផ្កាឈូក\n".encode())
        return {"title": "សាលារៀន", "code": "", "file": table}
    if model is CalibrationLesson:
        return {
            "title": "មេរៀនគំរូ",
            "version": make_version().pk,
            "description": "",
            "video": "",
        }
    return {"name": "ការបង្រៀន", "description": "", "code": "teaching"}


@pytest.mark.parametrize("model", [ChoiceList, Scale, LibraryPart, CalibrationLesson, Domain])
def test_content_admin_lists_adds_and_edits(content, model):
    data = data_of(model)
    before = set(model.objects.values_list("pk", flat=True))
    response = content.post(address(model, "add"), data)
    assert response.status_code == 302, response.context["form"].errors
    made = model.objects.exclude(pk__in=before).get()
    assert str(made) in content.get(address(model, "list")).content.decode()
    data.pop("file", None)
    name = "name" if "name" in data else "title"
    response = content.post(address(model, "edit", made.pk), {**data, name: "ឈ្មោះថ្មី"})
    assert response.status_code == 302, response.context["form"].errors
    made.refresh_from_db()
    assert getattr(made, name) == "ឈ្មោះថ្មី"


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.MASTER_MENTOR, Role.MENTOR, Role.MENTEE, Role.SCHOOL_LEADER]
)
def test_other_roles_open_none_of_it_and_change_nothing(client, role):
    places = make_places()
    prepare_groups()
    scale = make_scale()
    place = places.puok_school if role != Role.COORDINATOR else places.puok
    client.force_login(make_user(role, place))
    for model in (ChoiceList, Scale, LibraryPart, CalibrationLesson, Domain):
        for screen in SCREENS:
            response = client.get(address(model, screen))
            assert response.status_code in (302, 403, 404), (model, screen)
    response = client.post(address(Scale, "edit", scale.pk), data_of(Scale))
    assert response.status_code in (302, 403, 404)
    scale.refresh_from_db()
    assert scale.name != "ការឃើញ"
    assert client.get(reverse("import_xlsform")).status_code in (302, 403, 404)


def test_every_screen_of_forms_is_linked_where_a_person_looks(content):
    form = make_form()
    lesson = CalibrationLesson.objects.create(version=make_version(code="other"), title="មេរៀនគំរូ")
    menu = content.get(reverse("wagtailadmin_home")).content.decode()
    for model in (ChoiceList, Scale, LibraryPart, CalibrationLesson, Domain):
        assert address(model, "list") in menu
    assert reverse("import_xlsform") in menu
    forms = reverse("wagtailsnippets_forms_builder_observationform:list")
    assert f'href="{reverse("import_xlsform")}"' in content.get(forms).content.decode()
    names = "library tables translations changes compare report answers formats copy".split()
    pages = [
        reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=[form.pk])
        for name in names
    ]
    editor = content.get(
        reverse("wagtailsnippets_forms_builder_observationform:edit", args=[form.pk])
    ).content.decode()
    assert [page for page in pages if f'href="{page}"' not in editor] == []
    codes = f'href="{reverse("field:expert_codes", args=[lesson.pk])}"'
    assert codes in content.get(address(CalibrationLesson, "edit", lesson.pk)).content.decode()
    assert codes in content.get(address(CalibrationLesson, "list")).content.decode()


def one_more(model, number: int) -> None:
    """Make one more thing of a kind, each with what it points to."""
    code = f"number_{number}"
    if model is Scale:
        make_scale(code=code)
    elif model is Domain:
        make_domain(code, f"ផ្នែក {number}")
    elif model is LibraryPart:
        LibraryPart.objects.create(title=code, locale=locale("km"))
    elif model is CalibrationLesson:
        CalibrationLesson.objects.create(version=make_version(code=code), title=code)
    else:
        content = ChoiceListContent.objects.create(hash=code, content={"steps": [], "nodes": []})
        ChoiceList.objects.create(code=code, title=code, content=content)


@pytest.mark.parametrize("model", [ChoiceList, Scale, LibraryPart, CalibrationLesson, Domain])
def test_list_costs_the_same_for_one_and_three_rows(content, model):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            content.get(address(model, "list"))
        return len(queries)

    model.objects.all().delete()
    one_more(model, 1)
    cost()
    one = cost()
    one_more(model, 2)
    one_more(model, 3)
    assert cost() == one
