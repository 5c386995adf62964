"""A page that is moved is found at its old address, and so is all that stands below it."""

import pytest

from home.pages.models import PlainPage
from tests.factories.pages import plain_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sections(prepared_site):
    """Make a section with a page and a page below that one, and another section to move to."""
    about = plain_page(prepared_site, "o-soyuze", title="О союзе")
    bodies = plain_page(about, "organy", title="Органы")
    plain_page(bodies, "sovet", title="Совет")
    plain_page(prepared_site, "upravlenie", title="Управление")


@pytest.fixture
def move(django_capture_on_commit_callbacks):
    """Move the page «Органы» into the section named."""

    def act(section):
        with django_capture_on_commit_callbacks(execute=True):
            PlainPage.objects.get(slug="organy").move(PlainPage.objects.get(slug=section), pos="last-child")

    return act


@pytest.mark.parametrize("below", ["", "sovet/"])
def test_old_addresses_lead_to_the_new_ones_for_good(site_client, move, below):
    old, new = f"/o-soyuze/organy/{below}", f"/upravlenie/organy/{below}"
    assert site_client.get(old).status_code == 200
    assert site_client.get(new).status_code == 404

    move("upravlenie")

    answer = site_client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert site_client.get(new).status_code == 200


def test_a_page_that_is_moved_back_stands_at_its_address_again(site_client, move):
    move("upravlenie")
    move("o-soyuze")

    assert site_client.get("/o-soyuze/organy/sovet/").status_code == 200
    answer = site_client.get("/upravlenie/organy/sovet/")
    assert (answer.status_code, answer["Location"]) == (301, "/o-soyuze/organy/sovet/")
