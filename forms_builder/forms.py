"""The editor's forms: codes that are suggested, unique and, once needed, frozen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from forms_builder.codes import check_code, free_code
from forms_builder.logic.table_problems import table_errors
from forms_builder.models import Form, FormVersion, ObservationForm
from forms_builder.queries import answered_schemas, known_codes, leading_form
from forms_builder.schema import compile_form, form_tables
from forms_builder.scoring import scoring_errors
from forms_builder.structure import complete_codes, follows_errors, frozen_code_errors
from khmer.slugs import slug


class CodedForm(WagtailAdminModelForm):
    """A form with a `code` that may be left empty and that no other content has."""

    # The field whose words a missing code is made from.
    named_by = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("code"):
            field.required = False
            field.disabled = self.code_is_fixed()

    def code_is_fixed(self) -> bool:
        """Tell whether the code may not change any more."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "code" in self.fields and "code" not in self.errors:
            cleaned["code"] = self._free_code(cleaned.get("code") or "")
        return cleaned

    def _free_code(self, code: str) -> str:
        model: type[Model] = type(self.instance)
        others = model._default_manager.exclude(translation_key=self.instance.translation_key)
        if code:
            if others.filter(code=code).exists():
                self.add_error(
                    "code",
                    _("The code “%(code)s” is already used. Choose another one.") % {"code": code},
                )
            return code
        wish = self._wish()
        taken = set(others.filter(code__startswith=wish).values_list("code", flat=True))
        number, code = 1, wish
        while code in taken:
            number += 1
            code = f"{wish}_{number}"
        return code

    def _wish(self) -> str:
        """A code made of the words that name the content."""
        return slug(self.cleaned_data.get(self.named_by) or "", 50).replace("-", "_")


class DomainForm(CodedForm):
    named_by = "name"

    def code_is_fixed(self) -> bool:
        return self.instance.pk is not None


class ScaleForm(DomainForm):
    """Named and coded as a domain is."""


class ObservationFormForm(CodedForm):
    @cached_property
    def row(self) -> Any:
        """The form that the content is of, with `has_versions`; None for a new one."""
        versions = FormVersion.objects.filter(form=OuterRef("pk"))
        rows = Form.objects.annotate(has_versions=Exists(versions)).select_related("place")
        return rows.filter(pk=self.instance.form_key).first()

    def code_is_fixed(self) -> bool:
        return self.row is not None and self.row.has_versions

    def _free_code(self, code: str) -> str:
        """The code that was typed, or one made from the title; of a published form, its own."""
        if self.row is not None and self.row.has_versions:
            return self.row.code
        key, place = self.instance.form_key, self.row.place if self.row else None
        if not code:
            return free_code(self._wish(), place=place, form_key=key)
        try:
            check_code(code, form_key=key, place=place)
        except ValidationError as error:
            self.add_error("code", error.message_dict["code"])
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "body" in cleaned:
            final = not self.is_deferred_validation
            known = self._codes_so_far(cleaned["body"], final=final)
            complete_codes(cleaned["body"], known, from_words=final)
            # A draft may have open ends; see `FormBodyBlock.clean`.
            if not self.is_deferred_validation and "body" not in self.errors:
                self._check_scoring(cleaned)
                self._check_tables(cleaned["body"])
                self._check_against_versions(cleaned["body"])
        return cleaned

    def _check_scoring(self, cleaned: dict[str, Any]) -> None:
        scoring = cleaned.get("scoring")
        if scoring and (errors := scoring_errors(cleaned["body"], scoring)):
            self.add_error("scoring", errors)

    def _check_tables(self, body: Any) -> None:
        if errors := table_errors(body, form_tables(self.instance)):
            self.add_error("body", errors)

    def _codes_so_far(self, body: Any, *, final: bool) -> dict[str, str]:
        """Codes by block id of all versions, and of the draft as it was before this edit.

        A draft saves itself while a label is being typed. So what it called a question is `final`
        only where a rule or a text says so already.
        """
        codes = known_codes(self.instance.form_key)
        if self.instance.pk:
            said = str(body.get_prep_value()) if final else ""
            codes |= {
                child.id: code
                for child in self.instance.body
                if (code := child.value["code"])
                and (not final or f"${{{code}}}" in said or f"'question': '{code}'" in said)
            }
        return codes

    def _check_against_versions(self, body: Any) -> None:
        if self.instance.pk is None:
            return
        form_key = self.instance.form_key
        if errors := [
            *frozen_code_errors(body, answered_schemas(form_key)),
            *follows_errors(body, set(known_codes(form_key).values())),
        ]:
            self.add_error("body", errors)
            return
        leading = leading_form(form_key)
        if leading is None or leading.pk == self.instance.pk:
            return
        ours, theirs = (
            compile_form(form).structure_hash for form in (self._with_body(body), leading)
        )
        if ours != theirs:
            self.add_error(
                "body",
                ValidationError(
                    _(
                        "This form follows “%(title)s” in another language: its questions, codes, "
                        "levels and weights are changed there. Here only words can differ."
                    )
                    % {"title": leading.title}
                ),
            )

    def _with_body(self, body: Any) -> ObservationForm:
        return ObservationForm(
            translation_key=self.instance.translation_key,
            locale=self.instance.locale,
            code=self.instance.code,
            body=body,
            scoring=self.cleaned_data.get("scoring", self.instance.scoring),
        )
