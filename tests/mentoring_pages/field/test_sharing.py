"""On the result page mentor and mentee share it for training; every page says who sees what."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from mentoring.models import TrainingShare, feedback, ratings
from mentoring.models.sight import NOBODY_ELSE
from people.models import User
from tests.factories_mentoring import (
    fresh,
    make_relationship,
    make_released_session,
    make_session,
    observe,
    reflect,
)


@pytest.fixture
def released(world, relationship):
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    return make_released_session(world, relationship)


def post(client, session, value):
    return client.post(reverse("field:sharing", args=[session.pk]), {"share": value}, follow=True)


def shown(client, name, session) -> str:
    return client.get(reverse(f"field:{name}", args=[session.pk])).content.decode()


def words(table, language="km") -> list[str]:
    with translation.override(language):
        return [escape(str(row.words)) for row in table] + [escape(str(NOBODY_ELSE))]


def test_both_share_and_one_takes_it_back(world, released, signed_in):
    result = reverse("field:result", args=[released.pk])
    page = post(signed_in(world.mentee), released, "yes")
    assert page.redirect_chain[-1][0] == result
    assert page.context["sharing"] == {"own": True, "other": False}
    assert signed_in(world.master).get(result).status_code == 404
    page = post(signed_in(world.mentor), released, "yes")
    assert page.context["sharing"] == {"own": True, "other": True}
    page = signed_in(world.master).get(result)
    assert page.status_code == 200
    assert page.context["sharing"] is None
    assert reverse("field:sharing", args=[released.pk]) not in page.content.decode()
    page = post(signed_in(world.mentee), released, "no")
    assert page.context["sharing"] == {"own": False, "other": True}
    assert signed_in(world.master).get(result).status_code == 404


@pytest.mark.parametrize("who", ["master", "coordinator", "leader", "other_mentee"])
def test_nobody_else_shares(world, released, signed_in, who):
    assert post(signed_in(getattr(world, who)), released, "yes").status_code == 404
    assert not TrainingShare.objects.exists()


def test_nothing_to_share_before_the_release(world, observed, signed_in):
    mentor = signed_in(world.mentor)
    page = mentor.get(reverse("field:result", args=[observed.pk]))
    assert page.context["sharing"] is None
    page = post(mentor, observed, "yes")
    assert page.redirect_chain[-1][0] == reverse("field:session", args=[observed.pk])
    assert not TrainingShare.objects.exists()


@pytest.mark.parametrize("language", ["km", "en"])
def test_pages_say_who_sees_in_the_words_of_the_tables(
    world, relationship, released, signed_in, language
):
    User.objects.update(language=language)
    observed = make_session(world, relationship, offset=-2)
    observe(world, observed)
    reflect(observed)
    expected = {
        ("mentee", "result", released): ratings.RATINGS,
        ("mentee", "letter", released): (*feedback.LETTERS, *ratings.RATINGS),
        ("mentee", "reflect", observed): feedback.REFLECTIONS,
        ("mentor", "feedback", observed): feedback.LETTERS,
    }
    for (who, name, session), table in expected.items():
        page = shown(signed_in(getattr(world, who)), name, session)
        for sentence in words(table, language):
            assert sentence in page, (name, sentence)
    readings = signed_in(world.mentee).get(reverse("field:readings")).content.decode()
    for sentence in words((*feedback.LETTERS, *ratings.RATINGS), language):
        assert sentence in readings


def test_second_observer_is_told_the_row_about_them(world, relationship, session, signed_in):
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    master = signed_in(fresh(world.master))
    row = next(row for row in ratings.RATINGS if row.name == "two_observers")
    with translation.override("km"):
        sentence = escape(str(row.words))
    for name in ("session", "observe"):
        assert sentence in shown(master, name, session)


def test_master_mentors_page_of_a_mentor_draws_no_points(world, released, signed_in):
    page = signed_in(world.master).get(reverse("field:person", args=[world.mentor.pk]))
    assert page.status_code == 200
    assert released in page.context["lessons"]
    assert page.context["lines"] == [] and page.context["domains"] == []
