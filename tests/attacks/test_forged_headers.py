"""Headers that name another host: nothing that we answer, link to or keep takes a stranger's word for it."""

import pytest
from django.conf import settings
from django.test import Client

from tests.architecture.test_cabinet_urls import OPEN
from tests.architecture.test_matrix_cabinet import ROUTES
from tests.scenarios import cabinet_of, people
from tests.scenes import begin_with

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
FORGED = {
    "x-forwarded-host": EVIL,
    "x-host": EVIL,
    "x-forwarded-server": EVIL,
    "forwarded": f"host={EVIL}",
    "x-original-url": f"//{EVIL}/",
    "x-rewrite-url": f"//{EVIL}/",
}


def test_no_answer_repeats_a_forged_host():
    scene = begin_with(people)
    for host, client, paths in (
        (
            settings.SITE_HOST,
            Client(),
            ["/", "/reestr/", "/novosti/feed.xml", "/sitemap.xml", "/admin/"],
        ),
        (settings.LK_HOST, Client(), [f"/{route.template}" for route in ROUTES if not route.parameters]),
        (settings.LK_HOST, cabinet_of(scene.member), ["/", "/organization/", "/calendar/", "/feedback/", "/no-such/"]),
    ):
        for path in paths:
            answer = client.get(path, headers={"host": host} | FORGED)
            said = answer.content.decode("utf-8", "ignore") + str(dict(answer.items()))
            assert EVIL not in said, path


@pytest.mark.parametrize("name", FORGED)
def test_a_page_asked_for_with_a_forged_host_poisons_no_cache(prepared_site, name):
    poisoned = Client().get("/", headers={"host": settings.SITE_HOST, name: FORGED[name]})
    clean = Client().get("/", headers={"host": settings.SITE_HOST})
    assert poisoned.status_code == clean.status_code == 200
    assert EVIL not in clean.content.decode()


@pytest.mark.parametrize("host", [EVIL, f"{settings.LK_HOST}.{EVIL}", f"{settings.SITE_HOST}@{EVIL}", f"{EVIL}:80"])
def test_a_strangers_host_is_refused_on_every_address_of_the_cabinet(host):
    scene = begin_with(people)
    client = cabinet_of(scene.member)
    for route in ROUTES:
        if not route.parameters:
            answer = client.get(f"/{route.template}", headers={"host": host})
            assert answer.status_code in {400, 421}, route.name
            assert scene.north.inn not in answer.content.decode()


@pytest.mark.req("REQ-4.7")
def test_no_answer_of_the_cabinet_may_be_kept_by_anybody():
    scene = begin_with(people)
    client = cabinet_of(scene.member)
    for route in ROUTES:
        if route.name in {"healthz", "readyz", "set_appearance"} or route.parameters:
            continue
        answer = client.get(f"/{route.template}")
        assert "no-store" in answer["Cache-Control"], route.name
        stranger = Client(headers={"host": settings.LK_HOST}).get(f"/{route.template}")
        assert scene.north.inn not in stranger.content.decode(), route.name
        if route.name not in OPEN:
            assert stranger.status_code == 302, route.name


@pytest.mark.parametrize("suffix", ["x.css", "x.js", "%2fx.css", "..%2fx.css", ";x.css", "%00.css", "%0ax.css"])
def test_a_private_page_has_no_second_address_that_looks_like_a_file(suffix):
    scene = begin_with(people)
    client = cabinet_of(scene.member)
    for path in ("/organization/", "/account/", "/contracts/"):
        answer = client.get(path + suffix)
        assert answer.status_code in {400, 404}, path + suffix
        assert scene.north.inn not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
