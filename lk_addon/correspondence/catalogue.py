"""The kinds that every installation begins with (регламент п. 3.1, 3.2). Staff change the rows, not this list."""

from typing import NamedTuple

from lk_addon.cabinet.departments import ACCOUNTING_DEPARTMENT as ACCOUNTING
from lk_addon.cabinet.departments import CONTROL_DEPARTMENT as CONTROL
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT as OFFICE
from lk_addon.cabinet.departments import REGISTER_DEPARTMENT as REGISTER
from lk_addon.correspondence.models import SignaturePolicy, SubmissionKind

REQUEST, DOCUMENT = SubmissionKind.Section.REQUEST, SubmissionKind.Section.DOCUMENT
NONE, OPTIONAL, REQUIRED = SignaturePolicy.NONE, SignaturePolicy.OPTIONAL, SignaturePolicy.REQUIRED


class FirstKind(NamedTuple):
    """A kind with its first terms; terms are working days."""

    code: str
    section: str
    title: str
    clause: str
    department: str
    signature: str
    answer_workdays: int
    files_wanted: int
    member_workdays: int | None
    help_text: str
    registers_itself: bool = False


KINDS = [
    FirstKind("inspection", REQUEST, "По проверке", "3.1", CONTROL, OPTIONAL, 5, 0, None,
              "Вопрос по проверке, перенос срока, возражение на акт, сообщение об устранении нарушений."),
    FirstKind("contracts", REQUEST, "По договорам подряда и документам контроля ОДО", "3.1", CONTROL, OPTIONAL, 5, 0,
              None, "Вопрос по договору из журнала или сообщение о новом договоре."),
    FirstKind("level_change", REQUEST, "По изменению уровня ответственности", "3.1", REGISTER, OPTIONAL, 10, 0, None,
              "Вопрос об уровне и доплате. Само заявление подаётся с электронной подписью: «Изменения в реестр»."),
    FirstKind("right_change", REQUEST, "По изменению права выполнять работы", "3.1", REGISTER, OPTIONAL, 10, 0, None,
              "Вопрос о праве. Само заявление подаётся с электронной подписью: «Изменения в реестр»."),
    FirstKind("insurance", REQUEST, "По договорам страхования", "3.1", CONTROL, NONE, 3, 0, None,
              "Вопрос о страховании. Новый договор подаётся документом «Договор страхования»."),
    FirstKind("extract", REQUEST, "Заказать выписку из реестра", "3.1", REGISTER, NONE, 1, 0, None,
              "Выписку из единого реестра выдаёт национальное объединение, сведения нашего реестра — СРО."),
    FirstKind("accounting", REQUEST, "Запросить бухгалтерские документы", "3.1", ACCOUNTING, NONE, 3, 0, None,
              "Счёт, акт сверки, справка об отсутствии задолженности, копия решения о размере взносов."),
    FirstKind("general", REQUEST, "Остальные обращения", "3.1", OFFICE, OPTIONAL, 15, 0, None,
              "Любой вопрос к СРО."),
    FirstKind("registry_change", DOCUMENT, "Изменения в реестр членов СРО", "3.2.1", REGISTER, REQUIRED, 3, 1, 3,
              "Заявление об изменении наименования, адреса, руководителя, контактов, уровня или права."),
    FirstKind("signed_other", DOCUMENT, "Иной документ с электронной подписью", "3.2.1", OFFICE, REQUIRED, 15,
              1, None, "Любой документ, подписанный усиленной квалифицированной электронной подписью."),
    FirstKind("inspection_docs", DOCUMENT, "Документы к проверке", "3.2.2", CONTROL, OPTIONAL, 5, 1, None,
              "Ответ на перечень запрошенных документов, пункт за пунктом."),
    FirstKind("annual_report", DOCUMENT, "Годовой отчёт о деятельности", "3.2.2", CONTROL, OPTIONAL, 30, 0, None,
              "Отчёт члена СРО за прошедший год."),
    FirstKind("obligation_notice", DOCUMENT, "Уведомление о фактическом совокупном размере обязательств", "3.2.2",
              CONTROL, OPTIONAL, 10, 0, None, "За год по договорам, заключённым конкурентными способами."),
    FirstKind("odo_docs", DOCUMENT, "Документы по договорам ОДО", "3.2.2", CONTROL, OPTIONAL, 5, 1, 3,
              "Заключение, изменение, исполнение или расторжение договора с копиями документов."),
    FirstKind("staff_docs", DOCUMENT, "Документы на сотрудников", "3.2.2", CONTROL, OPTIONAL, 5, 1, None,
              "Сведения и документы специалистов. Их видят только те, кому это нужно по работе."),
    FirstKind("insurance_doc", DOCUMENT, "Договор страхования", "3.2.2", CONTROL, OPTIONAL, 3, 1, None,
              "Скан договора с подписями и печатями."),
    FirstKind("letter", DOCUMENT, "Гарантийное письмо и другие письма", "3.2.2", OFFICE, OPTIONAL, 5, 1, None,
              "Письмо с обязательством и сроком его исполнения."),
]  # fmt: skip

#: Of what law or regulation the first terms come.
GROUND = "Регламент услуги «Личный кабинет члена СРО», п. {clause}; сроки ответа по умолчанию, утверждает СРО"
SIGNED_BECAUSE = "Документ подписывает лицо, названное в письме (п. 3.2.1 регламента)."
