"""Members of the register."""

from datetime import date

import factory

from lk_addon.registry.models import Member, MemberHead


def check_digit(body, modulus):
    return str(int(body) % modulus % 10)


def make_inn(number):
    """A well-formed ИНН of region 00."""
    body = f"0099{number:05}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return body + str(sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11 % 10)


def make_ogrn(number):
    """A well-formed ОГРН of region 00."""
    body = f"12500{number:07}"
    return body + check_digit(body, 11)


class MemberFactory(factory.django.DjangoModelFactory):
    """An acting company with a head."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    short_name = factory.Sequence(lambda n: f"ООО «Пример-{n}»")
    full_name = factory.LazyAttribute(lambda o: o.short_name.replace("ООО", "Общество с ограниченной ответственностью"))
    inn = factory.Sequence(lambda n: make_inn(n + 50000))
    ogrn = factory.Sequence(lambda n: make_ogrn(n + 50000))
    kpp = "009901001"
    registration_number = factory.Sequence(lambda n: f"{n + 5000}")
    registered_at = date(2025, 3, 3)
    address = "000000, Демонстрационная область, г. Примерск, ул. Учебная, д. 1"

    @factory.post_generation
    def head(self, create, extracted, **kwargs):
        if create:
            MemberHead.objects.create(
                member=self, position="Генеральный директор", full_name="Образцов Олег Олегович", since=date(2025, 1, 1)
            )
