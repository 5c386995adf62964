"""JSON in which Russian letters stay as they are: several times shorter than escaped, and quicker to store."""

from django.core.serializers.json import DjangoJSONEncoder


class PlainJSONEncoder(DjangoJSONEncoder):
    """For JSON fields; knows dates and sums as Django's own does."""

    def __init__(self, **options):
        super().__init__(**options | {"ensure_ascii": False})
