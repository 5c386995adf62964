"""Representatives of members, with their mandates."""

import datetime

import factory
from django.utils import timezone

from cms.users.models import User
from lk_addon.accounts.models import AccessApplication, Basis, Mandate
from tests.factories.registry import MemberFactory

PASSWORD = "demo-factory-2026"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a password."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.com")
    last_name = factory.Sequence(lambda n: f"Фамильев{n}")
    first_name = "Имян"
    patronymic = "Отчествович"
    phone = "+7 (000) 000-77-42"
    password = factory.django.Password(PASSWORD)


class AccessApplicationFactory(factory.django.DjangoModelFactory):
    """An application that was checked and waits for the decision."""

    class Meta:
        model = AccessApplication

    number = factory.Sequence(lambda n: f"Д-{n + 1}")
    date = datetime.date(2025, 4, 1)
    member = factory.SubFactory(MemberFactory)
    applicant_name = "Образцов Олег Олегович"
    last_name = factory.Sequence(lambda n: f"Представитель{n}")
    first_name = "Инна"
    patronymic = "Ивановна"
    email = factory.Sequence(lambda n: f"applicant-{n}@example.com")
    phone = "+7 (000) 000-88-31"
    valid_from = datetime.date(2025, 4, 1)
    state = AccessApplication.State.CHECKED


class MandateFactory(factory.django.DjangoModelFactory):
    """A mandate in force without an end, of a head whom the SRO knows under another name than the register's."""

    class Meta:
        model = Mandate

    user = factory.SubFactory(UserFactory)
    member = factory.SubFactory(MemberFactory)
    application = factory.SubFactory(
        AccessApplicationFactory,
        member=factory.SelfAttribute("..member"),
        email=factory.SelfAttribute("..user.email"),
        state=AccessApplication.State.INVITED,
    )
    label_number = factory.LazyAttribute(lambda o: Mandate.objects.filter(member=o.member).count() + 1)
    basis = Basis.HEAD
    head_confirmed_at = factory.LazyFunction(timezone.now)
    valid_from = datetime.date(2025, 4, 1)
