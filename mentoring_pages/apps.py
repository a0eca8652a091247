from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringPagesConfig(AppConfig):
    name = "mentoring_pages"
    verbose_name = _("Mentoring pages")

    def ready(self) -> None:
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        from khmer.modelfields import KhmerTextField

        # Wagtail gives its growing text box to exact TextFields only.
        register_form_field_override(KhmerTextField, override={"widget": AdminAutoHeightTextInput})
