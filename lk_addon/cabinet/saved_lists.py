"""Lists of the back office that an employee keeps under a name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from lk_addon.cabinet.models import SavedList
from lk_addon.cabinet.staff_lists import kept_query, registers


class SavedListForm(forms.ModelForm):
    """A name for the list on the screen."""

    class Meta:
        model = SavedList
        fields = ["title", "query"]


def register_for(user, code):
    """Return the register of that code. Raises Http404 for an unknown one, PermissionDenied for one not to be seen."""
    if code not in registers():
        raise Http404
    admin = registers()[code]()
    if not admin.permission_helper.user_can_list(user):
        raise PermissionDenied
    return admin


@require_POST
def save_list(request, code):
    """Keep the list on the screen under a name; the same name again takes the new conditions."""
    address = register_for(request.user, code).url_helper.index_url
    form = SavedListForm(request.POST)
    if form.is_valid():
        query = kept_query(QueryDict(form.cleaned_data["query"])).urlencode()
        named = {"user": request.user, "code": code, "title": form.cleaned_data["title"]}
        SavedList.objects.update_or_create(**named, defaults={"query": query})
        return redirect(f"{address}?{query}")
    messages.error(request, "Дайте списку название короче 80 знаков.")
    return redirect(address)


@require_POST
def delete_list(request, pk):
    """Forget one of one's own lists."""
    saved = get_object_or_404(SavedList, pk=pk, user=request.user)
    address = register_for(request.user, saved.code).url_helper.index_url
    saved.delete()
    return redirect(address)
