"""The editor's form of an edition."""

from wagtail.admin.forms import WagtailAdminPageForm

from home.regulations import validation

#: Buttons of Wagtail's page form that bring the page before the public, now, later or after approval.
PUBLISHING_ACTIONS = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


class EditionForm(WagtailAdminPageForm):
    """Starts a new edition from the last one, and says before publishing what stands against it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.live = False  # a new page is a draft until it is published, whatever the model's default
        if self.instance.pk is None and self.parent_page is not None:
            last = type(self.instance).objects.child_of(self.parent_page).order_by("effective_from").last()
            if last:
                self.initial |= {"number": last.number + 1, "text": last.text}

    def clean(self):
        """Add to the model's checks those that need the parent page or depend on the button pressed."""
        data = super().clean()
        effective = data.get("effective_from")
        if effective and self.parent_page is not None:
            same_day = type(self.instance).objects.child_of(self.parent_page).filter(effective_from=effective)
            if same_day.exclude(pk=self.instance.pk).exists():
                self.add_error("effective_from", validation.SAME_DAY)
        return data

    def _post_clean(self):
        super()._post_clean()
        if self.errors or not any(action in self.data for action in PUBLISHING_ACTIONS):
            return
        errors = validation.order_errors(self.instance)
        if not self.cleaned_data.get("go_live_at"):  # a schedule is checked with the dates, and again at its time
            errors |= validation.publication_errors(self.instance)
        self._update_errors(validation.as_error(errors))
