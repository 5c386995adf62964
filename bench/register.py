"""Search of the public register in process: what the server itself needs, without network, proxy and other visitors."""

import statistics
import time

from django.conf import settings
from django.db import connection
from django.test import Client

from lk_addon.registry.demo_bulk import FIRST, REGIONS, ensure_generated_members
from lk_addon.registry.models import Member, RegisterRow
from lk_addon.registry.public.queries import PAGE_SIZE
from lk_addon.registry.public.rows import catch_up

SIZES = (1_000, 120_000)
ROUNDS = 40


def measure():
    """Fill the register to each size and ask it; return ``{question: {"p50_ms": …, "p95_ms": …}}``."""
    results = {}
    for size in SIZES:
        ensure_generated_members(size)
        catch_up()
        with connection.cursor() as cursor:  # as the server's own upkeep leaves the tables
            for model in (Member, RegisterRow):
                cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
        for name, question in questions(RegisterRow.objects.count()).items():
            results[f"register of {size:,}: {name}"] = _percentiles(question)
    return results


def questions(size):
    """Return questions by name, each a function from the number of the round to parameters."""
    pages = size // PAGE_SIZE
    inn = Member.objects.order_by("pk").values_list("inn", flat=True)[size // 2]
    return {
        "a name": lambda n: {"q": f"Монтаж Демо {FIRST + 8 * n}"},
        "a word of an eighth of them": lambda n: {"q": ["кровли", "фасадов", "мостов", "дороги"][n % 4]},
        "the beginning of a word": lambda n: {"q": ["фунд", "отд", "энерг", "образц"][n % 4]},
        "an ИНН": lambda n: {"q": inn},
        "the beginning of an ИНН": lambda n: {"q": f"{inn[:6]}{n % 10}"},
        "region, right and level": lambda n: {"region": REGIONS[n % 5], "pravo": "dangerous", "vv": str(1 + n % 5)},
        "suspended, newest first": lambda n: {"pravo": "suspended", "sort": "-date"},
        "a deep page": lambda n: {"page": str(pages // 2 + n % (pages // 4)), "sort": "-name"},
        "a deep page of a filter": lambda n: {"page": str(pages // 4 + n % 9), "status": "chleny", "pravo": "simple"},
    }


def _percentiles(question):
    return percentiles(Client(headers={"host": settings.SITE_HOST}), "/reestr/", question)


def percentiles(browser, path, question=lambda number: {}):
    """Ask for ``path`` again and again; return ``{"p50_ms": …, "p95_ms": …}``. Raises RuntimeError at a refusal."""
    times = []
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        answer = browser.get(path, question(number), secure=True)
        times.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} {question(number)} was answered with {answer.status_code}")
    cuts = statistics.quantiles(times[1:], n=20)  # the first one opens connections and compiles templates
    return {"p50_ms": round(statistics.median(times[1:]), 1), "p95_ms": round(cuts[18], 1)}
