"""``script/bench``: pages beside a bare Django view, the cabinet, and what is large: register, files, signatures."""

import json
import os
import subprocess
import sys
import urllib.request

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from bench import cabinet, content, register
from bench.load import measure
from bench.server import WORKERS, serve

HEADERS = {"Host": settings.SITE_HOST, "X-Forwarded-Proto": "https"}

#: How a page comes about, what the server is told for that, and the goal, given a row.
WAYS = [
    ("from the cache", {"PAGE_CACHE_SECONDS": "600"}, lambda row: row["ratio"] >= 0.5),  # of the bare view's rate
    ("rendered", {"PAGE_CACHE_SECONDS": "0"}, lambda row: row["requests_per_second"] >= 600),
    # As the first visitor after a change gets it: nothing has a goal here, the queries are what tests count.
    ("cold", {"PAGE_CACHE_SECONDS": "0", "BENCH_REMEMBER": "no"}, None),
]
#: What is measured in a process of its own: name → module and arguments.
LARGE = {
    "export": ["bench.exports"],
    "import": ["bench.imports", str(register.SIZES[-1])],
    "submissions with 10 MB each": ["bench.submissions"],
    "signature of 10 MB": ["bench.signatures", "10"],
    "signature of 1 GB": ["bench.signatures", "1024"],
}
GOAL = {True: "yes", False: "no", None: ""}


def main():
    """Prepare the content, measure, print the table, write var/bench.json."""
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    pages = content.prepare()
    with serve("bench.bare:application") as bare:
        yardstick = measure(bare.address + "/", {})
    results = {"bare view, 30 KB": _row(yardstick, yardstick, 30 * 1024)}
    for label, environment, goal in WAYS:
        with serve("cms.wsgi:application", **environment) as site:
            for name, path in pages.items():
                size = _size(site.address + path)
                row = _row(measure(site.address + path, HEADERS), yardstick, size)
                results[f"{name}, {label}"] = row | {"meets_the_goal": goal(row) if goal else None}
    _print(results)
    asked = register.measure() | cabinet.measure()
    _print_times(asked)
    results |= asked | _apart()
    (settings.VAR_DIR.parent / "bench.json").write_text(json.dumps(results, ensure_ascii=False, indent=2))


def _apart():
    """Do what is large, each thing in a process whose memory tells: the register in and out, files and signatures."""
    results = {}
    for name, arguments in LARGE.items():
        command = [sys.executable, "-m", *arguments]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own
        results[name] = json.loads(printed.splitlines()[-1])
        print(f"{name}: " + ", ".join(f"{word} {number}" for word, number in results[name].items()))
    return results


def _row(measured, yardstick, size):
    ratio = round(measured.rate / yardstick.rate, 3)
    return {
        "requests_per_second": round(measured.rate),
        "p99_ms": round(measured.p99, 1),
        "ratio": ratio,
        "bytes": size,
    }


def _size(address):
    request = urllib.request.Request(address, headers=HEADERS)  # noqa: S310 - loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        return len(answer.read())


def _print(results):
    print(f"{WORKERS} workers, {os.cpu_count()} cores, wrk beside them\n")
    print(f"{'page':<44}{'requests/s':>12}{'to the bare view':>18}{'p99, ms':>10}{'KB':>8}  meets the goal")
    for name, row in results.items():
        columns = f"{row['requests_per_second']:>12}{row['ratio']:>18.1%}{row['p99_ms']:>10}{row['bytes'] / 1024:>8.1f}"
        print(f"{name:<44}{columns}  {GOAL[row.get('meets_the_goal')]}")


def _print_times(results):
    print(f"\n{'question':<60}{'p50, ms':>10}{'p95, ms':>10}")
    for name, row in results.items():
        print(f"{name:<60}{row['p50_ms']:>10}{row['p95_ms']:>10}")


if __name__ == "__main__":
    main()
