"""manage.py catalogues: every word of ours in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khmer import catalogue


class Command(BaseCommand):
    """Collect, fill, check and compile the catalogues below `locale/`."""

    help = "Collects, fills, checks and compiles the catalogues of translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("collect", help="bring the catalogues up to date with the code")
        merge = steps.add_parser("merge", help="fill in Khmer from JSON files {msgid: Khmer}")
        merge.add_argument("files", nargs="+", type=Path)
        steps.add_parser("check", help="fail if a word is missing, untranslated or damaged")
        steps.add_parser("compile", help="write the compiled catalogues that Django reads")

    def handle(self, *args: Any, step: str, **options: Any) -> None:
        getattr(self, f"_{step}")(Path(settings.BASE_DIR), options)

    def _collect(self, root: Path, options: dict[str, Any]) -> None:
        from khmer.extraction import texts_of

        for domain in catalogue.DOMAINS:
            texts = texts_of(root, domain)
            for language in catalogue.PLURALS:
                changed = catalogue.collect(root, language, domain, texts)
                state = "changed" if changed else "as it was"
                self.stdout.write(f"{language}/{domain}: {len(texts)} texts, {state}")

    def _merge(self, root: Path, options: dict[str, Any]) -> None:
        translations: dict[str, str] = {}
        for path in options["files"]:
            for msgid, khmer in _read_translations(path).items():
                if translations.get(msgid, khmer) != khmer:
                    self.stderr.write(f"{path}: replaces an earlier file's Khmer for {msgid!r}")
                translations[msgid] = khmer
        unknown = catalogue.merge(root, translations)
        for msgid in sorted(unknown):
            self.stderr.write(f"not in any catalogue: {msgid!r}")
        self.stdout.write(f"{len(translations) - len(unknown)} merged, {len(unknown)} unknown")

    def _check(self, root: Path, options: dict[str, Any]) -> None:
        from khmer.extraction import texts_of

        found = [
            problem
            for domain in catalogue.DOMAINS
            for problem in catalogue.problems(root, domain, texts_of(root, domain))
        ]
        for problem in found:
            self.stderr.write(problem)
        if found:
            raise CommandError(f"{len(found)} problems in the catalogues")
        self.stdout.write("The catalogues are complete.")

    def _compile(self, root: Path, options: dict[str, Any]) -> None:
        for path in catalogue.compile_all(root):
            self.stdout.write(f"wrote {path.relative_to(root)}")


def _read_translations(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise CommandError(f"{path}: not a JSON object of texts")
    return content
