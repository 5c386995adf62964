"""The register's page and how tests read it."""

import re

import pytest


@pytest.fixture(autouse=True)
def _site(prepared_site):
    """The site with its root pages."""


@pytest.fixture
def ask(site_client):
    """``ask(q="…", status="…")``: the register's page as text, for a visitor without a session."""

    def read(**parameters):
        answer = site_client.get("/reestr/", parameters)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def found(ask):
    """``found(q="…")``: the register numbers listed, in their order."""

    def read(**parameters):
        return re.findall(r'href="/reestr/([^"/?]+)/"', ask(**parameters).partition('id="register-results"')[2])

    return read
