"""What lists of rows that belong to a member have in common."""

from django.contrib.admin import display

#: Where such a list looks for words.
BY_MEMBER = ["member__sort_name", "member__registration_number", "member__inn"]


class MemberColumns:
    """Columns by which other systems know the member of a row; the list selects ``member``."""

    @display(description="№ в реестре", ordering="member__registration_number")
    def member_number(self, row):
        """The number in the register."""
        return row.member.registration_number

    @display(description="ИНН", ordering="member__inn")
    def member_inn(self, row):
        """The tax number."""
        return row.member.inn
