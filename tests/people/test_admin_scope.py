"""A coordinator's admin: another district's people, roles and places do not exist in it."""

import datetime
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.actions.end_role import end_role
from people.actions.reset_password import reset_password
from people.choices import Role
from people.models import Place, RoleAssignment, User
from people.models.place import PlaceQuerySet
from people.models.role import RoleAssignmentQuerySet
from people.models.user import UserQuerySet
from people.viewsets import PersonViewSet, PlaceViewSet, RoleViewSet
from tests.factories import PlaceFactory, make_user

pytestmark = pytest.mark.django_db

MARK = "ព្រៃសម្ងាត់"
VIEWSETS = (PersonViewSet, RoleViewSet, PlaceViewSet)


@pytest.fixture
def district(places, groups):
    """Two districts alike; all that is theirs bears the mark."""
    ours = make_user(Role.MENTEE, places.puok_school, last_name="សុខ")
    make_user(Role.MENTOR, places.puok_cluster)
    school = PlaceFactory.create(places.tramkak_cluster, "SCHOOL", name_km=f"សាលា{MARK}")
    theirs = make_user(
        Role.MENTEE, school, last_name=MARK, first_name=MARK, email="hidden@example.org"
    )
    make_user(Role.MENTOR, school, last_name=MARK)
    coordinator = make_user(Role.COORDINATOR, places.puok)
    make_user(Role.COORDINATOR, places.tramkak, last_name=MARK)
    rows = {
        User: (ours, theirs),
        RoleAssignment: (ours.roles.get(), theirs.roles.get()),
        Place: (places.puok_school, school),
    }
    return coordinator, rows


def addresses(viewset, pk):
    """Every address of the viewset: those of lists, and those of the object `pk`."""
    for pattern in viewset.get_urlpatterns():
        name = viewset.get_url_name(pattern.name)
        if pattern.pattern.converters:
            yield reverse(name, args=[pk]), True
        else:
            for query in ("", "?export=csv", "?export=xlsx", f"?q={MARK}", "?p=2"):
                yield reverse(name) + query, False


def leaks(client, rows):
    """Addresses at which the other district shows, by text or by another status than 404."""
    found, asked = [], 0
    for viewset_class in VIEWSETS:
        viewset = viewset_class()
        _own, other = rows[viewset.model]
        for address, of_object in addresses(viewset, other.pk):
            for method in ("get", "post"):
                response = getattr(client, method)(address)
                asked += 1
                text = response.getvalue()
                if text.startswith(b"PK"):
                    with zipfile.ZipFile(io.BytesIO(text)) as archive:
                        text = b"".join(archive.read(part) for part in archive.namelist())
                # The search box shows what was searched for.
                shown = text.decode(errors="ignore").replace(f'value="{MARK}"', "")
                if of_object and response.status_code != 404:
                    found.append((method, address, response.status_code))
                elif MARK in shown or "hidden@example.org" in shown:
                    found.append((method, address, "text"))
    assert asked > 40
    return found


def test_admin_hides_the_other_district_at_every_address(district, sign_in):
    coordinator, rows = district
    assert leaks(sign_in(coordinator), rows) == []


@pytest.mark.parametrize("queryset", [UserQuerySet, RoleAssignmentQuerySet, PlaceQuerySet])
def test_leak_walk_notices_a_scope_taken_away(district, sign_in, monkeypatch, queryset):
    """Negative control."""
    coordinator, rows = district
    monkeypatch.setattr(queryset, "visible_to", lambda self, user: self.all())
    assert leaks(sign_in(coordinator), rows) != []


def test_admin_shows_a_coordinators_own_objects(district, sign_in):
    coordinator, rows = district
    client = sign_in(coordinator)
    seen = 0
    for viewset_class in VIEWSETS:
        viewset = viewset_class()
        own, _other = rows[viewset.model]
        for address, _of_object in addresses(viewset, own.pk):
            if "reactivate" in address:
                continue  # the account is open
            response = client.get(address)
            assert response.status_code == 200, address
            seen += 1
    assert seen >= 20


def test_forms_and_filters_offer_only_own_choices(district, sign_in):
    coordinator, _rows = district
    client = sign_in(coordinator)
    for name in ("accounts:add", "accounts:index", "roles:add", "roles:index"):
        page = client.get(reverse(name)).content.decode()
        assert MARK not in page, name
    page = client.get(reverse("roles:add")).content.decode()
    assert 'value="COORDINATOR"' not in page
    assert 'value="CONTENT_ADMIN"' not in page
    assert 'value="MENTOR"' in page


