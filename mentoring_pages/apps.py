from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringPagesConfig(AppConfig):
    name = "mentoring_pages"
    verbose_name = _("Mentoring pages")

    def ready(self) -> None:
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        from forms_builder.uses import form_uses
        from khmer.modelfields import KhmerTextField
        from mentoring_pages import receivers
        from mentoring_pages.form_uses import pages_with_form

        form_uses.append(pages_with_form)
        receivers.connect()

        # Wagtail gives its growing text box to exact TextFields only.
        register_form_field_override(KhmerTextField, override={"widget": AdminAutoHeightTextInput})
