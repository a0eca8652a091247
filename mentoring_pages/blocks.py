"""What editors put public pages together from. Words are translated, addresses are not."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from forms_builder.fields.inputs import LineBlock, LinesBlock, SameInEveryLanguage
from khmer.clean import clean

_IN_THIS_SITE = RegexValidator(
    r"^/(?!/)[^\s\\]*$", _("Write an address in this site. It begins with /, as in /api/v1/docs/.")
)


class AddressBlock(SameInEveryLanguage, blocks.CharBlock):
    """An address in this site, the same in every language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs["validators"] = [_IN_THIS_SITE]
        super().__init__(max_length=255, **kwargs)


class WordsBlock(blocks.RichTextBlock):
    """Paragraphs with bold words, links and lists; stored clean."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["bold", "link", "ul", "ol"])
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        return RichText(clean(value.source))


class StepBlock(blocks.StructBlock):
    title = LineBlock(label=_("title"), max_length=120)
    text = LinesBlock(label=_("text"), required=True, max_length=400)


class StepsBlock(blocks.StructBlock):
    title = LineBlock(label=_("title"), max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=1, max_num=5)

    class Meta:
        label = _("How it works")
        icon = "list-ol"
        template = "mentoring_pages/blocks/steps.html"


class StoriesBlock(blocks.StructBlock):
    """The newest stories, found when the page is shown."""

    title = LineBlock(label=_("title"), max_length=120)
    text = LinesBlock(label=_("text"), required=False, max_length=400)
    link_label = LineBlock(label=_("words of the link to all stories"), max_length=80)

    class Meta:
        label = _("Newest stories")
        icon = "image"
        template = "mentoring_pages/blocks/stories.html"


class ResourceBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    about = LineBlock(label=_("what it is for"), required=False, max_length=200)


class ResourcesBlock(blocks.StructBlock):
    title = LineBlock(label=_("title"), max_length=120)
    text = LinesBlock(label=_("text"), required=False, max_length=400)
    documents = blocks.ListBlock(ResourceBlock(), label=_("documents"), default=[], max_num=6)

    class Meta:
        label = _("Resources")
        icon = "doc-full"
        template = "mentoring_pages/blocks/resources.html"


class PartnersBlock(blocks.StructBlock):
    title = LineBlock(label=_("title"), max_length=120)
    text = LinesBlock(label=_("text"), required=True, max_length=600)
    link_label = LineBlock(label=_("words of the link"), required=False, max_length=80)
    address = AddressBlock(label=_("address"), required=False)

    class Meta:
        label = _("For partners")
        icon = "code"
        template = "mentoring_pages/blocks/partners.html"


class NoteBlock(LinesBlock):
    """A quiet line below the rest, for example that a site is a demonstration."""

    class Meta:
        label = _("Note")
        icon = "info-circle"
        template = "mentoring_pages/blocks/note.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = LineBlock(
        label=_("text for people who cannot see the picture"), required=False, max_length=255
    )
    caption = LineBlock(label=_("caption"), required=False, max_length=255)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "mentoring_pages/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = LinesBlock(label=_("words"), required=True, max_length=600)
    who = LineBlock(label=_("who says it"), required=False, max_length=120)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "mentoring_pages/blocks/quote.html"


class HomeBody(blocks.StreamBlock):
    stories = StoriesBlock()
    steps = StepsBlock()
    resources = ResourcesBlock()
    partners = PartnersBlock()
    note = NoteBlock()


class StoryBody(blocks.StreamBlock):
    words = WordsBlock(label=_("Paragraphs"))
    quote = QuoteBlock()
    picture = PictureBlock()
