"""Two employees who edit one entry at a time: whoever saves second is told, and loses nothing that was typed."""

import hashlib

from django import forms
from django.core import serializers
from django.db import transaction
from modelcluster.models import get_all_child_relations

AS_OF = "as_of"
CHANGED = (
    "Пока форма была открыта, запись изменил кто-то другой. Введённое вами здесь, но ещё не сохранено. "
    "Отличается от записи сейчас: {}. Проверьте и нажмите «Сохранить» ещё раз, если должно остаться ваше."
)


def state_of(row):
    """Return a digest of the row with the parts that its form holds."""
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(row)]
    parts = [part for relation in relations for part in getattr(row, relation).all()]
    return hashlib.sha256(serializers.serialize("json", [row, *parts]).encode()).hexdigest()


class WarnsOfOthers:
    """Goes before an edit view: a form that was opened before somebody else saved is not stored at the first press.

    The row stays locked until it is stored, so that nobody comes between. Who sends no :data:`AS_OF` has not come from
    our page and is not asked: it is a courtesy between colleagues, no right hangs upon it.
    """

    def get_form(self):
        """Let the form remember what the row was when it was opened."""
        form = super().get_form()
        form.fields[AS_OF] = forms.CharField(widget=forms.HiddenInput, required=False, initial=state_of(self.instance))
        return form

    def form_valid(self, form):
        """Store what was opened as the row is now; else say what differs and let it be pressed again."""
        with transaction.atomic():
            stored = self.model._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=self.instance.pk)
            now, opened = state_of(stored), form.cleaned_data.get(AS_OF)
            if not opened or opened == now:
                return super().form_valid(form)
        differing = [f"«{form.fields[name].label}»" for name in form.changed_data if name != AS_OF]
        form.add_error(None, CHANGED.format(", ".join(differing) or "строки её списков"))
        form.data = form.data.copy()
        form.data[AS_OF] = now
        return self.form_invalid(form)
