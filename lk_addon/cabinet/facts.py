"""Blocks of data that a page lays out by its own template: named facts, a state, a gauge (REQ-3.1).

Such a block has what a table has: a way to report an error, and a sheet in the page's workbook.
"""

import django_tables2 as tables


class FactTable(tables.Table):
    """Facts as a workbook shows them."""

    label = tables.Column("Сведение")
    value = tables.Column("Значение", empty_values=())

    class Meta:
        orderable = False


class Facts:
    """One block: ``code`` names it in feedback and exports, ``rows`` are (label, value) pairs for the workbook.

    Dates and sums go as they are, the workbook writes them as values. ``value`` None leaves the cell empty.
    """

    def __init__(self, *, code, title, rows):
        self.code, self.title = code, title
        self.rows = list(rows)

    @property
    def table(self):
        """The facts as a table."""
        return FactTable([{"label": str(label), "value": value} for label, value in self.rows])
