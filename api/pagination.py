"""Keyset pagination: page 10,000 costs what page 1 costs, and nothing is counted."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Views name their `ordering`; `page_size` from 1 to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = ("-id",)

    def get_ordering(self, request, queryset, view):
        return tuple(view.ordering)
