"""One press, or several at once from two tabs: one letter, one receipt (REQ-3.2)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from lk_addon.correspondence.models import Draft, Letter
from tests.factories.correspondence import stored_file
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("REQ-3.2", "REQ-3.1.R8")]

AT_ONCE = 6


@pytest.mark.parametrize("has_draft", [True, False], ids=["of a draft", "of a page that was never kept"])
def test_requests_at_once_give_one_letter_and_lead_to_its_receipt(scene, has_draft):
    key, file = uuid4(), stored_file(scene.north, name="Заявка.pdf")
    said = {"subject": "О взносах", "text": "Просим ответить.", "draft-id": str(key), "draft-version": 0}
    browsers = [cabinet_of(user) for user in (scene.member, scene.colleague) for _tab in range(AT_ONCE // 2)]
    if has_draft:
        browsers[0].post("/requests/new/general/", said)
        said["draft-version"] = 1
    barrier = Barrier(AT_ONCE)

    def press(browser):
        try:
            barrier.wait()
            sent = said | {"draft-act": "send", "draft-files": [str(file.pk)]}
            return browser.post("/requests/new/general/", sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(press, browsers))
    letter = Letter.objects.get()
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.url for answer in answers} == {f"/correspondence/letters/{letter.pk}/receipt/"}
    assert letter.attachments.get().file == file
    assert not Draft.objects.exists()
