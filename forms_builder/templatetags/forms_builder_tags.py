"""Asking a form and showing its result in any page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from forms_builder import rendering
from forms_builder.models import FormVersion, Submission
from forms_builder.queries import text_of

register = template.Library()


@register.simple_tag
def observation_fields(
    version: FormVersion,
    language: str,
    answers: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
) -> SafeString:
    """Render every section of a version. Answers (as typed) and errors are by question code."""
    if not answers and not errors:
        return rendering.blank_fields(version, language)
    return rendering.render_fields(
        version.schema, text_of(version, language).texts, answers, errors
    )


@register.simple_tag
def observation_errors(
    version: FormVersion, language: str, errors: dict[str, list[str]] | None
) -> list[dict[str, str]]:
    """Return the `errors` of components/error_summary.html for errors by question code."""
    return rendering.error_links(version.schema, text_of(version, language).texts, errors or {})


@register.simple_tag
def observation_result(submission: Submission, language: str) -> SafeString:
    """Render the scores and answers of a submission."""
    return rendering.render_result(submission, language)


@register.simple_tag
def observation_points(submission: Submission, language: str) -> SafeString:
    """Render the points of a submission alone; nothing where nothing was rated."""
    return rendering.render_points(submission, language)


@register.simple_tag
def observation_files(submission: Submission, language: str) -> SafeString:
    """Render the photos, recordings, files and signatures alone; nothing where there are none."""
    return rendering.render_files(submission, language)


@register.simple_tag
def block_preview(bound_block: Any) -> SafeString:
    """Render a block of the editor's picker as the observer will see it."""
    return rendering.render_block(bound_block.block.name, bound_block.value)
