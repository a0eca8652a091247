"""The meeting of a circle on the phone: held, attendance, agreed steps, reflections."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mentoring.actions.write_reflection import write_reflection
from mentoring.models import ActionItem, Reflection
from tests.factories_groups import (
    agree,
    begin,
    make_meeting,
    note_present,
)
from tests.factories_mentoring import fresh, now
from tests.khmer_lang import page_language

WORDS = "ខ្ញុំចូលចិត្តឧទាហរណ៍របស់អ្នកគ្រូ"


def address(name: str, *args) -> str:
    return reverse(f"field:{name}", args=args)


def test_facilitator_holds_a_meeting(signed_in, world, circle, meeting):
    client = signed_in(world.mentor)
    page = address("session", meeting.pk)
    assert address("change", meeting.pk, "start") in client.get(page).content.decode()
    client.post(address("change", meeting.pk, "start"))
    text = client.get(page).content.decode()
    assert text.count('name="present"') == 4 and "<fieldset" in text and "<legend" in text
    here = [world.mentor.pk, world.mentee.pk]
    response = client.post(address("attendance", meeting.pk), {"present": here})
    assert response.url == page
    assert response.cookies["field_stored"].value == f"attendance-{meeting.pk}"
    there = meeting.participants.filter(attended=True).values_list("person", flat=True)
    assert set(there) == set(here)
    assert client.get(page).content.decode().count(" checked") == 2
    client.post(address("change", meeting.pk, "complete"))
    meeting.refresh_from_db()
    assert meeting.status == "COMPLETED"


def test_attendance_before_the_beginning_is_refused_and_stays_ticked(signed_in, world, meeting):
    client = signed_in(world.mentor)
    page = address("attendance", meeting.pk)
    assert client.get(page).url == address("session", meeting.pk)
    response = client.post(page, {"present": [world.mentee.pk]})
    assert response.status_code == 409
    assert not meeting.participants.filter(attended=True).exists()


@pytest.mark.parametrize("wrong", ["9999999", "x", "-1", "៣", "9" * 40])
def test_somebody_foreign_is_not_noted_as_present(signed_in, world, begun, wrong):
    response = signed_in(world.mentor).post(
        address("attendance", begun.pk), {"present": [world.mentee.pk, wrong]}
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert text.count(" checked") == 1  # what was ticked comes back
    assert 'href="#attendance"' in text
    assert not begun.participants.filter(attended=True).exists()


@pytest.mark.parametrize("who", ["mentee", "coordinator", "other_mentor"])
def test_only_who_leads_notes_anything(signed_in, world, begun, who):
    client = signed_in(getattr(world, who))
    for page in (address("attendance", begun.pk), address("agreed", begun.pk)):
        assert client.post(page, {"present": [world.mentee.pk]}).status_code == 404
    assert client.post(address("change", begun.pk, "complete")).status_code == 404
    assert not begun.participants.filter(attended=True).exists()


def typed(*rows, **changes) -> dict:
    data = {"rows": "3", **changes}
    for number, (what, who, due) in enumerate(rows):
        data |= {
            f"step{number}-what": what,
            f"step{number}-who": getattr(who, "pk", who),
            f"step{number}-due_date": due,
        }
    return data


def test_facilitator_writes_down_what_was_agreed(signed_in, world, circle, begun):
    client = signed_in(world.mentor)
    page = address("agreed", begun.pk)
    assert "<select" in client.get(page).content.decode()  # more people than buttons
    response = client.post(page, typed(("សរសេរសំណួរបើកបី", world.mentee, "១២/១២/២០៣០")))
    assert response.url == address("session", begun.pk)
    assert response.cookies["field_stored"].value == f"steps-{begun.pk}"
    item = ActionItem.objects.get()
    assert (item.what, item.who, item.due_date.year) == ("សរសេរសំណួរបើកបី", world.mentee, 2030)
    assert item.what in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("ពិភាក្សាមេរៀន", "", ""), "id_step0-who"),
        (("ពិភាក្សាមេរៀន", "99999", ""), "id_step0-who"),
        (("ពិភាក្សាមេរៀន", "", "ថ្ងៃស្អែក"), "id_step0-due_date"),
    ],
)
def test_mistake_is_named_and_words_come_back(signed_in, world, begun, row, field):
    response = signed_in(world.mentor).post(address("agreed", begun.pk), typed(row))
    text = response.content.decode()
    assert response.status_code == 422 and page_language(text) == "km"
    assert f'href="#{field}"' in text
    assert "ពិភាក្សាមេរៀន" in text and "data-unsaved" in text
    assert not ActionItem.objects.exists()


def test_another_row_keeps_what_was_typed(signed_in, world, begun):
    data = typed(("ពិភាក្សាមេរៀន", world.mentee, ""), more="1")
    text = signed_in(world.mentor).post(address("agreed", begun.pk), data).content.decode()
    assert "ពិភាក្សាមេរៀន" in text and 'name="step3-what"' in text
    assert not ActionItem.objects.exists()


def test_steps_wait_for_the_meeting_to_begin(signed_in, world, meeting):
    client = signed_in(world.mentor)
    assert client.get(address("agreed", meeting.pk)).url == address("session", meeting.pk)
    response = client.post(address("agreed", meeting.pk), typed(("អាន", world.mentee, "")))
    assert response.status_code == 409 and "អាន" in response.content.decode()


def test_open_step_goes_on_to_the_next_meeting(signed_in, world, circle, begun):
    agree(begun, world.mentee, what="ជំហានចាស់")
    later = begin(make_meeting(circle, offset=-0.1))
    client = signed_in(world.mentor)
    assert "ជំហានចាស់" in client.get(address("agreed", later.pk)).content.decode()
    client.post(address("agreed", later.pk), typed(("ជំហានថ្មី", world.mentee, "")))
    text = client.get(address("session", later.pk)).content.decode()
    assert "ជំហានចាស់" in text and "ជំហានថ្មី" in text


def test_member_ticks_off_their_own_step_alone(signed_in, world, circle, begun, colleague):
    agree(begun, world.mentee, colleague)
    own, others = ActionItem.objects.order_by("pk")
    client = signed_in(world.mentee)
    for page in (address("session", begun.pk), address("group", circle.pk)):
        text = client.get(page).content.decode()
        assert text.count(own.what) >= 2  # both are seen
        assert address("finish_item", own.pk) in text
        assert address("finish_item", others.pk) not in text
    assert address("finish_item", own.pk) in client.get("/m/").content.decode()
    assert client.post(address("finish_item", others.pk)).status_code == 404
    response = client.post(address("finish_item", own.pk))
    assert response.url == address("session", begun.pk)
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.status, others.status) == ("DONE", "OPEN")
    # Who leads may tick off for somebody who has done it.
    signed_in(world.mentor).post(address("finish_item", others.pk))
    others.refresh_from_db()
    assert others.status == "DONE"


def test_member_reflects_in_words_for_a_meeting(signed_in, world, begun):
    client = signed_in(world.mentee)
    assert address("reflect", begun.pk) in client.get("/m/").content.decode()
    page = address("reflect", begun.pk)
    client.cookies["django_language"] = "en"
    text = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "lesson" not in text.partition("<main")[2].partition("</main")[0]
    response = client.post(page, {"went_well": "", "try_next": "", "send": "1"})
    assert response.status_code == 422
    response = client.post(page, {"went_well": WORDS, "try_next": "", "send": "1"})
    assert response.url == address("session", begun.pk)
    assert response.cookies["field_stored"].value == f"reflection-{begun.pk}"
    assert WORDS in client.get(response.url).content.decode()  # one's own, as it was
    assert WORDS in client.get(page).content.decode()


def test_words_are_read_by_oneself_and_who_leads(signed_in, world, begun, colleague):
    write_reflection(session=begun, by=fresh(world.mentee), at=now(), went_well=WORDS)
    page = address("session", begun.pk)
    for person, reads in (
        (world.mentee, True),
        (world.mentor, True),
        (colleague, False),
        (world.coordinator, False),
    ):
        assert (WORDS in signed_in(person).get(page).content.decode()) is reads


def test_member_who_was_not_there_is_not_asked_to_reflect(signed_in, world, begun):
    note_present(begun, [world.mentor])
    today = signed_in(world.mentee).get("/m/").content.decode()
    assert address("reflect", begun.pk) not in today


def test_passing_needs_no_words(signed_in, world, begun):
    signed_in(world.mentee).post(address("reflect", begun.pk), {"passed": "1"})
    assert Reflection.objects.get().passed
