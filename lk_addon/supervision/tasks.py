"""The worker's door to the paper of reports."""

from cms.outbox.handlers import handler
from lk_addon.supervision.domain.report import print_version


@handler("supervision.report_paper")
def report_paper(version):
    """Print a version that was filled in in the cabinet."""
    print_version(version_id=version)
