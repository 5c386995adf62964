"""The editor of one year of the production calendar."""

from wagtail.admin.forms import WagtailAdminModelForm


class CalendarYearForm(WagtailAdminModelForm):
    """Refuses days of another year, and a confirmation without the act it rests on."""

    def clean(self):
        """Look at the year together with its days."""
        data = super().clean()
        number = data.get("number")
        for form in self.formsets["days"].forms:
            day = form.is_valid() and form.cleaned_data.get("day")
            if day and number and day.year != number and not form.cleaned_data.get("DELETE"):
                form.add_error("day", f"Эта дата не из {number} года.")
                self.add_error(None, "Среди исключений есть дата другого года.")
        if data.get("confirmed") and not data.get("ground"):
            self.add_error("ground", "Укажите акт, с которым календарь сверен.")
        return data
