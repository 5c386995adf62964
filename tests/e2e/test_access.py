"""Access in a real browser: agreeing to a new edition, then arranging a colleague."""

import pytest

from lk_addon.accounts.models import Mandate
from tests.e2e.browsing import follow
from tests.factories.accounts import PASSWORD, MandateFactory
from tests.factories.regulations import edition, regulation
from tests.scenarios import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.req("REQ-2.2")
@pytest.mark.req("REQ-1.1.d")
def test_head_agrees_and_then_suspends_a_colleague(live_site, settings, new_page, lk_url, axe):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    scene = people()
    clerk = MandateFactory(
        member=scene.north, basis="order", basis_number="1", basis_date="2025-04-01", permissions=["see", "submit"]
    )
    edition(regulation(slug="lichnyy-kabinet", title="Регламент услуги «Личный кабинет»"), days=-10)
    page = new_page(viewport={"width": 1024, "height": 800})
    page.goto(f"{lk_url}/login/")
    page.fill("[name=auth-username]", scene.member.email)
    page.fill("[name=auth-password]", PASSWORD)
    follow(page.locator("button:has-text('Войти')"))
    page.get_by_role("heading", name="Прочтите новое").wait_for()
    axe(page)
    page.check("#id_regulation")
    follow(page.locator("button:has-text('Согласиться')"))
    page.goto(f"{lk_url}/account/colleagues/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024
    follow(page.get_by_role("link", name=f"Изменить {clerk.login_label}"))
    axe(page)
    page.check("[name=permissions][value=vote]")
    follow(page.locator("button:has-text('Сохранить')"))
    page.get_by_text("голосовать на собраниях").wait_for()
    follow(page.get_by_role("link", name=f"Изменить {clerk.login_label}"))
    follow(page.locator("button:has-text('Приостановить')"))
    page.get_by_text("приостановлен").wait_for()
    assert Mandate.objects.get(pk=clerk.pk).suspended_at
