"""Apps put the services that an outage may touch on one list (REQ-6.2)."""

import pytest

from home.outages import services

pytestmark = pytest.mark.req("REQ-6.2")


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(services, "_titles", {services.SITE: "Сайт"})


def test_services_stand_in_the_order_of_registration():
    services.register("mail", "Почта")
    services.register("archive", "Архив")
    assert services.choices() == [("site", "Сайт"), ("mail", "Почта"), ("archive", "Архив")]


def test_a_second_registration_under_one_code_is_an_error():
    with pytest.raises(ValueError, match="registered twice"):
        services.register("site", "Ещё один сайт")


def test_a_service_that_is_gone_keeps_old_notices_readable():
    assert services.title("gone") == "gone"
