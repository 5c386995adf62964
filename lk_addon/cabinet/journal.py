"""What the journal calls acts in the cabinet."""

from cms.audit.actions import describe, describe_details

describe(feedback={"sent": "обращение отправлено"}, file={"downloaded": "файл скачан"})
describe_details(field="какой файл")
