"""Role × address on the public host: the back office, the interface for programs, files.

Which department works in which room is said here in words of the field, apart from the permissions that the code
asks for. Whoever does not work in a room is refused, changes nothing, and reads none of the room's words anywhere.
"""

from datetime import timedelta
from fnmatch import fnmatchcase

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS
from home.outages.domain import announce
from lk_addon.cabinet.departments import (
    ACCOUNTING_DEPARTMENT,
    CONTROL_DEPARTMENT,
    CORRESPONDENCE_DEPARTMENT,
    DEPARTMENTS,
    MEETINGS_DEPARTMENT,
    MEMBER_DEPARTMENT,
    REGISTER_DEPARTMENT,
)
from lk_addon.cabinet.services import services
from lk_addon.registry.staff_page import panels_for
from tests.architecture.matrix import Browsers, Leaks, password_typed
from tests.architecture.routes import routes_of
from tests.architecture.twins import twins
from tests.factories.accounts import PASSWORD
from tests.factories.staff import make_staff
from tests.scenarios import back_office_of
from tests.scenes import begin_with

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.1.d")]

ROUTES = routes_of(settings.ROOT_URLCONF)
BACK_OFFICE = [route for route in ROUTES if route.template.startswith("admin/")]

M, R, A, C = MEMBER_DEPARTMENT, REGISTER_DEPARTMENT, ACCOUNTING_DEPARTMENT, CONTROL_DEPARTMENT
K, G = CORRESPONDENCE_DEPARTMENT, MEETINGS_DEPARTMENT
E, P, ADMIN = EDITORS, APPROVERS, ADMINISTRATORS
ROLES = (*DEPARTMENTS, E, P, ADMIN)
EVERYBODY = set(ROLES)

