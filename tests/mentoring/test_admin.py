"""The coordinator's screens: own places only, saved through actions, nothing typed is lost."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from mentoring.choices import RelationshipStatus, SessionStatus
from mentoring.models import MentoringRelationship, MentoringSession
from people.choices import Role
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import days, make_group, make_relationship, make_session, now


def signed_in(user) -> Client:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client(headers={"accept-language": "km"})
    client.force_login(user, backend="people.backends.NameMailPhoneBackend")
    return client


@pytest.fixture
def desk(world):
    return signed_in(world.coordinator)


@pytest.fixture
def other_pair(world):
    return make_relationship(
        world, mentor=world.other_mentor, mentee=world.other_mentee, by=world.other_coordinator
    )


@pytest.fixture
def other_session(world, other_pair):
    return make_session(world, other_pair, by=world.other_coordinator)


def test_relationship_list_names_own_pairs_only(desk, relationship, other_pair, world):
    page = desk.get(reverse("relationships:index")).content.decode()
    assert world.mentee.respectful_name in page
    assert world.mentor.respectful_name in page
    assert world.other_mentee.respectful_name not in page
    assert world.places.tramkak_school2.name_km not in page


def test_session_list_names_own_sessions_only(desk, session, other_session, world):
    page = desk.get(reverse("sessions:index")).content.decode()
    assert world.mentee.respectful_name in page
    assert world.other_mentee.respectful_name not in page


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_exports_hold_own_rows_only(desk, session, other_session, world, format):
    for name in ("relationships:index", "sessions:index"):
        response = desk.get(reverse(name), {"export": format})
        assert response.status_code == 200
        content = b"".join(response.streaming_content)
        if format == "csv":
            text = content.decode()
            assert world.mentee.full_name in text
            assert world.other_mentee.full_name not in text


@pytest.mark.parametrize(
    "name", ["inspect", "history", "history_results", "pause", "dates", "complete", "end", "plan"]
)
def test_another_districts_relationship_does_not_exist(desk, other_pair, relationship, name):
    address = f"relationships:{name}"
    assert desk.get(reverse(address, args=[other_pair.pk])).status_code == 404
    assert desk.post(reverse(address, args=[other_pair.pk])).status_code == 404
    assert desk.get(reverse(address, args=[relationship.pk])).status_code == 200


@pytest.mark.parametrize("name", ["inspect", "history", "reschedule", "cancel", "missed"])
def test_another_districts_session_does_not_exist(desk, other_session, session, name):
    address = f"sessions:{name}"
    assert desk.get(reverse(address, args=[other_session.pk])).status_code == 404
    assert desk.post(reverse(address, args=[other_session.pk])).status_code == 404
    assert desk.get(reverse(address, args=[session.pk])).status_code == 200


def test_mentor_with_admin_access_sees_no_row(world, relationship, session):
    client = signed_in(world.mentor)
    assert client.get(reverse("relationships:index")).status_code in (302, 403)
    address = reverse("relationships:inspect", args=[relationship.pk])
    assert client.get(address).status_code in (302, 403, 404)


def test_coordinators_own_pair_elsewhere_is_not_on_the_desk(world, relationship):
    """Somebody who coordinates here and mentors there manages only here."""
    both = make_user(Role.COORDINATOR, world.places.tramkak)
    other = make_relationship(world, mentor=world.other_mentor, mentee=world.other_mentee, by=both)
    MentoringRelationship.objects.filter(pk=relationship.pk).update(mentor=both)
    client = signed_in(both)
    page = client.get(reverse("relationships:inspect", args=[relationship.pk]))
    assert page.status_code == 404
    page = client.get(reverse("relationships:inspect", args=[other.pk]))
    assert page.status_code == 200


def test_start_form_offers_own_people_only(desk, world):
    page = desk.get(reverse("relationships:add")).content.decode()
    assert f'value="{world.mentor.pk}"' in page
    assert f'value="{world.mentee.pk}"' in page
    assert f'value="{world.other_mentor.pk}"' not in page
    assert f'value="{world.other_mentee.pk}"' not in page


def start(client, world, **changes):
    data = {
        "mentor": world.mentor.pk,
        "mentee": world.mentee.pk,
        "start_date": "២១/១១/២០២៦",
        "end_date": "",
        "status": "ACTIVE",
        **changes,
    }
    return client.post(reverse("relationships:add"), data)


def test_start_form_starts_by_the_action(desk, world):
    response = start(desk, world)
    assert response.status_code == 302, response.content.decode()
    relationship = MentoringRelationship.objects.get()
    assert relationship.coordinator == world.coordinator
    assert relationship.place == world.places.puok_school2
    assert str(relationship.start_date) == "2026-11-21"
    assert ModelLogEntry.objects.for_instance(relationship).get().user == world.coordinator


def test_start_form_shows_the_refusal_and_keeps_what_was_typed(desk, world, relationship):
    response = start(desk, world, end_date="២១/១២/២០២៧")
    assert response.status_code == 200
    page = response.content.decode()
    assert MentoringRelationship.objects.count() == 1
    assert "២១/១២/២០២៧" in page
    form = response.context["form"]
    assert "mentee" in form.errors


def test_start_form_refuses_another_districts_person(desk, world):
    response = start(desk, world, mentor=world.other_mentor.pk)
    assert response.status_code == 200
    assert "mentor" in response.context["form"].errors
    assert not MentoringRelationship.objects.exists()


def plan(client, world, relationship, **changes):
    day = timezone.localdate() + days(2)
    data = {
        "relationship": relationship.pk,
        "session_type": "CLASSROOM_OBSERVATION",
        "form": world.version.form_id,
        "scheduled_date": f"{day:%d/%m/%Y}",
        "time": "៨:៣០",
        "duration": "៤៥",
        "location": "ថ្នាក់ទី៤",
        "pre_session_notes": "",
        **changes,
    }
    return client.post(reverse("sessions:add"), data)


def test_session_form_plans_by_the_action(desk, world, relationship):
    response = plan(desk, world, relationship)
    assert response.status_code == 302, response.context["form"].errors
    session = MentoringSession.objects.get()
    local = timezone.localtime(session.scheduled_date)
    assert (local.hour, local.minute, session.duration) == (8, 30, 45)


def test_session_form_shows_the_refusal_beside_the_day(desk, world, relationship):
    response = plan(desk, world, relationship, scheduled_date="01/01/2001")
    assert response.status_code == 200
    assert "scheduled_date" in response.context["form"].errors
    assert "01/01/2001" in response.content.decode()


def test_session_form_refuses_another_districts_pair(desk, world, other_pair):
    response = plan(desk, world, other_pair)
    assert "relationship" in response.context["form"].errors
    assert not MentoringSession.objects.exists()


def test_session_is_planned_from_the_relationship(desk, world, relationship):
    day = timezone.localdate() + days(2)
    response = desk.post(
        reverse("relationships:plan", args=[relationship.pk]),
        {
            "session_type": "CLASSROOM_OBSERVATION",
            "form": world.version.form_id,
            "scheduled_date": f"{day:%d/%m/%Y}",
            "time": "14:00",
        },
    )
    assert response.status_code == 302
    assert MentoringSession.objects.get().relationship == relationship


def test_relationship_is_led_through_its_states(desk, relationship):
    def post(name, **data):
        response = desk.post(reverse(f"relationships:{name}", args=[relationship.pk]), data)
        assert response.status_code == 302, response.content.decode()
        relationship.refresh_from_db()
        return relationship.status

    assert post("pause") == RelationshipStatus.PAUSED
    assert post("resume") == RelationshipStatus.ACTIVE
    assert post("end", reason="ប្តូរសាលា") == RelationshipStatus.ENDED
    history = desk.get(reverse("relationships:history", args=[relationship.pk]))
    assert history.status_code == 200
    actions = {entry.action for entry in ModelLogEntry.objects.for_instance(relationship)}
    assert actions >= {"mentoring.pause_relationship", "mentoring.end_relationship"}
    assert history.content.decode().count("<tr") >= 4


def test_end_without_a_reason_is_refused_on_the_form(desk, relationship):
    response = desk.post(reverse("relationships:end", args=[relationship.pk]), {"reason": "   "})
    assert response.status_code == 200
    assert "reason" in response.context["form"].errors
    relationship.refresh_from_db()
    assert relationship.status == RelationshipStatus.ACTIVE


def test_dates_are_changed_and_a_wrong_order_refused(desk, relationship):
    address = reverse("relationships:dates", args=[relationship.pk])
    day = timezone.localdate()
    response = desk.post(
        address, {"start_date": f"{day:%d/%m/%Y}", "end_date": f"{day - days(2):%d/%m/%Y}"}
    )
    assert "end_date" in response.context["form"].errors
    response = desk.post(
        address, {"start_date": f"{day:%d/%m/%Y}", "end_date": f"{day + days(9):%d/%m/%Y}"}
    )
    assert response.status_code == 302
    relationship.refresh_from_db()
    assert relationship.end_date == day + days(9)


def test_session_is_moved_cancelled_and_missed(desk, world, relationship):
    first, second, third = (make_session(world, relationship, offset=-n) for n in (1, 2, 3))
    day = timezone.localdate() + days(3)
    response = desk.post(
        reverse("sessions:reschedule", args=[first.pk]),
        {"scheduled_date": f"{day:%d/%m/%Y}", "time": "9:15"},
    )
    moved = MentoringSession.objects.get(rescheduled_from=first)
    assert response.url == reverse("sessions:inspect", args=[moved.pk])
    desk.post(reverse("sessions:cancel", args=[second.pk]), {"reason": "សាលាសម្រាក"})
    desk.post(reverse("sessions:missed", args=[third.pk]), {})
    states = [MentoringSession.objects.get(pk=s.pk).status for s in (first, second, third)]
    assert states == [SessionStatus.RESCHEDULED, SessionStatus.CANCELLED, SessionStatus.MISSED]


def test_step_that_the_state_does_not_allow_is_not_offered(desk, relationship):
    address = reverse("relationships:resume", args=[relationship.pk])
    page = desk.get(reverse("relationships:inspect", args=[relationship.pk])).content.decode()
    assert address not in page
    assert reverse("relationships:pause", args=[relationship.pk]) in page
    assert desk.post(address).status_code in (302, 403)
    relationship.refresh_from_db()
    assert relationship.status == RelationshipStatus.ACTIVE


def test_header_carries_the_name_and_the_steps_stand_below_it(desk, relationship):
    """Six buttons in the header hid the name, on a phone all of it."""
    page = desk.get(reverse("relationships:inspect", args=[relationship.pk])).content.decode()
    header, _, body = page.partition("</header>")
    pause = reverse("relationships:pause", args=[relationship.pk])
    assert str(relationship.mentee.last_name) in header
    assert pause not in header
    assert pause in body
    assert reverse("relationships:history", args=[relationship.pk]) in header


def test_filters_offer_own_schools_and_mentors_only(desk, world, relationship, other_pair):
    response = desk.get(reverse("relationships:index"))
    form = response.context["filters"].form
    assert set(form.fields["place"].queryset) == {world.places.puok_school2}
    assert set(form.fields["mentor"].queryset) == {world.mentor}


def test_desk_counts_and_its_links_lead_to_those_rows(desk, world, relationship, other_session):
    overdue = make_session(world, relationship, offset=-3)
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "?attention=overdue" in page
    assert "?attention=without_coming_session" in page
    assert "?attention=proposals_waiting" not in page  # nothing waits: a count without a link
    rows = desk.get(reverse("sessions:index"), {"attention": "overdue"})
    assert list(rows.context["object_list"]) == [overdue]


def test_desk_is_for_coordinators_only(world):
    page = signed_in(world.mentor).get(reverse("wagtailadmin_home")).content.decode()
    assert "coordinators-desk" not in page


def test_superuser_manages_every_district(relationship, other_pair):
    client = signed_in(make_superuser())
    for row in (relationship, other_pair):
        assert client.get(reverse("relationships:inspect", args=[row.pk])).status_code == 200


def test_no_rating_or_feedback_is_on_any_screen(desk, world, relationship):
    from tests.factories_mentoring import FOCUS, STRENGTHS, make_released_session

    session = make_released_session(world, relationship)
    MentoringSession.objects.filter(pk=session.pk).update(
        session_notes="កំណត់ត្រាសម្ងាត់", post_session_notes="កំណត់ត្រាសម្ងាត់"
    )
    for address in (
        reverse("relationships:inspect", args=[relationship.pk]),
        reverse("relationships:history", args=[relationship.pk]),
        reverse("sessions:inspect", args=[session.pk]),
        reverse("sessions:history", args=[session.pk]),
        reverse("sessions:index"),
    ):
        page = desk.get(address).content.decode()
        for secret in (FOCUS, STRENGTHS, "សិស្សរីករាយ", "គ្រូពន្យល់ដោយរូបភាព", "កំណត់ត្រាសម្ងាត់"):
            assert secret not in page, address


@pytest.mark.parametrize("name", ["relationships", "groups", "sessions"])
def test_list_asks_no_more_queries_for_more_rows(desk, world, relationship, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_session(world, relationship)
    if name == "groups":
        make_group(world)
    address = reverse(f"{name}:index")
    desk.get(address)
    with CaptureQueriesContext(connection) as one:
        assert desk.get(address).status_code == 200
    for number in range(2):
        mentee = make_user(Role.MENTEE, world.places.puok_school)
        mentor = make_user(Role.MENTOR, world.places.puok_school)
        another = make_relationship(world, mentor=mentor, mentee=mentee)
        make_session(world, another, offset=-2 - number)
        if name == "groups":
            make_group(world)
    with CaptureQueriesContext(connection) as three:
        page = desk.get(address)
    assert len(page.context["object_list"]) == 3
    assert len(three) <= len(one), [query["sql"] for query in three]


def test_clock_is_now_for_audit_lines(desk, relationship):
    desk.post(reverse("relationships:pause", args=[relationship.pk]))
    line = ModelLogEntry.objects.for_instance(relationship).first()
    assert abs((line.timestamp - now()).total_seconds()) < 60
