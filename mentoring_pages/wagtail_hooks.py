"""What the pages add to Wagtail's admin: our look, and nothing that leads outside."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_help_menu")
def hide_links_to_outside(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's news and guide are pages in English elsewhere, counted in a badge until opened."""
    items[:] = [item for item in items if not item.url.startswith("https://")]