#: Who works behind which addresses; the first line that fits counts. An address that fits none fails the test.
WHO = (
    ("two_factor:*", EVERYBODY),  # one's own account
    ("page_*review*", {E, P, ADMIN}),
    ("drafts_index", EVERYBODY),  # lists the links to pages that one may change, to others none
    ("drafts_*", {E, P, ADMIN}),
    ("regulations_upload", {E, P, ADMIN}),
    ("outages_*", {E, P, ADMIN}),
    ("audit_journal*", {ADMIN}),
    ("workdays_open_year", {ADMIN}),
    ("wagtailusers_users:*", {ADMIN}),
    ("wagtailsnippets_workdays*", {ADMIN}),
    ("wagtail_modeladmin:javascript_catalog", EVERYBODY),
    ("cabinet_service*", {M, ADMIN}),
    ("cabinet_feedback_*", {*DEPARTMENTS, ADMIN}),  # each reads what is said of its own pages
    ("cabinet_list_delete", set()),  # one's own list: that of another is nobody's
    ("cabinet_list_save", set(DEPARTMENTS)),
    ("registry_member", set(DEPARTMENTS)),
    ("registry_member_tab", set(DEPARTMENTS)),
    ("registry_member_modeladmin_index", set(DEPARTMENTS)),
    ("registry_fundcontribution_*", {R, A}),
    ("registry_contribute", {R, A}),
    ("registry_annul_contribution", {R, A}),
    ("registry_*", {R}),
    ("access_look_in", {M, C}),
    ("access_*", {M}),
    ("accounts_*", {M}),
    ("users_identitycheck_*", {M}),
    ("mailings_*", {M, ADMIN}),
    ("finance_*", {A}),
    ("contracts_*", {C}),
    ("control_desk", {C}),
    ("inspection_*", {C}),
    ("document_*", {C}),
    ("presented_file", {C}),
    ("violation_*", {C}),
    ("measure_*", {C}),
    ("plan_*", {C}),
    ("report_*", {C}),
    ("specialist_*", {C}),
    ("supervision_*", {C}),
    ("exchange_apitoken_*", {ADMIN}),
    ("exchange_revoke_token", {ADMIN}),
    ("exchange_exports", {*DEPARTMENTS, ADMIN}),
    ("exchange_export_start", {*DEPARTMENTS, ADMIN}),
    ("exchange_export*", set()),  # one's own file: that of another is nobody's
    ("exchange_*", {R, A, C}),
    ("correspondence_register_many", set(DEPARTMENTS)),
    ("correspondence_thread_modeladmin_index", set(DEPARTMENTS)),  # each reads the threads of its own
    ("correspondence_undertaking_modeladmin_index", set(DEPARTMENTS)),
    ("correspondence_replytemplate_*", set(DEPARTMENTS)),
    ("correspondence_submissionkind_*", {ADMIN}),
    ("correspondence_kindterms_*", {ADMIN}),
    ("correspondence_notice", {M, K, G}),  # by which a meeting was called
    ("correspondence_notice_file", {M, K, G}),
    ("correspondence_notice_modeladmin_index", {M, K, G}),
    ("correspondence_noticedelivery_modeladmin_index", {M, K, G}),
    ("correspondence_notice*", {M, K}),
    ("correspondence_unavailabilitycertificate_*", {M, K}),
    ("correspondence_certificate", {M, K}),
    ("correspondence_*", {K}),
    ("meeting_*", {G}),
    ("meetings_*", {G}),
    ("attendance_strike", {G}),
    ("ballot_read", {G}),
    ("files_*", {K, ADMIN}),
    ("signature_*", {K}),
    ("signatures_signaturecheck_*", {K}),
    ("signatures_*", {K, ADMIN}),
    ("trust_*", {ADMIN}),
    ("stamps_*", {ADMIN}),
)
#: Views of the framework upon rows of ours.
UPON_OURS = ("wagtailusers_users:", "wagtailsnippets_workdays")
#: Whose words each role may read: what its room keeps, and what the room's work needs of others.
READS = {
    M: {"register", "access", "mailings", "notices"},
    R: {"register"},
    A: {"register", "ledger"},
    C: {"register", "contracts", "control"},
    K: {"register", "letters", "notices"},
    G: {"register", "meetings", "notices"},
    E: set(),
    P: set(),
    ADMIN: {"register", "access", "ledger", "contracts", "control", "mailings"},  # keeps the journal, which tells all
}


#: The tab in which the register's department reads what every room has done with a member.
TELLS_ALL = "timeline"
#: What stands before the door, and what it needs to work.
OPEN = ("/admin/login/", "/admin/jsi18n/", "/admin/sprite/", "/admin/password_reset/", "/admin/logout/")


def is_ours(route):
    return route.module.startswith(("cms.", "home.", "lk_addon.", "wagtail_modeladmin")) or route.name.startswith(
        UPON_OURS
    )


OURS = [route for route in BACK_OFFICE if is_ours(route) and route.name]

