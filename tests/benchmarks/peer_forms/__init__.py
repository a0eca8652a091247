"""A form page as Wagtail's own package for forms makes it."""
