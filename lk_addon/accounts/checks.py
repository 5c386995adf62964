"""What the system finds out about an application before a person decides (REQ-1.1.e, REQ-1.2, REQ-1.3.a).

A finding refuses (nobody can be invited while it stands), warns (whoever checks says
why it is in order all the same) or is fine.
"""

from dataclasses import asdict, dataclass

from django.utils import timezone

from cms.users.models import User
from lk_addon.accounts.heads import heads, same_name
from lk_addon.accounts.models import Basis, Mandate

FINE, WARNING, REFUSAL = "fine", "warning", "refusal"


@dataclass(frozen=True)
class Finding:
    """One answer: what was looked at, how it stands, and what is to be said of it."""

    name: str
    level: str
    text: str

    def as_data(self):
        """Return it as the application keeps it."""
        return asdict(self)


def findings(application):
    """Return the :class:`Finding` of every check of ``application`` as things stand now."""
    return [
        _membership(application),
        _signature(application),
        *([_own_signature(application)] if application.basis == Basis.HEAD else []),
        _scan(application),
        _basis(application),
        _email(application),
        _term(application),
    ]


def refusals(found):
    """Return those that keep anybody from being invited."""
    return [finding for finding in found if finding.level == REFUSAL]


def warnings(found):
    """Return those that want an explanation."""
    return [finding for finding in found if finding.level == WARNING]


def _membership(application):
    name = "Членство"
    if application.member.is_acting():
        return Finding(name, FINE, "Организация — действующий член СРО.")
    return Finding(
        name, REFUSAL, "Доступ получают только действующие члены СРО, а эта организация исключена (п.\u00a01.2)."
    )


def _signature(application):
    """The signer heads the member on the paper's date, and still today."""
    name, member, signer = "Подпись руководителя", application.member, application.applicant_name
    then = member.current_heads(application.date)
    if not then:
        return Finding(
            name, WARNING, f"В реестре нет руководителя, чьи полномочия действовали {application.date:%d.%m.%Y}."
        )
    if not heads(signer, member, application.date):
        known = ", ".join(str(head) for head in then)
        return Finding(name, WARNING, f"Подписал {signer}, а в реестре на дату заявления: {known}.")
    if not heads(signer, member):
        return Finding(name, WARNING, "Подписавший был руководителем, но сегодня его полномочия по реестру кончились.")
    return Finding(name, FINE, "Подписал действующий руководитель.")


def _own_signature(application):
    name = "Представитель — руководитель"
    if heads(application.representative_name, application.member):
        return Finding(name, FINE, "Представитель значится руководителем в реестре.")
    return Finding(
        name, WARNING, "Основание — «руководитель по реестру», но среди действующих руководителей такого имени нет."
    )


def _scan(application):
    name = "Скан заявления"
    if application.scan:
        return Finding(name, FINE, "Приложен.")
    return Finding(name, WARNING, "Не приложен. Если подлинник лежит в деле, напишите, где.")


def _basis(application):
    name = "Документ-основание"
    match application.basis:
        case Basis.HEAD:
            return Finding(name, FINE, "Не нужен: руководитель действует по реестру.")
        case Basis.MCHD:
            return Finding(
                name, FINE, f"МЧД {application.basis_number}. Убедитесь на m4d.nalog.gov.ru, что она не отозвана."
            )
    if application.basis_scan:
        return Finding(name, FINE, "Скан приложен.")
    return Finding(name, WARNING, "Скан приказа или доверенности не приложен.")


def _email(application):
    name = "Электронная почта"
    user = User.objects.filter(email__iexact=application.email).first()
    if user is None:
        return Finding(name, FINE, "Адрес новый: будет заведена учётная запись.")
    if user.is_staff:
        return Finding(name, REFUSAL, "Этот адрес принадлежит сотруднику СРО.")
    mandates = list(Mandate.objects.filter(user=user, revoked_at=None).select_related("member"))
    if any(mandate.member_id == application.member_id for mandate in mandates):
        return Finding(
            name,
            REFUSAL,
            "У этого представителя уже есть доступ к кабинету организации. "
            "Потерял пароль — выдайте новую ссылку, кончается срок — продлите.",
        )
    labels = ", ".join(mandate.login_label for mandate in mandates) or "полномочий сейчас нет"
    said = f"Адрес уже принадлежит представителю ({labels}): его пароль останется прежним."
    if not same_name(user.get_full_name(), application.representative_name):
        said += " Фамилия, имя или отчество в заявлении другие."
    return Finding(name, WARNING, said)


def _term(application):
    name, today = "Срок полномочий", timezone.localdate()
    if application.valid_to and application.valid_to < today:
        return Finding(name, REFUSAL, f"Полномочия больше не действуют: кончились {application.valid_to:%d.%m.%Y}.")
    if application.valid_from > today:
        return Finding(
            name, WARNING, f"Полномочия начнутся {application.valid_from:%d.%m.%Y}; раньше пригласить нельзя."
        )
    end = f"до {application.valid_to:%d.%m.%Y}" if application.valid_to else "без срока"
    return Finding(name, FINE, f"Действуют, {end}.")