#: What an address names where its view does not say whose rows it acts upon.
ROWS = {
    "registry_member": "registry.member",
    "registry_member_tab": "registry.member",
    "registry_extract_file": "registry.extract",
    "cabinet_list_delete": "cabinet.savedlist",
    "cabinet_feedback_*": "cabinet.feedback",
    "access_look_in": "registry.member",
    "exchange_export*": "exchange.exportrun",
    "access_scan": "accounts.accessapplication",
    "access_power_file": "accounts.powerofattorney",
    "correspondence_notice": "correspondence.notice",
    "correspondence_notice_file": "correspondence.notice",
    "correspondence_certificate": "correspondence.unavailabilitycertificate",
    "correspondence_thread": "correspondence.thread",
    "correspondence_archive*": "correspondence.thread",
    "correspondence_print": "correspondence.thread",
    "correspondence_file": "correspondence.thread",
    "correspondence_check*": "correspondence.thread",
    "mailings_overview": "mailings.mailing",
    "mailings_letter": "mailings.mailing",
    "exchange_*": "exchange.importrun",
    "inspection_act_file": "supervision.inspection",
    "document_file": "supervision.requesteddocument",
    "presented_file": "supervision.presentedfile",
    "measure_file": "supervision.disciplinaryaction",
    "report_file": "supervision.annualreport",
    "specialist_file": "supervision.specialistdocument",
    "meeting_material_file": "meetings.material",
    "meeting_minutes_file": "meetings.meeting",
    "contracts_control_file": "contracts.contractcontrol",
    "contracts_insurance_scan": "contracts.insurancecontract",
    "page_mark_reviewed": "pages.homepage",
    "drafts_manage": "pages.homepage",
    "drafts_revoke": "drafts.draftlink",
    "regulations_upload": "regulations.regulation",
    "outages_*": "outages.outagenotice",
    "wagtailusers_*": "users.user",
    "wagtailsnippets_workdays*": "workdays.calendaryear",
    "two_factor:end_session": "users.signin",
    "trust_*": "signatures.trustedcertificate",
    "stamps_*": "signatures.timestampauthority",
    "signature_*": "signatures.signaturecheck",
}
#: Parameters that name no row.
WORDS = {
    "tab": lambda: "rights",
    "which": lambda: "zayavlenie",
    "part": lambda: "document",
    "number": lambda: 2031,
    "kind": lambda: "members",
    "persistent_id": lambda: "users.authenticator/1",
}

REFUSED = {403, 404}


@pytest.fixture
def scene(db):
    scene = begin_with(twins)
    make_outage(scene)
    return scene


def make_outage(scene):
    """Announce an outage that comes, so that addresses of notices name something."""
    begins = timezone.now() + timedelta(days=3)
    announce(
        actor=scene.editor, title="Работы", text="<p>Работы</p>", kind="planned", effect="suspended",
        services=["site"], starts_at=begins, ends_at=begins + timedelta(hours=1),
    )  # fmt: skip


@pytest.fixture
def browsers(scene):
    def make(role):
        if role == "anonymous":
            return Client(headers={"host": settings.SITE_HOST})
        special = {
            "member": lambda: scene.a.user,
            "no role": make_staff,
            "superuser": lambda: get_user_model().objects.create_superuser("root@example.com", PASSWORD),
        }
        browser = back_office_of(special.get(role, lambda: make_staff(role))())
        return password_typed(browser, settings.SITE_HOST)

    return Browsers(make, settings.SITE_HOST)


def who_works_at(route):
    found = next((who for pattern, who in WHO if fnmatchcase(route.name, pattern)), None)
    assert found is not None, f"{route.name}: say in WHO who works there"
    return found


def row_of(route):
    """Return the key of a row that the address may name: the latest, which is the second member's."""
    label = next((label for pattern, label in ROWS.items() if fnmatchcase(route.name, pattern)), None)
    if label is None and "_modeladmin_" in route.name:
        label = route.name.partition("_modeladmin_")[0].replace("_", ".", 1)
    if label is None:
        label = getattr(route.view, "model", None) and route.view.model._meta.label_lower
    assert label, f"{route.name}: say in ROWS whose rows {route.parameters} names"
    row = apps.get_model(label)._base_manager.order_by("-pk").first()
    assert row, f"{route.name}: there is no row of {label}; make one in tests/architecture/twins.py"
    return row.pk


def address(route):
    words = WORDS | {"code": lambda: "registry_member" if "list" in route.name else next(iter(services()))}
    return route.address({name: words[name]() if name in words else row_of(route) for name in route.parameters})


def refused(visit):
    """Whether a page says no, or leads away without a word."""
    away = visit.status == 302 and visit.location in ("/admin/", "/admin/login/?next=" + visit.address)
    return visit.status in REFUSED or away


def words_hidden_from(role, scene):
    """Return the words of both members that stand in rooms which the role does not read."""
    rooms = set(scene.b.rooms) - READS.get(role, set())
    return [word for own in (scene.a, scene.b) for room in rooms for word in own.rooms[room]]


