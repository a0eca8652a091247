"""The public pages of the demonstration, in Khmer with their English translations."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from forms_builder.models import ObservationForm
from mentoring_pages.demo.source import FOLDER, read
from mentoring_pages.models import HomePage, ObservationFormPage, StoryIndexPage, StoryPage
from resources.models import LibraryImage

SOURCE, TARGET = "km", "en"
SITE_NAME = "ប្រព័ន្ធណែនាំគ្រូបង្រៀន"


@transaction.atomic
def load_demo_pages(*, at: datetime.datetime) -> list[Page]:
    """Make what is missing of home, stories and form pages; what exists is left as it is.

    Returns the pages made, in Khmer. `at` is the time they count as published. A form page
    waits for its form: run again when the form is there. English twins are made by
    wagtail-localize, so that editors can go on translating.
    """
    khmer, _made = Locale.objects.get_or_create(language_code=SOURCE)
    english, _made = Locale.objects.get_or_create(language_code=TARGET)
    loader = _Loader(khmer, english, at)
    home = loader.home(read("home"), read("pages"))
    index = loader.story_index(home, read("home"), read("pages"))
    for story in read("stories")["stories"]:
        loader.story(index, story)
    for plan in ("form_page", "gallery_page"):
        loader.form_page(home, read("pages")[plan])
    return loader.made


class _Loader:
    """Makes pages in Khmer and translates them with the words of the data files."""

    def __init__(self, khmer: Locale, english: Locale, at: datetime.datetime) -> None:
        self.khmer = khmer
        self.english = english
        self.at = at
        self.made: list[Page] = []
        self.words: dict[str, str] = {}

    def home(self, data: dict[str, Any], plan: dict[str, Any]) -> HomePage:
        existing = HomePage.objects.filter(locale=self.khmer).first()
        if existing:
            return existing
        root = Page.get_first_root_node()
        page = HomePage(
            title=data["title"][SOURCE],
            slug=f"{plan['home']['slug']}-{SOURCE}",
            hero=data["hero"][SOURCE],
            lead=data["lead"][SOURCE],
            image=self.picture(data["image"], data["image_alt"], plan),
            image_alt=data["image_alt"][SOURCE],
            search_description=data["hero"][SOURCE],
            body=_home_body(data, plan),
        )
        self.publish(root, page, data)
        self.become_site_root(page)
        return page

    def become_site_root(self, page: HomePage) -> None:
        """Lead the site to `page`; Wagtail's empty welcome page has done its work."""
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            site = Site(hostname="localhost", port=80, is_default_site=True)
        welcome = site.root_page if site.root_page_id else None
        site.root_page = page
        site.site_name = SITE_NAME
        site.save()
        if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()

    def story_index(
        self, home: HomePage, data: dict[str, Any], plan: dict[str, Any]
    ) -> StoryIndexPage:
        existing = StoryIndexPage.objects.child_of(home).first()
        if existing:
            return existing
        words = data["stories"]
        page = StoryIndexPage(
            title=words["title"][SOURCE],
            slug=plan["story_index"]["slug"],
            intro=words["text"][SOURCE],
            search_description=words["text"][SOURCE],
        )
        self.publish(home, page, words)
        return page

    def story(self, index: StoryIndexPage, data: dict[str, Any]) -> None:
        if StoryPage.objects.child_of(index).filter(slug=data["slug"]).exists():
            return
        paragraphs = "".join(f"<p>{paragraph[SOURCE]}</p>" for paragraph in data["body"])
        page = StoryPage(
            title=data["title"][SOURCE],
            slug=data["slug"],
            summary=data["summary"][SOURCE],
            search_description=data["summary"][SOURCE],
            teacher_line=data["teacher_line"][SOURCE],
            school_line=data["school_line"][SOURCE],
            story_date=datetime.date.fromisoformat(data["date"]),
            image=self.picture(data["image"], data["image_alt"], read("pages")),
            image_alt=data["image_alt"][SOURCE],
            body=[("words", RichText(paragraphs))],
            change_seen=data["change_seen"][SOURCE],
            consent_line=data["consent_line"][SOURCE],
            # The people are invented, and the line says so: there is nobody to ask.
            consent_confirmed=True,
        )
        self.publish(index, page, data)

    def form_page(self, home: HomePage, data: dict[str, Any]) -> None:
        form = ObservationForm.objects.filter(code=data["form"]).order_by("pk").first()
        pages = ObservationFormPage.objects.child_of(home)
        if form is None or pages.filter(form__code=data["form"]).exists():
            return
        page = ObservationFormPage(
            title=data["title"][SOURCE],
            slug=data["slug"],
            intro=data["intro"][SOURCE],
            search_description=data["intro"][SOURCE],
            form=form,
        )
        self.publish(home, page, data)

    def picture(self, name: str, alt: dict[str, str], plan: dict[str, Any]) -> LibraryImage:
        path = FOLDER / name
        with path.open("rb") as file:
            return LibraryImage.objects.create(
                title=alt[SOURCE],
                alt_text=alt[SOURCE],
                credit=plan["picture_credit"][SOURCE],
                file=ImageFile(file, name=path.name),
            )

    def publish(self, parent: Page, page: Page, data: Any) -> None:
        """Add `page` below `parent`, published at `at`, and translate it with `data`'s words."""
        page.locale = self.khmer
        page.first_published_at = page.last_published_at = self.at
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision(clean=False).publish()
        page.refresh_from_db()
        self.words.update(_pairs(data))
        self.translate(page)
        self.made.append(page)

    def translate(self, page: Page) -> None:
        source, _made = TranslationSource.update_or_create_from_instance(page)
        translation, _made = Translation.objects.get_or_create(
            source=source, target_locale=self.english, defaults={"enabled": True}
        )
        english_of = {
            StringValue.from_plaintext(khmer).data: StringValue.from_plaintext(english).data
            for khmer, english in self.words.items()
        }
        for segment in source.stringsegment_set.select_related("string", "context"):
            english = english_of.get(segment.string.data)
            if english:
                StringTranslation.objects.get_or_create(
                    translation_of=segment.string,
                    locale=self.english,
                    context=segment.context,
                    defaults={
                        "data": english,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    },
                )
        # Published here rather than on commit, so that the next page finds its parent in place.
        translation.save_target(publish=False)
        page.get_translation(self.english).get_latest_revision().publish()


def _home_body(data: dict[str, Any], plan: dict[str, Any]) -> list[tuple[str, Any]]:
    def khmer(*names: str, of: dict[str, Any]) -> dict[str, Any]:
        return {name: of[name][SOURCE] for name in names}

    return [
        ("stories", khmer("title", "text", "link_label", of=data["stories"])),
        (
            "steps",
            {
                **khmer("title", of=data["steps"]),
                "steps": [khmer("title", "text", of=step) for step in data["steps"]["items"]],
            },
        ),
        ("resources", {**khmer("title", "text", of=data["resources"]), "documents": []}),
        (
            "partners",
            {
                **khmer("title", "text", "link_label", of=data["partners"]),
                "address": plan["partners_address"],
            },
        ),
        ("note", data["demo_note"][SOURCE]),
    ]


def _pairs(data: Any) -> dict[str, str]:
    """Every Khmer text in `data` with its English."""
    if isinstance(data, list):
        return {km: en for item in data for km, en in _pairs(item).items()}
    if not isinstance(data, dict):
        return {}
    if data.keys() == {SOURCE, TARGET}:
        return {data[SOURCE]: data[TARGET]}
    return {km: en for item in data.values() for km, en in _pairs(item).items()}
