"""What a subclass of the scoped viewset can and cannot get wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.forms import CharField, Form, ModelChoiceField
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views import View
from wagtail.permissions import policy_registry

from people.choices import Role
from people.models import Place, School, User
from people.scoped_views import ScopedIndexView, add_refusal, scope_choices
from people.scoped_viewset import ScopedModelViewSet
from people.viewsets import PersonViewSet
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db


class Open(ScopedModelViewSet):
    """Says nothing of who may."""

    model = User
    name = "open"
    inspect_view_fields = ["username"]


def test_viewset_is_closed_until_it_says_who_may(places):
    viewset = Open()
    for user in (make_superuser(), make_user(Role.COORDINATOR, places.puok)):
        for action in ("view", "add", "change", "delete", "publish"):
            assert not viewset.permission_policy.user_has_permission(user, action)


def test_viewset_refuses_a_model_without_scope_and_an_inspection_of_everything():
    with pytest.raises(ImproperlyConfigured):
        type("Wrong", (ScopedModelViewSet,), {"model": School, "inspect_view_fields": ["phase"]})()
    with pytest.raises(ImproperlyConfigured):
        type("Wrong", (ScopedModelViewSet,), {"model": User, "name": "wrong"})()


def test_viewset_lays_the_scope_over_any_view_class(places, rf):
    class Foreign(View):
        def get(self, request, pk):
            return HttpResponse("seen")

    view = Open().construct_view(Foreign)
    request = rf.get("/")
    request.user = make_user(Role.COORDINATOR, places.puok)
    own = make_user(Role.MENTEE, places.puok_school)
    other = make_user(Role.MENTEE, places.tramkak_school)
    assert view(request, pk=own.pk).content == b"seen"
    for pk in (other.pk, 999_999, "nonsense", 10**30):
        with pytest.raises((Http404, ValueError)):
            view(request, pk=pk)


def test_viewset_offers_no_copy_usage_or_reorder():
    names = {pattern.name for pattern in PersonViewSet().get_urlpatterns()}
    assert not names & {"copy", "usage", "reorder", "delete"}


def test_viewset_leaves_no_policy_that_would_open_wagtails_own_screens(places, groups):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    for model in (User, Place):
        policy = policy_registry.get_by_type(model)
        assert not policy.user_has_any_permission(coordinator, ["add", "change", "delete"])


def test_edit_addresses_are_told_only_to_those_who_may(places, groups):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    own = make_user(Role.MENTEE, places.puok_school)
    other = make_user(Role.MENTEE, places.tramkak_school)
    finder = PersonViewSet().url_finder_class(coordinator)
    assert finder.get_edit_url(own) == reverse("accounts:edit", args=[own.pk])
    assert finder.get_edit_url(other) is None
    content_admin = make_user(Role.CONTENT_ADMIN)
    assert PersonViewSet().url_finder_class(content_admin).get_edit_url(own) is None


def test_choices_of_a_form_are_scoped(places):
    class PersonForm(Form):
        person = ModelChoiceField(User.objects.all())

    own = make_user(Role.MENTEE, places.puok_school)
    other = make_user(Role.MENTEE, places.tramkak_school)
    coordinator = make_user(Role.COORDINATOR, places.puok)
    form = PersonForm({"person": other.pk})
    scope_choices(form, coordinator)
    assert set(form.fields["person"].queryset) == {own, coordinator}
    assert not form.is_valid()
    form = PersonForm({"person": own.pk})
    scope_choices(form, coordinator)
    assert form.is_valid()


@pytest.mark.parametrize(
    ("error", "where"),
    [
        (ValidationError({"word": "wrong word"}), "word"),
        (ValidationError({"other": "wrong word"}), "__all__"),
        (ValidationError("wrong word"), "__all__"),
        (PermissionDenied("wrong word"), "__all__"),
        (IntegrityError("UNIQUE constraint failed"), "__all__"),
    ],
)
def test_what_an_action_refuses_is_told_on_the_form(error, where):
    form = type("F", (Form,), {"word": CharField()})({"word": "x"})
    assert form.is_valid()
    add_refusal(form, error)
    assert list(form.errors) == [where]
    assert "constraint" not in str(form.errors)


def test_a_conflict_found_by_the_database_keeps_what_was_typed(
    places, groups, sign_in, monkeypatch
):
    def conflict(**kwargs):
        User.objects.create(username="half-done")
        raise IntegrityError

    monkeypatch.setattr("people.viewsets.person.create_account", conflict)
    response = sign_in(make_user(Role.COORDINATOR, places.puok)).post(
        reverse("accounts:add"),
        {
            "last_name": "ស៊ឹម",
            "first_name": "បូផា",
            "username": "bopha",
            "honorific": "MRS",
            "gender": "FEMALE",
            "language": "km",
        },
    )
    assert response.status_code == 200
    assert "ស៊ឹម" in response.content.decode()
    assert response.context["form"].non_field_errors()
    assert not User.objects.filter(username="half-done").exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_exported_cells_are_no_formulas(start):
    view = ScopedIndexView()
    assert view.preprocess_field_value("name", f"{start}1+1", "csv") == f"'{start}1+1"
    assert view.preprocess_field_value("name", "សុខ", "csv") == "សុខ"
