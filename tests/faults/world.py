"""The database of the site under fault: migrated, prepared, with one member and one employee. Prints who they are."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.settings")


def main():
    """Make what is not there."""
    django.setup()
    from django.core.management import call_command

    from lk_addon.cabinet.prepare import CORRESPONDENCE_DEPARTMENT
    from tests.factories.accounts import MandateFactory
    from tests.factories.registry import MemberFactory
    from tests.factories.roots import ensure_prepared
    from tests.scenarios import staff_of

    call_command("migrate", interactive=False, verbosity=0)
    ensure_prepared()
    MandateFactory(member=MemberFactory(short_name="ООО «Демострой-Север»"), user__email=LOGIN, user__password=PASSWORD)
    staff_of(CORRESPONDENCE_DEPARTMENT)


LOGIN, PASSWORD = "member@example.com", "demo-member-2026"

if __name__ == "__main__":
    main()
