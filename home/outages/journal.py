"""What the journal calls acts on notices of outages."""

from cms.audit.actions import describe, describe_details, describe_values
from home.outages import services
from home.outages.models import Effect, Kind

describe(
    outage={
        "announced": "перерыв объявлен",
        "published": "объявление о перерыве опубликовано",
        "updated": "сообщение о ходе работ",
        "ended": "перерыв завершён",
        "cancelled": "перерыв отменён",
        "unpublished": "объявление о перерыве снято с публикации",
        "deleted": "объявление о перерыве удалено",
    }
)
describe_details(
    effect="что с сервисами",
    services="сервисы",
    starts_at="начало",
    ends_at="окончание",
    cancelled_at="отменён",
)
describe_values(kind=dict(Kind.choices), effect=dict(Effect.choices), services=dict(services.choices()))
