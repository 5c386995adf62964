"""Role × address × object on the cabinet's host: each id swapped between two members, also in forms and files.

What is expected follows from the rules of access, not from what was seen: whoever has no mandate is led to the
door, an object of another member is 404 whatever the verb, who lacks a permission changes nothing, and no byte
of any answer tells of the other member.
"""

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp import devices_for_user

from cms.users.groups import APPROVERS, EDITORS
from lk_addon.accounts.entry import SESSION_KEY
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT, DEPARTMENTS, MEMBER_DEPARTMENT
from tests.architecture.matrix import Browsers, Leaks, password_typed
from tests.architecture.routes import routes_of
from tests.architecture.test_cabinet_urls import OPEN
from tests.architecture.twins import twins
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.staff import make_staff
from tests.scenarios import cabinet_of
from tests.scenes import begin_with

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.1.d")]

#: Pictures of the public site, the logo among them, are everybody's.
EVERYBODYS = {"rendition"}
ROUTES = [route for route in routes_of(settings.LK_URLCONF) if route.name not in EVERYBODYS]

#: What stands in the place of each parameter, out of a member's estate. An address that is not here fails the test.
PROVIDERS = {
    "registry:extract": lambda own: {"code": own.extract.code},
    "supervision:inspection": lambda own: {"pk": own.inspection.pk},
    "supervision:act": lambda own: {"pk": own.inspection.pk},
    "supervision:requested_document": lambda own: {"pk": own.document.pk},
    "supervision:presented_file": lambda own: {"pk": own.document.presented.get().pk},
    "supervision:decision": lambda own: {"pk": own.measure.pk},
    "supervision:report": lambda own: {"year": own.year},
    "supervision:report_file": lambda own: {"pk": own.report.versions.get().pk},
    "supervision:specialist": lambda own: {"pk": own.specialist.pk},
    "supervision:specialist_document": lambda own: {"pk": own.specialist.documents.get().pk},
    "contracts:contract": lambda own: {"pk": own.contract.pk},
    "contracts:control_file": lambda own: {"pk": own.control.pk},
    "contracts:insurance_scan": lambda own: {"pk": own.insurance.pk},
    "accounts:colleague": lambda own: {"number": own.colleague.label_number},
    "two_factor:end_session": lambda own: {"pk": own.sign_in.pk},
    "two_factor:remove_device": lambda own: {"persistent_id": next(devices_for_user(own.user)).persistent_id},
    "planner:file": lambda own: {"token": own.calendar},
    "mailings:refuse": lambda own: {"key": own.refusal},
    "accounts:activate": lambda own: {"token": own.activation},
    "accounts:confirm_email": lambda own: {"token": own.email_key},
    "files:state": lambda own: {"pk": own.upload.pk},
    "files:piece": lambda own: {"pk": own.upload.pk, "offset": 0},
    "files:finish": lambda own: {"pk": own.upload.pk},
    "files:cancel": lambda own: {"pk": own.upload.pk},
    "correspondence:new_request": lambda own: {"code": "general"},
    "correspondence:new_document": lambda own: {"code": "letter"},
    "correspondence:member_term": lambda own: {"code": "registry_change"},
    "correspondence:draft": lambda own: {"pk": own.draft.pk},
    "correspondence:draft_files": lambda own: {"pk": own.draft.pk},
    "correspondence:draft_file": lambda own: {"pk": own.draft.pk, "file": own.draft_file.pk},
    "correspondence:discard_draft": lambda own: {"pk": own.draft.pk},
    "correspondence:file": lambda own: {"pk": own.letter.attachments.first().file_id},
    "correspondence:check": lambda own: {"pk": own.check.pk},
    "correspondence:check_pdf": lambda own: {"pk": own.check.pk},
    "correspondence:receipt": lambda own: {"pk": own.letter.pk},
    "correspondence:receipt_pdf": lambda own: {"pk": own.letter.pk},
    "correspondence:thread": lambda own: {"pk": own.letter.thread_id},
    "correspondence:archive": lambda own: {"pk": own.letter.thread_id},
    "correspondence:archive_page": lambda own: {"pk": own.letter.thread_id},
    "correspondence:archive_file": lambda own: {"pk": own.letter.thread_id},
    "correspondence:answer": lambda own: {"pk": own.letter.thread_id},
    "correspondence:correct": lambda own: {"pk": own.letter.thread_id},
    "correspondence:withdraw": lambda own: {"pk": own.letter.thread_id},
    "meetings:meeting": lambda own: {"pk": own.meeting.pk},
    "meetings:room": lambda own: {"pk": own.meeting.pk},
    "meetings:ballot": lambda own: {"pk": own.meeting.pk},
    "meetings:ballot_paper": lambda own: {"pk": own.meeting.pk},
    "meetings:minutes": lambda own: {"pk": own.meeting.pk},
    "meetings:material": lambda own: {"pk": own.material.pk},
    "unavailability:outage": lambda own: {"pk": own.outage.pk},
    "unavailability:certificate": lambda own: {"pk": own.certificate.pk},
}
#: The parameter names what is everybody's, such as a kind of request: there is nothing to swap either.
OF_EVERYBODY = {
    "correspondence:new_request", "correspondence:new_document", "correspondence:member_term",
    "unavailability:outage",
}  # fmt: skip
#: The secret in the address is the right itself, whoever holds it: there is nothing to swap.
BY_SECRET = {"planner:file", "mailings:refuse", "accounts:activate", "accounts:confirm_email"}
#: Of a person, not of the organisation: a colleague's is as foreign as another member's.
OF_A_PERSON = {"two_factor:end_session", "two_factor:remove_device"}

