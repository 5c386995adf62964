"""An export of the whole register to XLSX, in a process of its own: ``python -m bench.exports``.

Prints one line of JSON: rows, seconds, and the most memory the process has held.
"""

import json
import os
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench.memory import most_held
from cms.users.models import User
from lk_addon.exchange.domain import exports
from lk_addon.registry.models import Member


def main():
    """Make the file, tell what it took, take it away."""
    actor, _made = User.objects.get_or_create(email="bench@example.com", is_staff=True, is_superuser=True)
    run = exports.request(code="registry.member", query="", kind="xlsx", actor=actor)
    began = time.perf_counter()
    exports.work(run)
    seconds = round(time.perf_counter() - began, 1)
    run.refresh_from_db()
    run.file.delete(save=False)
    run.delete()
    memory = most_held(os.getpid()) // 1024
    print(json.dumps({"rows": Member.objects.count(), "seconds": seconds, "memory_mb": memory}))


if __name__ == "__main__":
    main()