def test_every_address_of_ours_says_who_works_there_and_names_a_row(scene):
    assert len(OURS) > 150
    for route in OURS:
        who_works_at(route)
        address(route)


@pytest.mark.req("REQ-1.1.a")
def test_strangers_and_members_come_to_the_door_of_the_back_office(scene, browsers):
    leaks = Leaks()
    for route in BACK_OFFICE:
        path = address(route) if route in OURS else route.address(dict.fromkeys(route.parameters, "1"))
        if path.startswith(OPEN):
            continue
        for role in ("anonymous", "member", "no role"):
            if role != "anonymous" and route not in OURS:
                continue
            for method in ("get", "post"):
                visit = browsers.visit(role, method, path)
                leaks.visits += 1
                closed = visit.status == 404 or (visit.status == 302 and visit.location.startswith("/admin/login/"))
                own_account = role == "no role" and route.name.startswith("two_factor:")
                leaks.expect(closed or visit.status == 403 or own_account, role, visit, "not the door")
                leaks.expect(not visit.changed or own_account, role, visit, f"wrote {visit.changed}")
                leaks.expect_silence(role, visit, [*scene.a.canaries, *scene.b.canaries])
    leaks.tell()


def test_no_department_works_in_the_room_of_another(scene, browsers):
    leaks = Leaks()
    for route in OURS:
        path, workers = address(route), who_works_at(route)
        for role in ROLES:
            hidden = words_hidden_from(role, scene)
            for method in ("get",) if role in workers else ("get", "post"):
                visit = browsers.visit(role, method, path)
                leaks.visits += 1
                leaks.expect(visit.status < 500, role, visit, "broke")
                leaks.expect_silence(role, visit, hidden)
                if role not in workers:
                    leaks.expect(refused(visit) or visit.status == 405, role, visit, "answers who does not work there")
                    leaks.expect(not visit.changed, role, visit, f"wrote {visit.changed}")
    leaks.tell()


def test_who_works_in_a_room_comes_in(scene, browsers):
    """Each room opens to somebody: a matrix of nothing but refusals would prove nothing."""
    shut = set()
    for route in OURS:
        if route.parameters or not route.name.endswith(("_index", "desk", "_services", "_journal")):
            continue
        for role in who_works_at(route):
            if browsers.visit(role, "get", address(route)).status != 200:
                shut.add((route.name, role))
    assert shut == set()


def test_tabs_of_a_members_page_open_to_their_departments_alone(scene, browsers):
    leaks = Leaks()
    tabs = [panel.name for panel in panels_for(get_user_model()(is_superuser=True))]
    assert len(tabs) > 7
    for tab in tabs:
        for role in ROLES:
            visit = browsers.visit(role, "get", f"/admin/registry/{scene.b.member.pk}/tab/{tab}/")
            hidden = words_hidden_from(role, scene)
            told = role == R and tab == TELLS_ALL
            leaks.expect_silence(role, visit, [] if told else hidden)
            leaks.expect(role in DEPARTMENTS or refused(visit), role, visit, "answers who does not work there")
    leaks.tell()


@pytest.mark.req("REQ-4.2")
def test_no_private_file_has_a_public_address(scene, browsers):
    leaks = Leaks()
    files = [own.control.file for own in (scene.a, scene.b)] + [scene.b.insurance.scan, scene.b.extract.file]
    for file in files:
        for start in ("media/", "media/images/", "media/images/../private/", "media/images/%2e%2e/private/", "static/",
                      "documents/1/", "private/"):  # fmt: skip
            for role in ("anonymous", "superuser"):
                visit = browsers.visit(role, "get", f"/{start}{file.name}")
                leaks.expect(visit.status in {302, 400, 404}, role, visit, "a private file has an address")
    leaks.tell()
