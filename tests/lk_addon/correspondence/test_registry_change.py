"""A signed application to change the register: what was beside what is to be, and the decision that enters it."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.correspondence.decisions.registry_change import EnterForm
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Draft, Effect, Letter
from lk_addon.correspondence.queries import letters_behind
from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.domain.rights import restrict_competition, suspend_right
from lk_addon.registry.models import Category, Fund, Member, MemberHead, MemberLevel, RegistryChange, RightDecision
from lk_addon.registry.queries import level_on, rights_on
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import kind_of
from tests.factories.decisions import SIGNATORY, decided, signed_letter
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right, minutes, pay
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1.S1", "REQ-L.4")]

EVENT = {"event_on": "2025-06-02", "document": "лист записи ЕГРЮЛ"}
COUNCIL = {"since": "2026-01-12", "body": "Совет СРО", "protocol_no": "7", "date": "2026-01-12"}
ADDRESS = {
    "address_postal_code": "000000",
    "address_region": "Демонстрационная область",
    "address_locality": "г. Новопримерск",
    "address_street": "ул. Показательная",
    "address_house": "7",
}


def form(member, **values):
    data = {"subject": "Заявление"} | SIGNATORY | EVENT | values
    return form_of("registry_change").form(data, member=member, terms=kind_of("registry_change").terms())


def applied(scene, **values):
    return signed_letter(scene.member, fresh(scene.north), code="registry_change", **(EVENT | values))


def entered(letter, scene, *items, **data):
    return decided(letter, scene.staff, items=items, **data)


def fresh(member):
    return Member.objects.get(pk=member.pk)


def test_only_what_changed_is_sent_with_what_the_register_said(scene):
    letter = applied(scene, phones="+7 (000) 000-00-09", short_name=scene.north.short_name)
    assert letter.fields["changes"] == [{"part": "phones", "before": "", "after": "+7 (000) 000-00-09"}]
    assert ["Телефоны", "— → +7 (000) 000-00-09"] in letter.shown
    assert [label for label, _text in letter.shown][:2] == ["Дата события", "Чем подтверждается"]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({}, "__all__", "Укажите новое значение хотя бы одного"),
        ({"full_name": "same"}, "__all__", "изменением не считается"),
        ({"phones": "1", "event_on": ""}, "event_on", "заполнить это поле"),
        ({"phones": "1", "event_on": "2999-01-01"}, "event_on", "уже произошло"),
        ({"phones": "1", "document": ""}, "document", "заполнить это поле"),
        ({"email": "не почта"}, "email", "электронной почты"),
        ({"ogrn": "1022500001328"}, "ogrn", "ОГРН"),
        ({"ogrn": "325009900000013"}, "ogrn", "у организации ОГРН из 13"),
        ({"address_house": "7"}, "address_region", "субъекта Федерации"),
        ({"head_full_name": "Новый Никита Никитич"}, "head_position", "укажите всё"),
        (
            {"head_full_name": "Новый Н. Н.", "head_position": "Директор", "head_since": "2024-01-01"},
            "head_since",
            "позже, чем у прежнего",
        ),
        ({"level_vv": "9"}, "level_vv", "Выберите корректный вариант"),
        ({"right_grant": ["air"]}, "right_grant", "Выберите корректный вариант"),
    ],
)
def test_what_is_not_whole_is_refused_with_the_reason(scene, values, field, words):
    values = {name: scene.north.full_name if value == "same" else value for name, value in values.items()}
    refused = form(scene.north, **values)
    assert not refused.is_valid()
    assert words in " ".join(refused.errors[field])


def test_a_sole_proprietor_is_asked_of_the_place_of_activity_and_not_of_kpp(scene):
    person = MemberFactory(member_type="ip", inn="009900000120", ogrn="325009900000013", kpp="")
    assert {"activity_address"} <= form(person).fields.keys()
    assert "kpp" not in form(person).fields
    assert "activity_address" not in form(scene.north).fields


def test_the_page_shows_what_the_register_says_and_the_levels_of_law(scene):
    give_level(scene.north, Fund.VV, 1, Decimal(100_000))
    shown = {row.title: row for row in form(scene.north).shown_rows}
    assert shown["Уровень ответственности, КФ\u00a0ВВ"].now == "первый уровень"
    (level,) = shown["Уровень ответственности, КФ\u00a0ВВ"].fields
    choices = dict(level.field.choices)
    assert 1 not in choices
    assert choices[2] == "второй уровень: до 500\u00a0млн\u00a0₽, взнос 500\u00a0000,00\u00a0₽"
    assert "Образцов Олег Олегович" in shown["Руководитель"].now


@pytest.mark.parametrize(
    ("signature", "words"), [("invalid", "подпись неверна"), ("pending", "проверяется"), (None, "нет электронной")]
)
def test_without_a_good_signature_nothing_is_sent(scene, signature, words, monkeypatch):
    if signature is None:
        monkeypatch.setattr(SignatureCheck.objects, "create", lambda **fields: None)
        monkeypatch.setattr("tests.factories.decisions.add_file", _without_signature)
    with pytest.raises(ValidationError, match=words):
        applied(scene, phones="1") if signature is None else signed_letter(
            scene.member, scene.north, code="registry_change", verdict=signature, phones="1", **EVENT
        )
    assert not Letter.objects.exists()
    assert Draft.objects.count() == 1


def _without_signature(*, draft, file, signs=None):
    from lk_addon.correspondence.domain.drafts import add_file

    return add_file(draft=draft, file=file) if not file.name.endswith(".sig") else None


def test_the_term_of_the_member_is_shown_and_a_late_application_says_so(scene):
    late = applied(scene, phones="1")
    assert [
        late.shown[2][0],
        late.shown[2][1].partition(", опоздание")[0],
    ] == ["Сообщить нужно до", "5 июня 2025 г."]
    assert "опоздание в рабочих днях" in late.shown[2][1]
    in_time = applied(scene, phones="1", event_on=timezone.localdate().isoformat())
    assert "опоздание" not in in_time.shown[2][1]


def test_the_decision_enters_just_the_chosen_changes_with_ground_and_date(scene):
    letter = applied(scene, phones="+7 (000) 000-00-09", website="https://new.example.com", kpp="009901999")
    told = entered(letter, scene, "phones", "website")
    member = fresh(scene.north)
    assert (member.phones, member.website, member.kpp) == ("+7 (000) 000-00-09", "https://new.example.com", "009901001")
    change = member.changes.get()
    assert change.ground == f"заявление №\u00a0{letter.number} от {timezone.localdate():%d.%m.%Y}"
    assert (change.event_on, change.reported_on) == (date(2025, 6, 2), timezone.localdate())
    assert (told.role, told.thread.state) == ("decision", "completed")
    assert told.shown == [["Сделано по решению", "Телефоны; Сайт"]]
    assert letters_behind([change]) == {str(change.pk): letter}
    assert AuditEntry.objects.get(action="member.changed").actor == scene.staff


def test_a_new_head_takes_over_from_the_one_before(scene):
    letter = applied(scene, head_full_name="Новый Никита Никитич", head_position="Директор", head_since="2025-06-02")
    entered(letter, scene, "heads")
    heads = {head.full_name: (head.since, head.until) for head in fresh(scene.north).heads.all()}
    assert heads == {
        "Образцов Олег Олегович": (date(2025, 1, 1), date(2025, 6, 1)),
        "Новый Никита Никитич": (date(2025, 6, 2), None),
    }


def test_of_several_heads_the_member_says_in_whose_place(scene):
    second = MemberHead.objects.create(
        member=scene.north, position="Директор", full_name="Вторая Вера Викторовна", since=date(2025, 2, 1)
    )
    new = {"head_full_name": "Новый Никита Никитич", "head_position": "Директор", "head_since": "2025-06-02"}
    assert "head_instead_of" in form(scene.north, **new).errors
    entered(applied(scene, head_instead_of=str(second.pk), **new), scene, "heads")
    second.refresh_from_db()
    assert second.until == date(2025, 6, 1)
    assert {head.full_name for head in fresh(scene.north).current_heads()} == {
        "Образцов Олег Олегович",
        "Новый Никита Никитич",
    }
    entered(applied(scene, head_instead_of="beside", **(new | {"head_full_name": "Третий Т. Т."})), scene, "heads")
    assert len(fresh(scene.north).current_heads()) == 3


def test_a_new_address_replaces_all_parts_of_the_old_one(scene):
    member = fresh(scene.north)
    member.address_region, member.address_room = "Прежняя область", "офис 5"
    member.save()
    letter = applied(scene, **ADDRESS)
    entered(letter, scene, "address")
    member = fresh(scene.north)
    assert member.address == ("000000, Демонстрационная область, г. Новопримерск, ул. Показательная, д.\u00a07")
    assert (member.address_region, member.address_room) == ("Демонстрационная область", "")


def test_a_level_is_set_by_the_minutes_once_the_contribution_is_there(scene):
    give_level(scene.north, Fund.ODO, 1, Decimal(200_000))
    letter = applied(scene, level_odo="2")
    with pytest.raises(ValidationError, match="для уровня нужно"):
        entered(letter, scene, "level_odo", **COUNCIL)
    letter.thread.refresh_from_db()
    assert (letter.thread.state, Letter.objects.count()) == ("sent", 1)
    pay(scene.north, Fund.ODO, Decimal(2_300_000), day=date(2026, 1, 10))
    entered(letter, scene, "level_odo", **COUNCIL)
    level = level_on(scene.north, Fund.ODO)
    assert (level.number, level.since) == (2, date(2026, 1, 12))
    assert level.document.startswith("Совет СРО, протокол №\u00a07 от 12.01.2026; заявление №")
    assert letters_behind(MemberLevel.objects.filter(pk=level.pk)) == {str(level.pk): letter}


def test_rights_are_decided_upon_as_asked(scene):
    give_right(scene.north, Category.SIMPLE, Category.NUCLEAR)
    suspend_right(member=scene.north, categories=[Category.SIMPLE], actor=None, **minutes(date(2025, 5, 5), "2"))
    restrict_competition(member=scene.north, actor=None, **minutes(date(2025, 5, 5), "3"))
    letter = applied(
        scene, right_grant=["dangerous"], right_resume=["simple"], right_terminate=["nuclear"], right_lift="on"
    )
    entered(letter, scene, "right_dangerous", "right_simple", "right_nuclear", "restriction", **COUNCIL)
    rights = rights_on(scene.north)
    assert [right.state for right in rights.categories] == ["active", "active", "terminated"]
    assert rights.restriction is None
    rows = RightDecision.objects.filter(date=date(2026, 1, 12))
    assert {row.kind for row in rows} == {"grant", "resume", "terminate", "lift"}
    assert set(letters_behind(rows).values()) == {letter}
    assert all(letter.number in row.text for row in rows)


def test_levels_and_rights_want_the_minutes(scene):
    letter = applied(scene, level_vv="1", phones="1")
    refused = EnterForm(letter=letter, data={"items": ["level_vv"]})
    assert not refused.is_valid()
    assert refused.errors.keys() == {"since", "body", "protocol_no", "date"}
    assert EnterForm(letter=letter, data={"items": ["phones"]}).is_valid()
    assert "body" not in EnterForm(letter=applied(scene, phones="1")).fields


def test_nothing_is_entered_where_the_register_has_changed_meanwhile(scene):
    letter = applied(scene, phones="+7 (000) 000-00-09", website="https://new.example.com")
    member = fresh(scene.north)
    member.phones = "+7 (000) 000-00-05"
    correct_entry(member=member, actor=None, ground="заявление № 5")
    offered = EnterForm(letter=letter)
    assert offered.initial["items"] == ["website"]
    line = dict(offered.fields["items"].choices)["phones"]
    assert line == "Телефоны: — → +7 (000) 000-00-09. Сейчас в реестре другое: +7 (000) 000-00-05"
    with pytest.raises(ValidationError) as refused:
        entered(letter, scene, "phones", "website")
    assert "в заявлении было «—», в реестре теперь «+7 (000) 000-00-05»" in refused.value.messages[0]
    assert fresh(scene.north).website == ""
    assert not Effect.objects.exists()
    entered(letter, scene, "website")
    assert fresh(scene.north).website == "https://new.example.com"


def test_who_may_not_change_a_part_does_not_enter_it(scene):
    letter = applied(scene, level_vv="1", phones="1")
    pay(scene.north, Fund.VV, Decimal(100_000))
    clerk = staff_of("Бухгалтерия")
    with pytest.raises(ValidationError, match="нет права изменять: Телефоны; Уровень"):
        decided(letter, clerk, items=["level_vv", "phones"], **COUNCIL)
    assert not RegistryChange.objects.filter(member=scene.north).exists()


@pytest.mark.parametrize("verdict", ["invalid", "indeterminate"])
def test_what_a_signature_turned_out_to_be_decides(scene, verdict):
    letter = applied(scene, phones="1")
    check = SignatureCheck.objects.get()
    SignatureCheck.objects.create(
        document=check.document,
        signature=check.signature,
        member=check.member,
        signatory_name=check.signatory_name,
        reference_time=letter.sent_at,
        asked_at=timezone.now() + timedelta(seconds=1),
        verdict=verdict,
    )
    if verdict == "invalid":
        with pytest.raises(ValidationError, match="Подпись заявления неверна"):
            entered(letter, scene, "phones")
        assert fresh(scene.north).phones == ""
    else:
        entered(letter, scene, "phones")
        assert fresh(scene.north).phones == "1"


def test_a_correction_is_what_the_decision_enters(scene):
    first = applied(scene, phones="1")
    signed_letter(
        scene.member, scene.north, code="registry_change", thread=first.thread, role="correction", phones="2", **EVENT
    )
    entered(first, scene, "phones")
    assert fresh(scene.north).phones == "2"


def test_the_applicant_is_not_told_of_others(scene):
    letter = applied(scene, phones="1")
    assert letter not in Letter.objects.filter(thread__member=scene.montage)
    assert not form(scene.montage).is_valid()


def test_the_register_leads_staff_to_the_letter_behind_each_row(scene):
    give_level(scene.north, Fund.VV, 1, Decimal(500_000))
    letter = applied(scene, phones="1", level_vv="2", right_grant=["simple"])
    entered(letter, scene, "phones", "level_vv", "right_simple", **COUNCIL)
    address = reverse("correspondence_thread", args=[letter.thread_id])
    browser = back_office_of(scene.staff)
    for tab, count in (("entry", 1), ("rights", 2)):
        page = browser.get(reverse("registry_member_tab", args=[scene.north.pk, tab])).text
        assert page.count(f'href="{address}"') == count
    accountless = staff_of("Редакторы")
    accountless.user_permissions.add(Permission.objects.get(codename="view_member", content_type__app_label="registry"))
    page = back_office_of(accountless).get(reverse("registry_member_tab", args=[scene.north.pk, "entry"])).text
    assert letter.number in page
    assert address not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_enters(scene):
    letters = [applied(scene, phones="+7 (000) 000-00-01"), applied(scene, phones="+7 (000) 000-00-02")]
    SignatureCheck.objects.update(verdict="valid")  # the outbox has checked the invented signatures once more
    refused, meet = [], threading.Barrier(2)

    def enter(letter):
        try:
            meet.wait()
            entered(letter, scene, "phones")
        except ValidationError as error:
            refused.append(error.messages[0])
        finally:
            connection.close()

    runs = [threading.Thread(target=enter, args=[letter]) for letter in letters]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    (reason,) = refused
    assert "Реестр изменён после подачи заявления" in reason
    assert RegistryChange.objects.filter(member=scene.north).count() == 1
