"""Pages of data lead to what may be begun from them, and know nothing of it themselves."""

from datetime import date

import pytest

from lk_addon.accounts.models import Permission
from lk_addon.cabinet import page_acts
from lk_addon.cabinet.page_acts import PageAct
from tests.factories.accounts import MandateFactory
from tests.scenarios import cabinet_of


def test_a_second_link_of_the_same_kind_is_an_error(monkeypatch):
    monkeypatch.setattr(page_acts, "_acts", page_acts.defaultdict(list))
    act = PageAct("Дальше", "cabinet:help")
    page_acts.register("registry:funds", act)
    with pytest.raises(ValueError, match="already"):
        page_acts.register("registry:funds", act)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("/organization/", ["/documents/new/registry_change/"]),
        ("/rights/", ["/requests/new/level_change/", "/requests/new/right_change/"]),
        ("/funds/", ["/requests/new/level_change/"]),
        ("/organization/extracts/", ["/requests/new/extract/"]),
        ("/fees/", ["/requests/new/accounting/"]),
    ],
)
@pytest.mark.req("REQ-3.1.V1", "REQ-3.1.V5", "REQ-3.1.R3", "REQ-3.1.R4", "REQ-3.1.R6", "REQ-3.1.R7")
def test_pages_of_data_lead_who_may_submit_to_the_forms(scene, page, links):
    said = cabinet_of(scene.member).get(page).text
    assert [link for link in links if f'href="{link}"' not in said] == []
    order = {"basis": "order", "basis_number": "1", "basis_date": date(2025, 4, 1)}
    reader = MandateFactory(member=scene.north, permissions=[Permission.SEE], **order).user
    assert [link for link in links if link in cabinet_of(reader).get(page).text] == []
