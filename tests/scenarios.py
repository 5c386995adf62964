"""Named people. A test about access tries its behaviour as the one who may and as those who may not."""

from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT, REGISTER_DEPARTMENT
from lk_addon.registry.domain.membership import exclude_member
from tests.factories.accounts import MandateFactory, UserFactory
from tests.factories.registry import MemberFactory
from tests.factories.roots import ensure_prepared
from tests.factories.sessions import signed_in_client


def people():
    """Make them all.

    ``member`` and ``colleague`` act for ``north``, ``outsider`` for ``montage`` alone, ``other`` for
    ``montage`` and ``trader``, ``excluded`` for ``former``; ``staff`` is of the member department and of the
    register's, ``editor`` is staff without any right to the add-on, ``stranger`` has a password and no mandate.
    """
    ensure_prepared()
    scene = SimpleNamespace(
        north=MemberFactory(short_name="ООО «Демострой-Север»", registration_number="0901"),
        montage=MemberFactory(short_name="ООО «Ёлочный монтаж»", registration_number="0902"),
        trader=MemberFactory(short_name="ООО «Торговая»", registration_number="0951"),
        former=MemberFactory(short_name="ООО «Исключённый подрядчик»", registration_number="0906"),
    )
    scene.member = MandateFactory(member=scene.north).user
    scene.colleague = MandateFactory(member=scene.north).user
    scene.outsider = MandateFactory(member=scene.montage).user
    scene.other = MandateFactory(member=scene.montage).user
    MandateFactory(member=scene.trader, user=scene.other)
    scene.excluded = MandateFactory(member=scene.former).user
    scene.stranger = UserFactory()
    scene.staff = staff_of(MEMBER_DEPARTMENT, REGISTER_DEPARTMENT)
    scene.editor = staff_of("Редакторы")
    exclude(scene.former)
    return scene


def demonstration():
    """Load the demonstration."""
    call_command("demo", verbosity=0, stdout=StringIO())


def staff_of(*groups):
    """Make an employee of these groups."""
    user = UserFactory(is_staff=True)
    user.groups.set([Group.objects.get(name=group) for group in groups])
    return user


def exclude(member, *, days=0, actor=None):
    """End a membership so many days from today."""
    return exclude_member(
        member=member,
        terminated_at=timezone.localdate() + timedelta(days=days),
        ground="decision",
        document="Протокол № 1",
        actor=actor,
    )


def cabinet_of(user):
    """Return a browser on the cabinet's host in which ``user`` is signed in with both factors."""
    return signed_in_client(user, host=settings.LK_HOST)


def back_office_of(user):
    """Return a browser on the public host in which ``user`` has signed in with both factors a moment ago."""
    return signed_in_client(user, fresh=True)
