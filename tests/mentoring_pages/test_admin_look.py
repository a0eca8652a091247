"""Wagtail's admin in our dress, in Khmer."""

from wagtail.admin.widgets import AdminAutoHeightTextInput

from mentoring_pages.models import StoryIndexPage
from people.models import User
from tests.khmer_lang import page_language


def test_admin_sign_in_has_our_name_logo_and_messages(client, db):
    html = client.get("/admin/login/").content.decode()
    assert page_language(html) == "km"
    assert "brand__mark" in html
    assert "css/admin.css" in html
    assert "Wagtail</title>" not in html
    refused = client.post("/admin/login/", {"username": "លោកគ្រូ", "password": "ខុស"})
    assert 'value="លោកគ្រូ"' in refused.content.decode()


def test_admin_home_follows_the_persons_language(client, db):
    for language in ("km", "en"):
        user = User.objects.create_superuser(f"neak-{language}", password="ពាក្យសម្ងាត់វែង")
        user.language = language
        user.save()
        client.force_login(user, backend="people.backends.NameMailPhoneBackend")
        html = client.get("/admin/").content.decode()
        assert page_language(html) == language
        assert "data-wagtail-sidebar-branding-logo" in html
        assert "brand__mark" in html


def test_admin_gives_khmer_texts_a_growing_text_box(db):
    form = StoryIndexPage.get_edit_handler().get_form_class()
    assert isinstance(form.base_fields["intro"].widget, AdminAutoHeightTextInput)
    assert form.base_fields["intro"].widget.attrs["lang"] == "km"
