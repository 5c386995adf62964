"""The worker's door to mailings."""

from cms.outbox.handlers import handler
from lk_addon.mailings.domain.mailing import send_waiting

handler("mailings.send")(send_waiting)
