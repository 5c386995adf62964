"""An exclusion closes the same whichever way it is entered, and not before its day (REQ-1.4, регламент п. 1.4)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail as outgoing
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from post_office.mail import send_queued

from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.closing import close_what_ended
from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun
from tests.factories.accounts import AccessApplicationFactory
from tests.factories.contracts import policy
from tests.factories.files import PDF
from tests.lk_addon.exchange.api.conftest import Caller, a_token
from tests.lk_addon.exchange.conftest import HEAD, workbook
from tests.scenarios import back_office_of, cabinet_of

EVE = "2026-11-22 23:50+03:00"  # ten minutes before the day of the coming exclusions
DAYS = {"today": 0, "back-dated": -30, "coming": 1}


def by_hand(scene, day):
    sent = {"terminated_at": day.isoformat(), "ground": "decision", "document": "Протокол № 7"}
    assert back_office_of(scene.staff).post(f"/admin/registry/{scene.north.pk}/exclude/", sent).status_code == 302


def by_import(scene, day):
    head = (*HEAD[:3], HEAD[4], "Членство прекращено", "Основание прекращения", "Документ о прекращении")
    north = scene.north
    row = (north.registration_number, north.inn, north.full_name, north.registered_at)
    file = workbook(head, (*row, day, "решение СРО об исключении", "Протокол № 7"))
    run = imports.upload(kind="members", file=file, actor=scene.staff)
    imports.work(run)
    imports.work(imports.confirm(run=ImportRun.objects.get(pk=run.pk), actor=scene.staff))


def by_program(scene, day):
    said = {"terminated_at": day.isoformat(), "termination_ground": "decision", "termination_document": "Протокол № 7"}
    assert Caller(a_token()[1]).post("members/0901/exclusion/", **said).status_code == 201


WAYS = {"by hand": by_hand, "import": by_import, "API": by_program}


class Ways:
    """What leads to the data of the member: pages, a file, a link of activation, a letter that waits to leave."""

    def __init__(self, scene):
        self.browser = cabinet_of(scene.member)
        self.file = f"/insurance/{policy(scene.north, scan=ContentFile(PDF, name='полис.pdf')).pk}/scan/"
        invite(application=self._application(scene, "pervyy@example.com"), actor=scene.staff)
        send_queued()
        self.link = re.search(r"/activate/\S+", outgoing.outbox[-1].body)[0]
        self.waiting = "vtoroy@example.com"
        invite(application=self._application(scene, self.waiting), actor=scene.staff)

    @staticmethod
    def _application(scene, email):
        return AccessApplicationFactory(member=scene.north, email=email)

    def open(self):
        """Return whether each stands open now."""
        visitor = Client(headers={"host": settings.LK_HOST})
        answers = {
            "page": self.browser.get("/organization/"),
            "file": self.browser.get(self.file),
            "link": visitor.get(self.link),
        }
        b"".join(answers["file"])  # a file is closed when it has been read
        return {name: answer.status_code == 200 for name, answer in answers.items()}

    def letter_leaves(self):
        """Send what waits; return whether the letter was among it."""
        send_queued()
        return any(self.waiting in letter.to for letter in outgoing.outbox)


@pytest.mark.req("REQ-1.4")
@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize("way", WAYS)
def test_exclusion_closes_every_way_on_its_day_and_none_before(scene, documents, way, when):
    with time_machine.travel(EVE, tick=False) as clock:
        ways = Ways(scene)
        assert set(ways.open().values()) == {True}
        WAYS[way](scene, timezone.localdate() + timedelta(days=DAYS[when]))
        if when != "coming":
            assert set(ways.open().values()) == {False}
            assert not ways.letter_leaves()
            return
        assert set(ways.open().values()) == {True}
        clock.shift(timedelta(minutes=11))
        assert set(ways.open().values()) == {False}
        close_what_ended()
        assert not ways.letter_leaves()


@pytest.mark.req("REQ-1.4")
def test_letter_leaves_before_the_day_of_a_coming_exclusion(scene, documents):
    with time_machine.travel(EVE, tick=False):
        ways = Ways(scene)
        by_hand(scene, timezone.localdate() + timedelta(days=1))
        assert ways.letter_leaves()


@pytest.mark.req("REQ-1.4")
def test_cancelled_exclusion_opens_the_cabinet_again(scene, documents):
    with time_machine.travel(EVE, tick=False) as clock:
        ways = Ways(scene)
        by_hand(scene, timezone.localdate() + timedelta(days=1))
        office, address = back_office_of(scene.staff), f"/admin/registry/{scene.north.pk}/cancel-exclusion/"
        assert "не прекратится 23.11.2026" in office.get(address).content.decode()
        assert office.post(address, {"ground": "Протокол № 8"}).status_code == 302
        clock.shift(timedelta(minutes=11))
        assert set(ways.open().values()) == {True}
        by_hand(scene, timezone.localdate())
        office = back_office_of(scene.staff)
        assert "только если это внесено по ошибке" in office.get(address).content.decode()
        office.post(address, {"ground": "внесено не той организации"})
        assert ways.open() == {"page": True, "file": True, "link": False}
