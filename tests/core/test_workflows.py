"""The workflow that apps ask for."""

import pytest
from wagtail.models import GroupApprovalTask, Workflow

from cms.core.workflows import ensure_workflow
from cms.users.groups import APPROVERS


@pytest.mark.django_db
def test_workflow_is_made_once_and_given_to_the_page(prepared_site):
    first = ensure_workflow(prepared_site, name="Утверждение", role=APPROVERS)
    second = ensure_workflow(prepared_site, name="Утверждение", role=APPROVERS)

    assert first == second == prepared_site.get_workflow()
    assert Workflow.objects.filter(name="Утверждение").count() == 1
    (task,) = first.tasks
    assert isinstance(task.specific, GroupApprovalTask)
    assert [group.name for group in task.specific.groups.all()] == [APPROVERS]
