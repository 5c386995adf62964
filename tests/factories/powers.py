"""Machine-readable powers of attorney for tests, of invented people."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone

from lk_addon.accounts.domain.powers import receive_power
from lk_addon.accounts.models import PowerOfAttorney
from lk_addon.signatures.domain.checking import perform
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks
from tests.factories.correspondence import stored_file

NUMBER = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
PERSON = {"surname": "Образцова", "name": "Ольга", "patronymic": "Олеговна"}
PERSON_INN, PERSON_SNILS = "009900000304", "000-000-000 47"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Доверенность xmlns="urn://x-artefacts/EMCHD_1" ВерсФорм="EMCHD_1" ИдФайл="ON_EMCHD_20260101_{number}">
  <Документ КНД="1110310">
    <Довер>
      <СвДов ВидДовер="1" НомДовер="{number}" ДатаВыдДовер="{issued_on}" СрокДейст="{valid_to}"/>
      <СвДоверит ТипДоверит="ЮЛ"><Доверит><РосОргДовер>
        <СвРосОрг НаимОрг="ООО «Демострой-Север»" ИННЮЛ="{inn}" ОГРН="{ogrn}"/>
      </РосОргДовер></Доверит></СвДоверит>
      <СвУпПред ТипПред="ФЛ"><Пред><СведФизЛ ИННФЛ="{person_inn}" СНИЛС="{snils}">
        <ФИО Фамилия="{surname}" Имя="{name}" Отчество="{patronymic}"/>
      </СведФизЛ></Пред></СвУпПред>
      <СвПолн ТипПолн="1"><МашПолн КодПолн="BBDOC_00001" НаимПолн="Подписывать документы для СРО"/></СвПолн>
    </Довер>
  </Документ>
</Доверенность>
"""


def power_xml(member, **values):
    """Return the bytes of one that ``member`` gave to the person for a year; ``values`` replace what it says."""
    today = timezone.localdate()
    usual = {
        "number": NUMBER,
        "issued_on": today - timedelta(days=30),
        "valid_to": today + timedelta(days=335),
        "inn": member.inn,
        "ogrn": member.ogrn,
        "person_inn": PERSON_INN,
        "snils": PERSON_SNILS,
        **PERSON,
    }
    return XML.format(**usual | values).encode()


def named(content, name):
    """Return an open file."""
    file = BytesIO(content)
    file.name, file.size = name, len(content)
    return file


def received(mandate, xml, signature, *, actor=None):
    """Return a power of attorney that was received and whose signature was checked."""
    power = receive_power(
        mandate=mandate, document=named(xml, "ON_EMCHD.xml"), signature=named(signature, "ON_EMCHD.sig"), actor=actor
    )
    perform(last_checks([power.signature_id])[power.signature_id])
    return power


def good_power(mandate):
    """Return one that a head of the member signed, as a finished check has found: no authority is asked."""
    member, now = mandate.member, timezone.now()
    document, signature = (stored_file(member, name=f"ON_EMCHD{end}") for end in (".xml", ".sig"))
    SignatureCheck.objects.create(
        document=document,
        signature=signature,
        member=member,
        reference_time=now,
        finished_at=now,
        verdict=SignatureCheck.Verdict.VALID,
        signers=[{"name": member.current_heads()[0].full_name}],
    )
    return PowerOfAttorney.objects.create(
        mandate=mandate,
        document=document,
        signature=signature,
        number=NUMBER,
        issued_on=now - timedelta(days=30),
        valid_to=now + timedelta(days=335),
        principal_inn=member.inn,
        powers="Подписывать документы для СРО",
    )