#: Pages that are there at times only: while a device is being added, for staff, for what is not agreed to, for a colour
#: that nobody has chosen.
MAY_BE_ABSENT = {
    "brand_stylesheet", "two_factor:qr", "two_factor:end_session", "accounts:choose_member", "accounts:agreements",
    "accounts:withdraw_consent",
}  # fmt: skip

#: Mail programs post without cookies (RFC 8058); the appearance is chosen on pages that all visitors share.
WITHOUT_TOKEN = {"mailings:refuse", "set_appearance"}


def sending(own, draft):
    """What the form of a submission sends, a file of the member with it."""
    said = {"subject": "О взносах", "text": "Просим ответить.", "draft-files": [own.loose.pk]}
    return said | {"draft-id": str(draft), "draft-version": 0, "draft-act": "send"}


#: What a form takes, out of the estate of whoever sends it.
FORMS = {
    "cabinet:feedback": lambda own: {"page": "/", "text": "Всё хорошо."},
    "accounts:colleague": lambda own: {"permissions": ["submit"]},
    "accounts:change_phone": lambda own: {"phone": "+7 (000) 111-22-33"},
    "accounts:change_email": lambda own: {"email": "next@example.com", "whose": "own"},
    "accounts:switch_member": lambda own: {"number": own.member.registration_number},
    "accounts:withdraw_consent": lambda own: {"understood": "on"},
    "mailings:wishes": lambda own: {"categories": ["news"]},
    "correspondence:new_request": lambda own: sending(own, "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    "correspondence:new_document": lambda own: sending(own, "3f2504e0-4f89-41d3-9a0c-0305e82c3302"),
    "correspondence:draft": lambda own: sending(own, own.draft.pk),
    "correspondence:withdraw": lambda own: {"reason": "Вопрос решён."},
    "registry:statement": lambda own: {"event_on": "2025-05-05", "website": "https://example.com"},
}
#: Tables of one's own account, of remarks, of what the SRO issues: the right to see is enough.
OWN_AFFAIRS = {
    "users_", "accounts_emailchange", "accounts_contactstate", "accounts_consent", "mailings_optout",
    "planner_calendaraddress", "cabinet_feedback", "correspondence_reading", "correspondence_unavailabilitycertificate",
    "correspondence_numberseries", "correspondence_threadarchive", "registry_extract", "audit_",
    "post_office_", "outbox_", "axes_",
}  # fmt: skip

ADMITTED = ("head", "reader", "outsider")
LOOKING_IN = (MEMBER_DEPARTMENT, CONTROL_DEPARTMENT, "superuser")
BEFORE_THE_DOOR = ("anonymous", "stranger", "excluded", "editor", "approver", "accounting", "no role")


@pytest.fixture
def scene(db):
    scene = begin_with(twins)
    scene.superuser = get_user_model().objects.create_superuser("root@example.com", PASSWORD)
    roles = {"editor": EDITORS, "approver": APPROVERS, "accounting": DEPARTMENTS[1]}
    scene.users = {
        "head": scene.a.user,
        "reader": scene.a.reader.user,
        "outsider": scene.b.user,
        "stranger": scene.stranger,
        "excluded": scene.excluded,
        "superuser": scene.superuser,
        "no role": UserFactory(is_staff=True),
        **{name: make_staff(group) for name, group in roles.items()},
        **{name: make_staff(name) for name in LOOKING_IN[:2]},
    }
    return scene


@pytest.fixture
def browsers(scene):
    def make(role):
        if role == "anonymous":
            return Client(headers={"host": settings.LK_HOST})
        browser = cabinet_of(scene.users[role])
        if role in ADMITTED + LOOKING_IN:
            password_typed(browser, settings.LK_HOST)
        if role in LOOKING_IN:
            browser.post("/switch/", {"number": scene.a.member.registration_number})
        return browser

    return Browsers(make, settings.LK_HOST)


def values(route, own):
    if not route.parameters:
        return {}
    assert route.name in PROVIDERS, f"{route.name}: say in PROVIDERS what stands in {route.parameters}"
    return PROVIDERS[route.name](own)


def form(route, own):
    return FORMS.get(route.name, lambda own: {})(own)


def is_own_affair(table):
    return any(table.startswith(start) for start in OWN_AFFAIRS)


def test_every_address_with_a_parameter_has_two_objects_to_swap():
    asking = {route.name for route in ROUTES if route.parameters}
    assert asking == set(PROVIDERS)
    assert {name for name in FORMS if name not in {route.name for route in ROUTES}} == set()


@pytest.mark.req("REQ-1.4")
def test_who_has_no_mandate_is_led_to_the_door_from_every_object(scene, browsers):
    leaks = Leaks()
    for route in ROUTES:
        if route.name in OPEN:
            continue
        address = route.address(values(route, scene.a))
        for role in BEFORE_THE_DOOR:
            for method in ("get", "post"):
                visit = browsers.visit(role, method, address, form(route, scene.a))
                leaks.visits += 1
                leaks.expect(visit.status == 302 and visit.location.startswith("/login/"), role, visit, "not the door")
                leaks.expect(visit.content == b"", role, visit, "has a body")
                leaks.expect(not visit.changed - {"audit_auditentry"}, role, visit, f"wrote {visit.changed}")
    leaks.tell()


def test_no_member_reaches_anything_of_another(scene, browsers):
    leaks = Leaks()
    for route in ROUTES:
        for role in (*ADMITTED, *LOOKING_IN):
            own, foreign = (scene.b, scene.a) if role == "outsider" else (scene.a, scene.b)
            swapped = route.parameters and route.name not in BY_SECRET | OF_EVERYBODY
            for method in ("get", "post"):
                if swapped:
                    visit = browsers.visit(role, method, route.address(values(route, foreign)), form(route, foreign))
                    judge_foreign(leaks, role, route, visit, foreign)
                visit = browsers.visit(role, method, route.address(values(route, own)), form(route, own))
                judge_own(leaks, role, route, visit, foreign)
    leaks.tell()
    assert leaks.visits > 600


def judge_foreign(leaks, role, route, visit, foreign):
    """404, whatever the verb; 403 only where the role may not do it with its own either."""
    leaks.visits += 1
    refused = {403, 404} if role not in {"head", "outsider"} else {404}
    if visit.method == "post":
        refused = refused | {403, 405}
    journal = {"audit_auditentry"} if role in LOOKING_IN else set()  # it tells each page at which staff looked
    leaks.expect(visit.status in refused, role, visit, "a foreign object answers")
    leaks.expect(not visit.changed - journal, role, visit, f"wrote {visit.changed}")
    leaks.expect_silence(role, visit, foreign.canaries)


def judge_own(leaks, role, route, visit, foreign):
    """A page of one's own opens and is silent about the other; no permission, no change."""
    leaks.visits += 1
    personal = route.name in OF_A_PERSON and role not in {"head", "outsider"}
    chooses = route.name == "accounts:choose_member"
    if visit.method == "get":
        opens = {200, 302, 403, 405} | ({404} if personal or route.name in MAY_BE_ABSENT else set())
        leaks.expect(visit.status in opens, role, visit, "one's own does not open")
    leaks.expect(visit.status < 500, role, visit, "broke")
    if not (chooses and role in LOOKING_IN) and route.name not in BY_SECRET:
        leaks.expect_silence(role, visit, foreign.canaries)
    if role == "reader":
        foreign_tables = {table for table in visit.changed if not is_own_affair(table)}
        leaks.expect(not foreign_tables, role, visit, f"may only see, wrote {foreign_tables}")
    if role in LOOKING_IN:
        written = {table for table in visit.changed if not table.startswith(("audit_", "users_", "axes_"))}
        leaks.expect(not written or route.name in BY_SECRET, role, visit, f"only looks, wrote {written}")


def test_no_form_is_taken_without_its_token(scene):
    browser = cabinet_of(scene.a.user)
    strict = Client(enforce_csrf_checks=True, headers={"host": settings.LK_HOST})
    strict.cookies = browser.cookies
    browsers, leaks = Browsers(lambda role: strict, settings.LK_HOST), Leaks()
    for route in ROUTES:
        if route.name in WITHOUT_TOKEN:
            continue
        visit = browsers.visit("head", "post", route.address(values(route, scene.a)), {})
        leaks.visits += 1
        leaks.expect(visit.status in {403, 404, 405}, "head", visit, "taken without a token")
        leaks.expect(not visit.changed, "head", visit, f"wrote {visit.changed}")
    leaks.tell()


def test_no_field_of_any_form_takes_an_id_of_another_member(scene, browsers):
    """Choices among rows: the other member's are not offered, and posting one is refused."""
    leaks, fields = Leaks(), set()
    for route in ROUTES:
        visit = browsers.visit("head", "get", route.address(values(route, scene.a)))
        for name, field in model_choices(visit.answer):
            fields.add(f"{route.name}.{name}")
            for row in field.queryset.model.objects.filter(**of_member(field.queryset.model, scene.b.member)):
                with pytest.raises(forms.ValidationError):
                    field.clean(row.pk)
    assert "finance:fees.kind" in fields  # the walk finds the choices that there are
    number = scene.b.member.registration_number
    visit = browsers.visit("head", "post", "/switch/", {"number": number})
    leaks.expect(visit.status == 404, "head", visit, "took another member's number")
    assert browsers.of("head").session.get(SESSION_KEY) != number
    for name in ("member", "inspection", "contract", "pk", "id", "number", "mandate"):
        for value in (scene.b.member.pk, number, scene.b.contract.pk, scene.b.inspection.pk, scene.b.head.pk):
            visit = browsers.visit("head", "post", "/feedback/", {"text": "Отзыв", name: value})
            leaks.expect(not visit.shows(scene.b.canaries), "head", visit, "shows the other")
    leaks.tell()


def model_choices(answer):
    """Yield (name, field) of the choices among rows in every form and filter that the page was rendered with."""
    for context in answer.context or []:
        for layer in context:
            for value in layer.values() if hasattr(layer, "values") else []:
                for one in value if isinstance(value, list) else [value]:
                    held = getattr(getattr(one, "filterset", one), "form", one)
                    for name, field in getattr(held, "fields", {}).items() if isinstance(held, forms.BaseForm) else []:
                        if isinstance(field, forms.ModelChoiceField):
                            yield name, field


def of_member(model, member):
    """Return the condition of rows that belong to ``member``; none for what belongs to nobody."""
    if model is type(member):
        return {"pk": member.pk}
    names = {field.name for field in model._meta.get_fields()}
    for path in ("member", "inspection", "contract", "mandate", "specialist", "report"):
        if path in names:
            return {path if path == "member" else f"{path}__member": member}
    return {"pk__in": []}