def test_a_chosen_id_of_the_other_district_is_refused_and_what_was_typed_stays(
    district, places, sign_in
):
    coordinator, rows = district
    school = rows[Place][1]
    response = sign_in(coordinator).post(
        reverse("accounts:add"),
        {
            "last_name": "ស៊ឹម",
            "first_name": "បូផា",
            "honorific": "TEACHER_WOMAN",
            "gender": "FEMALE",
            "username": "bopha",
            "language": "km",
            "role": "MENTEE",
            "place": school.pk,
        },
    )
    assert response.status_code == 200
    assert not User.objects.filter(username="bopha").exists()
    assert "ស៊ឹម" in response.content.decode()
    assert "place" in response.context["form"].errors


@pytest.mark.parametrize(
    "role", [None, Role.MENTOR, Role.MENTEE, Role.SCHOOL_LEADER, Role.MASTER_MENTOR]
)
def test_admin_is_closed_to_those_without_work_in_it(district, places, sign_in, role):
    person = make_user(role, places.puok_school if role else None)
    response = sign_in(person).get(reverse("accounts:index"))
    assert response.status_code == 302
    assert "/sign-in/" in response.url


def test_content_admin_sees_no_people(district, sign_in):
    content_admin = make_user(Role.CONTENT_ADMIN)
    client = sign_in(content_admin)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    for name in ("accounts:index", "roles:index", "places:index", "import_schools"):
        response = client.get(reverse(name), follow=True)
        assert MARK not in response.content.decode()
        assert response.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    theirs = response.content.decode()
    coordinators = sign_in(district[0]).get(reverse("wagtailadmin_home")).content.decode()
    for name in ("accounts", "roles", "places"):
        assert f"/admin/{name}/" in coordinators
        assert f"/admin/{name}/" not in theirs


def test_access_ends_with_the_role_at_the_next_request(district, sign_in):
    coordinator, _rows = district
    client = sign_in(coordinator)
    assert client.get(reverse("accounts:index")).status_code == 200
    boss = make_user(is_superuser=True)
    end_role(assignment=coordinator.roles.get(), by=boss, at=timezone.now())
    assert client.get(reverse("accounts:index")).status_code == 302


def test_access_ends_when_a_role_runs_out_by_its_date(district, sign_in):
    coordinator, _rows = district
    client = sign_in(coordinator)
    assert client.get(reverse("accounts:index")).status_code == 200
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    coordinator.roles.update(end_date=yesterday)
    assert client.get(reverse("accounts:index")).status_code == 302
    assert not coordinator.groups.exists()


@pytest.mark.parametrize("name", ["accounts:index", "roles:index", "places:index"])
def test_lists_ask_as_many_queries_for_three_rows_as_for_one(places, groups, sign_in, name):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    client = sign_in(coordinator)
    make_user(Role.MENTEE, places.puok_school)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name))
    for _number in range(2):
        school = PlaceFactory.create(places.puok_cluster, "SCHOOL")
        make_user(Role.MENTEE, school)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(name))
    assert len(three) == len(one), [q["sql"] for q in three.captured_queries]


def admin_addresses():
    """Every address of the admin that needs no argument, Wagtail's own included."""

    def walk(resolver, before=""):
        for pattern in resolver.url_patterns:
            address = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, address)
            else:
                yield address

    for address in walk(get_resolver()):
        if address.startswith("admin/") and not set("<(") & set(address):
            yield "/" + address.replace("^", "").replace("$", "").replace("\\Z", "")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTENT_ADMIN])
def test_no_screen_of_the_admin_tells_of_people_elsewhere(district, places, sign_in, role):
    """What others did with their people stands in Wagtail's log, and stays there."""
    _coordinator, rows = district
    reset_password(person=rows[User][1], by=make_user(is_superuser=True), at=timezone.now())
    assert ModelLogEntry.objects.filter(label__contains=MARK).exists()
    person = make_user(role, places.puok if role == Role.COORDINATOR else None)
    client = sign_in(person)
    asked = 0
    for address in admin_addresses():
        if "failwhale" in address or "logout" in address:
            continue
        response = client.get(address)
        assert response.status_code < 500, address
        assert MARK not in response.getvalue().decode(errors="ignore"), address
        asked += response.status_code == 200
    assert asked > (15 if role == Role.COORDINATOR else 40)
