from mentoring_pages.models.form_page import ObservationFormPage
from mentoring_pages.models.home_page import HomePage
from mentoring_pages.models.public_content import PublicContent
from mentoring_pages.models.story_pages import StoryIndexPage, StoryPage

__all__ = ["HomePage", "ObservationFormPage", "PublicContent", "StoryIndexPage", "StoryPage"]
