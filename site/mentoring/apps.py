from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")

    def ready(self) -> None:
        from forms_builder.scopes import submission_scopes
        from forms_builder.uses import form_uses
        from mentoring import reactions, scopes
        from mentoring.form_uses import visits_with_form
        from people.scopes import person_scopes

        person_scopes.append(scopes.people_in_mentoring)
        submission_scopes.append(scopes.fillings_one_may_see)
        form_uses.append(visits_with_form)
        reactions.connect()
