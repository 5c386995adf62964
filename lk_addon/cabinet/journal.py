"""What the journal calls acts in the cabinet."""

from cms.audit.actions import describe, describe_details

describe(
    feedback={"sent": "обращение отправлено"},
    file={"downloaded": "файл скачан"},
    service={"off": "услуга кабинета отключена", "on": "услуга кабинета включена"},
)
describe_details(field="какой файл", service="услуга")
