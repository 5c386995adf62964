"""Departments of the SRO are groups: each has what its work needs and nothing of its neighbour's."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT, REGISTER_DEPARTMENT
from lk_addon.registry.staff_page import member_url
from tests.scenarios import back_office_of, staff_of

pytestmark = pytest.mark.django_db


def permissions_of(group):
    found = Permission.objects.filter(group__name=group).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in found}


def test_access_and_the_register_are_two_departments(scene):
    access, register = permissions_of(MEMBER_DEPARTMENT), permissions_of(REGISTER_DEPARTMENT)
    # Each answers for its own part of what is told and asked.
    own_part = {"cabinet.view_feedback", "cabinet.handle_feedback"}
    own_part |= {f"correspondence.{verb}_thread" for verb in ("view", "work", "decide")}
    own_part |= {f"correspondence.{verb}_replytemplate" for verb in ("view", "add", "change")}
    own_part |= {"correspondence.view_undertaking"}
    assert access & register == {"wagtailadmin.access_admin", "registry.view_member"} | own_part
    assert {name for name in access if name.startswith("registry.")} == {"registry.view_member"}
    assert not {name for name in register if name.startswith("accounts.")}


def test_each_sees_the_member_with_the_tabs_of_its_own_work(scene):
    pages = {
        group: back_office_of(staff_of(group)).get(member_url(scene.north)).content.decode()
        for group in (MEMBER_DEPARTMENT, REGISTER_DEPARTMENT)
    }
    assert "Закрыть кабинет" in pages[MEMBER_DEPARTMENT]
    assert "Исключить" not in pages[MEMBER_DEPARTMENT]
    assert "Исключить" in pages[REGISTER_DEPARTMENT]
    assert "Закрыть кабинет" not in pages[REGISTER_DEPARTMENT]


def test_where_both_were_one_group_before_it_keeps_what_it_had(scene):
    group = Group.objects.get(name=MEMBER_DEPARTMENT)
    group.permissions.add(Permission.objects.get(codename="exclude_member"))
    call_command("prepare", verbosity=0)
    assert "registry.exclude_member" in permissions_of(MEMBER_DEPARTMENT)
