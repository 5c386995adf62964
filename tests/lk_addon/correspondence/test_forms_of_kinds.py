"""Forms of contracts and supervision as pages: begun from the page about the thing, kept, sent (REQ-3.1, REQ-3.2)."""

import pytest

from lk_addon.correspondence.models import Draft, Letter
from tests.factories import contracts as contract_rows
from tests.factories import supervision as control_rows
from tests.factories.correspondence import stored_file
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db
ADDRESSES = [
    pytest.param("/requests/new/inspection/", marks=pytest.mark.req("REQ-3.1.R1")),
    pytest.param("/requests/new/contracts/", marks=pytest.mark.req("REQ-3.1.R2")),
    pytest.param("/requests/new/insurance/", marks=pytest.mark.req("REQ-3.1.R5")),
    pytest.param("/documents/new/inspection_docs/", marks=pytest.mark.req("REQ-3.2.2.N2")),
    pytest.param("/documents/new/annual_report/", marks=pytest.mark.req("REQ-3.2.2.N3")),
    pytest.param("/documents/new/obligation_notice/", marks=pytest.mark.req("REQ-3.2.2.N4")),
    pytest.param("/documents/new/odo_docs/", marks=pytest.mark.req("REQ-3.2.2.N5")),
    pytest.param("/documents/new/staff_docs/", marks=pytest.mark.req("REQ-3.2.2.N6")),
    pytest.param("/documents/new/insurance_doc/", marks=pytest.mark.req("REQ-3.2.2.N7")),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_form_is_shown_kept_as_it_was_typed_and_refused_whole(scene, address):
    client = cabinet_of(scene.member)
    assert client.get(address).status_code == 200
    typed = {"outgoing_no": "12-А", "event_on": "не день", "revenue": "?", "draft-act": "save"}
    client.post(address, typed)
    draft = Draft.objects.get()
    page = client.get(f"/correspondence/drafts/{draft.pk}/")
    assert page.status_code == 200
    assert "12-А" in page.content.decode()
    sent = client.post(f"/correspondence/drafts/{draft.pk}/", typed | {"draft-act": "send", "draft-version": "1"})
    assert sent.status_code == 422
    assert not Letter.objects.exists()


def test_pages_of_data_lead_to_forms_about_them(scene):
    contract = contract_rows.contract(scene.north, 1_000)
    inspection = control_rows.with_documents(scene.north)
    specialist = control_rows.specialist(scene.north)
    client = cabinet_of(scene.member)
    pairs = [
        (f"/contracts/{contract.pk}/", f"/documents/new/odo_docs/?contract={contract.pk}", str(contract)),
        (f"/inspections/{inspection.pk}/", f"/documents/new/inspection_docs/?inspection={inspection.pk}", "Устав"),
        (
            f"/specialists/{specialist.pk}/",
            f"/documents/new/staff_docs/?specialist={specialist.pk}",
            specialist.full_name,
        ),
        ("/insurance/", "/documents/new/insurance_doc/", "Номер договора"),
        ("/reports/", "/documents/new/annual_report/", "Общие сведения"),
    ]
    for page, address, words in pairs:
        assert f'href="{address}' in client.get(page).content.decode(), page
        assert words in client.get(address).content.decode()


def test_another_members_rows_are_not_shown_by_an_address(scene):
    contract = contract_rows.contract(scene.montage, 1_000, number="ЧУЖОЙ-1")
    specialist = control_rows.specialist(scene.montage)
    inspection = control_rows.with_documents(scene.montage, names=("Чужой документ",))
    client = cabinet_of(scene.member)
    for address, secret in [
        (f"/documents/new/odo_docs/?contract={contract.pk}", "ЧУЖОЙ-1"),
        (f"/documents/new/staff_docs/?specialist={specialist.pk}", specialist.full_name),
        (f"/documents/new/inspection_docs/?inspection={inspection.pk}", "Чужой документ"),
        (f"/requests/new/inspection/?inspection={inspection.pk}", inspection.number),
    ]:
        page = client.get(address)
        assert page.status_code == 200
        assert secret not in page.content.decode()


@pytest.mark.req("REQ-3.2.2.N2")
def test_what_lies_at_an_item_is_shown_there_and_what_is_missing_is_counted(scene):
    inspection = control_rows.with_documents(scene.north, names=("Устав", "Журнал работ"))
    charter, journal = inspection.documents.all()
    client = cabinet_of(scene.member)
    address = "/documents/new/inspection_docs/"
    assert "Ещё не приложено: 2" in client.get(address).content.decode()
    file = stored_file(scene.north, name="Устав.pdf")
    typed = {"inspection": inspection.pk, f"draft-files:{charter.pk}": file.pk, "draft-act": "save"}
    client.post(address, typed)
    draft = Draft.objects.get()
    html = client.get(f"/correspondence/drafts/{draft.pk}/").content.decode()
    assert "Ещё не приложено: 1" in html
    assert draft.files.get().item == str(charter.pk)
    client.post(
        f"/correspondence/drafts/{draft.pk}/", {"inspection": inspection.pk, "draft-act": "send", "draft-version": 1}
    )
    charter.refresh_from_db()
    journal.refresh_from_db()
    assert (charter.state, journal.state) == ("received", "awaited")
