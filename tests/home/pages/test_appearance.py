"""«Версия для слабовидящих» on the public site."""

import pytest

pytestmark = pytest.mark.django_db


def test_choice_is_applied_without_javascript_and_remembered_for_a_year(site_client, prepared_site):
    answer = site_client.post("/vid/", {"size": "3", "contrast": "black", "next": "/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/?a=1")
    cookie = answer.cookies["vid"]
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert (cookie["samesite"], cookie["secure"]) == ("Lax", True)
    page = site_client.get("/").content.decode()
    assert 'data-size="3"' in page
    assert 'data-contrast="black"' in page


def test_ordinary_look_forgets_the_cookie(site_client, prepared_site):
    site_client.post("/vid/", {"size": "2"})
    answer = site_client.post("/vid/", {"size": "1"})
    cookie = answer.cookies["vid"]
    assert (cookie["max-age"], cookie["secure"], cookie["path"], cookie["domain"]) == (0, True, "/", "")
    assert "data-size" not in site_client.get("/").content.decode()


@pytest.mark.parametrize("cookie", ["9.black.-.-", '"><script>', "x" * 4000, "1.-.-.-"])
def test_forged_cookie_is_the_ordinary_look(site_client, prepared_site, cookie):
    site_client.cookies["vid"] = cookie
    head = site_client.get("/").content.decode().partition("<head>")[0]
    assert "data-" not in head


@pytest.mark.parametrize("target", ["https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com", ""])
def test_return_address_of_another_site_is_refused(site_client, target):
    assert site_client.post("/vid/", {"size": "2", "next": target})["Location"] == "/"


def test_reading_changes_nothing(site_client):
    assert site_client.get("/vid/").status_code == 405
