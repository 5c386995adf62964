"""What the section «Перерывы в работе» stores."""

from home.outages.models.index import OutageIndexPage
from home.outages.models.notice import Effect, Kind, OutageNotice, OutageUpdate, Phase
from home.outages.models.template import OutageTemplate

__all__ = ["Effect", "Kind", "OutageIndexPage", "OutageNotice", "OutageTemplate", "OutageUpdate", "Phase"]
