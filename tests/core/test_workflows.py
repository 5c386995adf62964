"""The workflow that apps ask for."""

import pytest
from wagtail.models import GroupApprovalTask, Workflow

from cms.core.workflows import ensure_workflow
from cms.users.groups import APPROVERS
from home.pages.models import PlainPage


@pytest.mark.django_db
def test_draft_of_a_plain_page_goes_to_approvers(prepared_site):
    (task,) = prepared_site.get_workflow().tasks
    assert [group.name for group in task.specific.groups.all()] == [APPROVERS]
    assert not Workflow.objects.filter(name="Moderators approval").exists()


@pytest.mark.django_db
def test_workflow_is_made_once_and_given_to_the_page(prepared_site):
    page = prepared_site.add_child(instance=PlainPage(title="Порядок", slug="poryadok"))
    first = ensure_workflow(page, name="Утверждение", role=APPROVERS)
    second = ensure_workflow(page, name="Утверждение", role=APPROVERS)

    assert first == second == page.get_workflow()
    assert Workflow.objects.filter(name="Утверждение").count() == 1
    (task,) = first.tasks
    assert isinstance(task.specific, GroupApprovalTask)
    assert [group.name for group in task.specific.groups.all()] == [APPROVERS]
