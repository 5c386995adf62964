"""Wagtail's search backend of this site, see ``WAGTAILSEARCH_BACKENDS``."""

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend
from modelsearch.query import MatchAll

from cms.core.search import fold


class SearchBackend(PostgresSearchBackend):
    """Wagtail's PostgreSQL search, also in the admin: queries folded, and suggestions stemmed as Russian too."""

    def __init__(self, params):
        super().__init__(params)
        self.autocomplete_config = self.config

    def search(self, query, *args, **kwargs):
        """Search for the folded query."""
        return super().search(_folded(query), *args, **kwargs)

    def autocomplete(self, query, *args, **kwargs):
        """Complete the folded query."""
        return super().autocomplete(_folded(query), *args, **kwargs)


def _folded(query):
    if not isinstance(query, str):
        return query
    return fold(query) or MatchAll()
