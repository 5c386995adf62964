"""What the journal calls acts upon signatures and trust."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.signatures.models import SignatureCheck

describe(
    signature={
        "check_asked": "проверка подписи запрошена",
        "checked": "подпись проверена",
        "protocol_taken": "протокол проверки подписи выгружен",
        "evidence_taken": "доказательства проверки подписи выгружены",
    },
    trust={
        "added": "доверенный сертификат добавлен",
        "removed": "доверенный сертификат исключён",
    },
    crl={"stored": "список отозванных сертификатов принят"},
)
describe_details(
    verdict="итог проверки",
    subject="чей сертификат",
    fingerprint="отпечаток",
    issuer="удостоверяющий центр",
    next_update="следующий список",
)
describe_values(verdict=dict(SignatureCheck.Verdict.choices))
