"""What the journal calls changes of the register."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.registry.audience import CHOSEN, FILTER
from lk_addon.registry.models import Category, Fund, LegalTerm, Member, MemberHead, MemberLevel

describe(
    member={
        "registered": "член СРО внесён в реестр",
        "registered_together": "члены СРО внесены в реестр вместе",
        "changed": "запись реестра изменена",
        "excluded": "член СРО исключён",
        "exclusion_cancelled": "прекращение членства отменено",
    },
    right={
        "granted": "право предоставлено",
        "suspended": "право приостановлено",
        "resumed": "право возобновлено",
        "terminated": "право прекращено",
        "competition_restricted": "ограничено участие в конкурентных процедурах",
        "restriction_lifted": "ограничение снято",
        "decision_cancelled": "решение о праве отменено",
    },
    level={
        "set": "установлен уровень ответственности",
        "withdrawn": "уровень ответственности прекращён",
        "terms_saved": "сохранены условия уровня ответственности",
    },
    term={"saved": "сохранён срок по закону"},
    contribution={"recorded": "внесён взнос в компенсационный фонд", "annulled": "аннулирован взнос в фонд"},
)
describe_details(
    member="член СРО №",
    change="версия №",
    document="документ",
    ground="основание",
    terminated_at="членство прекращено",
    termination_ground="основание прекращения",
    categories="категории",
    effective_from="вступает в силу",
    until="по",
    fund="фонд",
    level="уровень",
    term="срок для чего",
    working_days="рабочих дней",
    since="с",
    amount="сумма, ₽",
    paid_on="дата внесения",
    limit_rub="предел, ₽",
    min_contribution_rub="минимальный взнос, ₽",
    valid_from="действует с",
    valid_to="действует по",
    values="значения",
)
describe_details("level", before="прежний уровень")
describe_values(
    termination_ground=dict(Member.Ground.choices),
    ground=dict(Member.Ground.choices),
    term=dict(LegalTerm.Code.choices),
    categories={category.value: category.short for category in Category},
    fund={fund.value: fund.short for fund in Fund},
    level=dict(MemberLevel._meta.get_field("number").choices),
    before=dict(MemberLevel._meta.get_field("number").choices),
    changed={field.name: field.verbose_name for field in Member._meta.concrete_fields}
    | {"heads": MemberHead._meta.verbose_name_plural, "demo": "демонстрационные данные"},
)
describe_values(
    audience={
        "all": "все действующие члены",
        FILTER: "по региону или уровню ответственности",
        CHOSEN: "перечисленные члены",
    }
)
