"""The regulation of the cabinet: every clause is recognised, addressed and found.

It is the demonstration text that comes with the project, and the customer's own
text where that lies beside the repository.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from home.regulations import demo, notation
from home.regulations.importing.parser import recognise
from home.regulations.models import Edition
from tests.home.regulations.edition_form import in_days

pytestmark = pytest.mark.req("REQ-7.2")

STRUCTURE = {
    "1": ["1.1", "1.2", "1.3", "1.4"],
    "2": ["2.1", "2.2", "2.3", "2.4", "2.5"],
    "3": ["3.1", "3.2", "3.2.1", "3.2.2", "3.3"],
    "4": [f"4.{number}" for number in range(1, 10)],
    "5": [],
    "6": ["6.1", "6.2", "6.3", "6.4", "6.5"],
    "7": ["7.1", "7.2", "7.3"],
}
CLAUSES = [clause for section in STRUCTURE.values() for clause in section]
FILES = [
    demo.TEXTS / "lichnyy-kabinet-2.txt",
    *(
        file
        for folder in Path(settings.BASE_DIR).parents[:2]
        for file in sorted((folder / "shared/seed").glob("*.txt"))
    ),
]


@pytest.fixture(params=FILES, ids=["demonstration", "customer"][: len(FILES)])
def file(request):
    """A file with the regulation's text."""
    return request.param


@pytest.fixture
def imported(prepared_site, file):
    """The edition that the command makes of the file, in force today."""
    dates = {"effective": in_days(-10).isoformat(), "published": in_days(-20).isoformat()}
    call_command("import_regulation", str(file), slug="lichnyy-kabinet", title="Регламент", verbosity=0, **dates)
    return Edition.objects.live().get()


def test_every_section_and_clause_is_recognised(file):
    found = recognise(file.read_text(encoding="utf-8"))
    numbers = {section.number: [clause.number for clause in found.clauses_of(section)] for section in found.sections}
    assert numbers == STRUCTURE
    assert found.warnings == []


def test_lists_are_whole(file):
    blocks = recognise(file.read_text(encoding="utf-8")).blocks
    lists = {block.number: [group.items for group in notation.groups(block.text) if group.items] for block in blocks}
    counts = {number: [len(items) for items in found] for number, found in lists.items() if found}
    assert counts == {"1.1": [6], "2.1": [7], "3.1": [11, 8], "3.2.1": [2], "3.2.2": [11], "5": [3]}
    assert [len(item.items) for item in lists["5"][0]] == [0, 2, 0]


def test_no_word_is_lost_or_moved(file):
    source = file.read_text(encoding="utf-8")
    found = recognise(source)
    assert all(line.startswith("http://") for line in found.dropped)
    assert notation.words(found.text) == notation.words(re.sub(r"^http://\S+$", "", source, flags=re.MULTILINE))


@pytest.mark.django_db
def test_every_clause_has_its_address(imported, site_client):
    page = site_client.get("/dokumenty/lichnyy-kabinet/").content.decode()
    for number in [*STRUCTURE, *CLAUSES]:
        assert page.count(f'id="p-{number}"') == 1, number
        assert f'href="#p-{number}"' in page, number


@pytest.mark.django_db
def test_every_clause_is_found_by_its_number_and_by_its_words(imported, site_client):
    texts = {block.number: block.text for block in imported.blocks}
    for number in CLAUSES:
        address = f"/dokumenty/lichnyy-kabinet/#p-{number}"
        assert found(site_client, number)[0] == address
        assert found(site_client, f"п. {number}")[0] == address
        assert address in found(site_client, " ".join(texts[number].split()[:12]))


def found(client, query):
    """Return the addresses that the site's search gives, in their order."""
    page = client.get("/poisk/", {"q": query}).content.decode()
    return re.findall(r'class="entry-title">\s*<a href="([^"]+)"', page)
