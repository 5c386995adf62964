"""What the journal calls changes of the register."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.registry.models import Member

describe(
    member={
        "registered": "член СРО внесён в реестр",
        "changed": "запись реестра изменена",
        "excluded": "член СРО исключён",
    }
)
describe_details(terminated_at="членство прекращено", ground="основание", member="член СРО №")
describe_values(ground=dict(Member.Ground.choices), changed={"demo": "демонстрационные данные"})
