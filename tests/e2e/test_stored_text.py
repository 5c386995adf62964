"""Text that breaks out of where it stands, in every field of ours, looked for in the DOM that a browser makes of it."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, models, transaction

from tests.architecture import test_matrix_back_office as office
from tests.architecture import test_matrix_cabinet as cabinet
from tests.architecture.matrix import Browsers, password_typed
from tests.architecture.twins import twins
from tests.factories.accounts import PASSWORD
from tests.scenarios import back_office_of, cabinet_of
from tests.scenes import begin_with

pytestmark = pytest.mark.django_db

PAYLOADS = ("\"'></script></title></textarea><b data-x>", "\"'><b data-x>")
SIGN = "&lt;b data-x&gt;"
OURS = ("cms.", "home.", "lk_addon.")
#: Text with a form of its own carries the payload in that form.
FORMS = {"regulations.Edition.text": f"1. ОБЩЕЕ\n\n1.1. {PAYLOADS[0]}\n"}
#: Written by programs, or compared with what they reckon.
NOT_TEXT = {"token_hash", "nonce", "content_hash", "sha256", "file_hash", "state", "action", "object_type", "slug",
            "registration_number", "timezone", "password", "code", "url_path"}  # fmt: skip
PUBLIC = ("/", "/reestr/", "/reestr/0911/", "/lichnyy-kabinet/", "/lichnyy-kabinet/zayavlenie/", "/preryvy/",
          "/poisk/?q=Школа", "/dokumenty/lichnyy-kabinet/")  # fmt: skip


def poison():
    """Write the payload into each free text of each row of ours. Returns the names of the fields that took it."""
    taken = set()
    for model in apps.get_models():
        if not model.__module__.startswith(OURS) or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if is_free_text(field):
                fits = next(one for one in PAYLOADS if not field.max_length or len(one) <= field.max_length)
                payload = FORMS.get(f"{model._meta.label}.{field.name}", fits)
                try:
                    with transaction.atomic():
                        if model._base_manager.update(**{field.name: payload}):
                            taken.add(f"{model._meta.label}.{field.name}")
                except DatabaseError:  # append-only, or bound by a constraint to what the field may hold
                    continue
    return taken


def is_free_text(field):
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.EmailField | models.URLField | models.SlugField)
        and type(field).__name__ in {"CharField", "TextField"}
        and not (field.choices or field.unique or field.primary_key or field.name in NOT_TEXT)
        and (field.max_length or 99) >= len(PAYLOADS[-1])
    )


@pytest.fixture
def breaks_out(browser):
    """``breaks_out(html)``: the elements that the payload has made in the browser's DOM."""
    page = browser.new_page()
    script = """html => [...new DOMParser().parseFromString(html, 'text/html')
        .querySelectorAll('[data-x], a[href^="javascript:" i]')].map(x => x.parentElement.outerHTML.slice(0, 150))"""
    yield lambda html: page.evaluate(script, html)
    page.close()


def test_the_search_in_the_dom_finds_what_breaks_out(breaks_out):
    assert breaks_out(f"<title>{PAYLOADS[0]}</title>")
    assert breaks_out(f'<input value="{PAYLOADS[1]}">')
    assert breaks_out('<a href="JavaScript:x()">сайт</a>')
    assert not breaks_out(f"<p>{SIGN}</p>")


def test_no_stored_text_becomes_markup(db, breaks_out):
    scene = begin_with(twins)
    office.make_outage(scene)
    superuser = get_user_model().objects.create_superuser("root@example.com", PASSWORD)
    own = [f"/{route.template}" % cabinet.values(route, scene.a) for route in cabinet.ROUTES]
    desk = [office.address(route) for route in office.OURS]
    hosts = {
        settings.LK_HOST: (cabinet_of(scene.a.user), own),
        settings.SITE_HOST: (back_office_of(superuser), [*desk, *PUBLIC]),
    }
    scene.a.member.website = "javascript:x()"
    scene.a.member.save()
    assert len(poison()) > 60

    broken, shown = [], set()
    for host, (client, paths) in hosts.items():
        browsers = Browsers(lambda role, client=client, host=host: password_typed(client, host), host)
        for path in paths:
            visit = browsers.visit("reader", "get", path)
            assert visit.status < 500, path
            if "html" in visit.answer.get("Content-Type", ""):
                page = visit.content.decode()
                broken += [(path, element) for element in breaks_out(page)]
                shown |= {path} if SIGN in page else set()
    assert not broken, "\n".join(f"{path}: {element}" for path, element in broken)
    assert len(shown) > 40  # it stands on many pages, as text
