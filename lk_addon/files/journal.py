"""What the journal calls acts upon files of the exchange."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.files.models import StoredFile

describe(
    file={
        "received": "файл принят",
        "refused": "файл отклонён при загрузке",
        "scanned": "файл проверен антивирусом",
        "infected": "антивирус изолировал заражённый файл",
        "cleared": "файл, не приложенный ни к чему, удалён",
    }
)
describe_details(
    verdict="итог проверки", size="размер, байт", sha256="SHA-256", virus="что найдено", refusal="код отказа"
)
describe_values(verdict=dict(StoredFile.Scan.choices))
