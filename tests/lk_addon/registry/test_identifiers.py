"""Check digits of ИНН, ОГРН and the form of КПП."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lk_addon.registry.identifiers import clean_identifier, is_inn, is_kpp, is_ogrn, validate_inn
from tests.factories.registry import make_inn, make_ogrn

PAIRS = [
    ("7707083893", "1027700132195"),
    ("7736050003", "1027700070518"),
    ("7708503727", "1037739877295"),
    ("7707049388", "1027700198767"),
    ("7707329152", "1047707030513"),
    ("7700000070", "1027700000020"),  # remainder 10
    ("0099000014", "1250099000018"),
    ("123456789047", "304500116000157"),
    ("009900000120", "385768585948949"),
    ("009900000200", "304770000000020"),  # remainders 10, 11 and 12
    ("009900000200", "304770000000031"),
    ("009900000200", "304770000000042"),
]


@pytest.mark.parametrize(("inn", "ogrn"), PAIRS)
def test_real_numbers_pass(inn, ogrn):
    assert is_inn(inn)
    assert is_ogrn(ogrn)


@pytest.mark.parametrize(
    "inn", ["1234567895", "123456789037", "0000000000", "000000000000", "770708389", "77070838930", "", "٧٧٠٧٠٨٣٨٩٣"]
)
def test_wrong_inn_is_refused(inn):
    assert not is_inn(inn)
    with pytest.raises(ValidationError):
        validate_inn(inn)


@pytest.mark.parametrize(
    "ogrn", ["1022500001328", "0000000000000", "000000000000000", "2027700132195", "104500116000157", "102770013219"]
)
def test_wrong_ogrn_is_refused(ogrn):
    assert not is_ogrn(ogrn)


@pytest.mark.parametrize(
    ("kpp", "good"), [("009901001", True), ("7707AB001", True), ("00990100", False), ("ab9901001", False)]
)
def test_kpp_has_a_form_and_no_check_digit(kpp, good):
    assert is_kpp(kpp) is good


@pytest.mark.parametrize("typed", ["7707 083 893", "7707\u00a0083\u00a0893", "7707-083-893", " 7707083893\n"])
def test_separators_are_dropped_and_zeros_kept(typed):
    assert clean_identifier(typed) == "7707083893"
    assert clean_identifier("0099000014") == "0099000014"


@given(st.integers(min_value=1, max_value=99999), st.integers(min_value=0, max_value=9), st.integers(1, 9))
def test_a_wrong_digit_of_an_inn_is_noticed_unless_the_sum_hides_it(number, place, shift):
    inn = make_inn(number)
    wrong = inn[:place] + str((int(inn[place]) + shift) % 10) + inn[place + 1 :]
    # A remainder of 10 is written as 0, so the sum of the changed number may end the same.
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    expected = sum(int(digit) * weight for digit, weight in zip(wrong, weights, strict=False)) % 11 % 10
    assert is_inn(inn)
    assert is_inn(wrong) is (expected == int(wrong[9]))


@given(st.integers(min_value=1, max_value=9_999_999))
def test_an_ogrn_with_another_check_digit_is_refused(number):
    ogrn = make_ogrn(number)
    assert is_ogrn(ogrn)
    assert sum(is_ogrn(ogrn[:12] + str(digit)) for digit in range(10)) == 1


@given(st.text(max_size=20))
def test_no_text_breaks_the_checks(text):
    for check in (is_inn, is_ogrn, is_kpp):
        assert check(clean_identifier(text)) in (True, False)
