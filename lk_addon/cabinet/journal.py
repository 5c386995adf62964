"""What the journal calls acts in the cabinet."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.cabinet.models import Feedback

describe(
    feedback={
        "sent": "обращение отправлено",
        "handled": "обращение отработано",
        "passed": "обращение передано в другой отдел",
    },
    file={"downloaded": "файл скачан"},
    service={"off": "услуга кабинета отключена", "on": "услуга кабинета включена"},
)
describe_details(field="какой файл", service="услуга", department="отдел", outcome="итог")
describe_values(outcome=dict(Feedback.Outcome.choices))
