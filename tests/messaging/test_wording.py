"""Messages are worded when they are read, in the reader's language."""

import pytest

from messaging.choices import MessageKind
from messaging.models import Notice
from messaging.wording import _BODIES, _GROUP_BODIES, words_of

PAYLOAD = {
    "mentor": "លោកគ្រូ ឈឹម សុខា",
    "mentee": "អ្នកគ្រូ នួន ស្រីមុំ",
    "when": "2026-11-21T01:30:00+00:00",
    "before": "2026-11-20T01:30:00+00:00",
    "reason": "សាលាសម្រាក",
    "lesson": "មេរៀនប្រភាគ",
}


def notice(kind, **payload):
    return Notice(kind=kind, payload={**PAYLOAD, **payload})


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("kind", MessageKind.values)
def test_every_kind_has_words_in_both_languages(kind, language):
    words = words_of(notice(kind), language)
    assert words.title and words.body
    assert "%(" not in words.body
    named = ("លោកគ្រូ ឈឹម សុខា", "អ្នកគ្រូ នួន ស្រីមុំ")
    assert any(name in words.body for name in named) or "group" in str(_BODIES[kind])


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("kind", [*_GROUP_BODIES, MessageKind.MEMBER_JOINED])
def test_message_about_a_group_names_it_and_no_pair(kind, language):
    body = words_of(Notice(kind=kind, payload={**PAYLOAD, "group": "វង់ផ្កាឈូក"}), language).body
    assert "វង់ផ្កាឈូក" in body
    assert PAYLOAD["mentor"] not in body


def test_moments_are_local_and_in_the_readers_digits():
    english = words_of(notice(MessageKind.SESSION_SCHEDULED), "en").body
    assert "Saturday 21 November 2026 at 08:30" in english
    khmer = words_of(notice(MessageKind.SESSION_SCHEDULED), "km").body
    assert "ម៉ោង ០៨:៣០" in khmer


def test_message_without_its_values_still_has_words():
    assert words_of(Notice(kind=MessageKind.SESSION_SCHEDULED, payload={}), "km").title


def test_kind_of_a_newer_release_is_shown_plainly():
    words = words_of(notice("FLOWERS_SENT"), "km")
    assert (words.title, words.body) == ("FLOWERS_SENT", "")


def test_words_are_not_taken_as_a_format():
    """A percent sign in a reason is a percent sign."""
    words = words_of(notice(MessageKind.SESSION_CANCELLED, reason="100% %(mentor)s"), "km")
    assert "100% %(mentor)s" in words.body


@pytest.mark.parametrize("view", ["", "nowhere:at-all"])
def test_address_that_is_not_there_is_empty(view):
    assert words_of(notice(MessageKind.FEEDBACK_RELEASED, view=view), "km").url == ""


def test_address_is_made_from_view_and_arguments():
    words = words_of(
        notice(MessageKind.FEEDBACK_RELEASED, view="relationships:index", args=[]), "km"
    )
    assert words.url == "/admin/mentoring/relationships/"


def test_bodies_use_known_values_only():
    assert set(_BODIES) == set(MessageKind)
    for body in (*_BODIES.values(), *_GROUP_BODIES.values()):
        names = str(body).split("%(")[1:]
        assert {name.split(")")[0] for name in names} <= {*PAYLOAD, "group"}
