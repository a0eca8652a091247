"""Which state of all that public pages show stands now."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

ONLY_ROW = 1


class PublicContent(models.Model):
    """One row. Its `state` changes in the transaction of whatever a public page may show, so that
    every process knows at its next request what it may no longer show."""

    state = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY_ROW), name="mentoring_pages_content_one_row")
        ]

    def __str__(self) -> str:
        return str(self.state)

    @classmethod
    def now(cls) -> uuid.UUID | None:
        """The state that stands, None before anything was published."""
        return cls.objects.filter(pk=ONLY_ROW).values_list("state", flat=True).order_by().first()

    @classmethod
    def changed(cls) -> None:
        """From now on another state stands."""
        cls.objects.update_or_create(pk=ONLY_ROW, defaults={"state": uuid.uuid4()})
