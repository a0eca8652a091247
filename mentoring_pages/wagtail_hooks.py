"""What the pages add to Wagtail's admin: our look, what waits, and nothing that leads outside."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from mentoring_pages.panels import WaitingContent
from mentoring_pages.waiting import looks_after_content


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_help_menu")
def hide_links_to_outside(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's news and guide are pages in English elsewhere, counted in a badge until opened."""
    items[:] = [item for item in items if not item.url.startswith("https://")]


@hooks.register("construct_homepage_panels")
def add_waiting_content(request: HttpRequest, panels: list) -> None:
    user: Any = request.user
    if looks_after_content(user):
        panels.append(WaitingContent())
