"""«Проверка электронной подписи»: a trial is verified as a document is, and nothing of it is kept (REQ-3.2.1)."""

import base64
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from lk_addon.files.models import StoredFile
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.trial import LIFETIME, words_for
from lk_addon.signatures.views import TRIALS
from tests.factories.pki import HEAD
from tests.factories.signatures import trust
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1")]
PAGE, TRIAL = "/signature-check/", "/signature-check/trial/"


def signed(pki, words, *people, **options):
    return {"words": words, "signature": base64.b64encode(pki.sign(words.encode(), *people, **options)).decode()}


@pytest.fixture
def head(scene, gost):
    trust(gost)
    return gost.issuer.issue(HEAD | {"innle": scene.north.inn, "OGRN": scene.north.ogrn})


def test_the_trial_of_the_page_is_verified_and_nothing_is_kept(scene, gost, head):
    browser = cabinet_of(scene.member)
    page = browser.get(PAGE)
    words = page.context["words"]
    assert words in page.content.decode()
    said = browser.post(TRIAL, signed(gost, words, head)).json()
    assert (said["verdict"], said["tone"]) == ("valid", "good")
    assert "Сертификат выдан на этого члена СРО" in said["report"]
    assert HEAD["SN"] not in said["report"]
    assert not SignatureCheck.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_certificate_of_another_organisation_is_told(scene, gost, head):
    words = words_for(scene.member)
    said = cabinet_of(scene.member).post(TRIAL, signed(gost, words, gost.issuer.issue(HEAD | {"innle": "0099000021"})))
    assert said.json()["verdict"] == "invalid"
    assert "на другую организацию" in said.json()["report"]


def test_a_signature_of_other_words_is_not_good(scene, gost, head):
    data = signed(gost, "иное", head) | {"words": words_for(scene.member)}
    assert cabinet_of(scene.member).post(TRIAL, data).json()["verdict"] == "invalid"


@pytest.mark.parametrize("signature", ["", "not base64", "QUJD", base64.b64encode(b"x" * 70_000).decode(), "\x00"])
def test_what_is_no_signature_is_refused_in_words(scene, signature):
    answer = cabinet_of(scene.member).post(TRIAL, {"words": words_for(scene.member), "signature": signature})
    said = answer.json()
    assert answer.status_code == 422 if "error" in said else said["verdict"] == "invalid"


def test_an_attached_signature_is_refused(scene, gost, head):
    data = signed(gost, words_for(scene.member), head, attached=True)
    assert cabinet_of(scene.member).post(TRIAL, data).status_code == 422


def test_words_of_another_of_nobody_and_of_yesterday_are_refused(scene, gost, head):
    browser = cabinet_of(scene.member)
    with time_machine.travel(timezone.now() - timedelta(seconds=LIFETIME + 1), tick=False):
        old = words_for(scene.member)
    for words in (words_for(scene.outsider), "1.слова", "", old):
        answer = browser.post(TRIAL, signed(gost, words, head))
        assert (answer.status_code, "заново" in answer.json()["error"]) == (422, True)


def test_too_many_trials_wait(scene):
    cache.clear()
    browser = cabinet_of(scene.member)
    answers = [browser.post(TRIAL, {"words": "", "signature": ""}).status_code for _ in range(TRIALS + 1)]
    assert answers == [422] * TRIALS + [429]


def test_strangers_are_led_to_the_door(scene, client, settings):
    for user in (scene.stranger, scene.excluded):
        browser = cabinet_of(user)
        assert browser.get(PAGE).status_code == 302
        assert browser.post(TRIAL).status_code == 302


def test_the_page_keeps_the_policy_of_all_pages(scene):
    browser = cabinet_of(scene.member)
    assert browser.get(PAGE)["Content-Security-Policy"] == browser.get("/help/")["Content-Security-Policy"]
    form = browser.get("/documents/new/signed_other/")
    assert form["Content-Security-Policy"] == browser.get("/help/")["Content-Security-Policy"]
    assert "<script>" not in form.content.decode()
