"""Pages by cursor: rows that come meanwhile neither repeat nor hide others."""

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """A hundred rows in the order in which they were added; ``page_size`` asks for up to 500."""

    ordering = "pk"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
