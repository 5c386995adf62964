"""Approval before publication."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask


def ensure_workflow(page, *, name, role):
    """Have the group named ``role`` approve everything below ``page`` before it is published.

    The workflow ``name`` with its one task is made when missing; ``page`` gets it
    unless it already has a workflow of its own. Returns the page's workflow. Safe to repeat.
    """
    workflow, _created = Workflow.objects.get_or_create(name=name)
    task, _created = GroupApprovalTask.objects.get_or_create(name=f"{name}: {role}")
    task.groups.add(Group.objects.get(name=role))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    assigned, _created = WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    return assigned.workflow
