"""«Мои данные»: replacing and confirming one's own contacts (REQ-2.1.f, REQ-4.5, REQ-4.9)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.client_ip import client_ip
from cms.users.confirmation import recent_confirmation_required
from lk_addon.accounts.contact_forms import EmailForm, PhoneForm
from lk_addon.accounts.domain import contacts


@recent_confirmation_required
@require_http_methods(["GET", "POST"])
def change_email(request):
    """Ask for another address; it counts once the link sent there was followed."""
    form = EmailForm(user=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        contacts.ask_for_email(
            user=request.user,
            email=form.cleaned_data["email"],
            third_party=form.cleaned_data["third_party"],
            ip_address=client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
        messages.success(request, "Письмо со ссылкой поставлено в очередь отправки.")
        return redirect("accounts:account")
    return render(request, "lk_addon/accounts/change_email.html", {"form": form})


@recent_confirmation_required
@require_http_methods(["GET", "POST"])
def change_phone(request):
    """Replace the telephone."""
    form = PhoneForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        contacts.change_phone(user=request.user, phone=form.cleaned_data["phone"])
        messages.success(request, "Новый телефон записан.")
        return redirect("accounts:account")
    return render(request, "lk_addon/accounts/change_phone.html", {"form": form})


@require_POST
def cancel_email_change(request):
    """Take back one's wish for another address."""
    contacts.cancel_email_change(user=request.user)
    messages.success(request, "Смена адреса отменена, ссылка из письма больше не действует.")
    return redirect("accounts:account")


@require_POST
def confirm_contacts(request):
    """Say that both contacts are right."""
    contacts.confirm_contacts(user=request.user)
    messages.success(request, "Спасибо, контакты подтверждены.")
    return redirect("accounts:account")


@require_http_methods(["GET", "POST"])
def confirm_email(request, token):
    """The page behind the link: a GET asks, a POST makes the address the account's."""
    try:
        if request.method == "POST":
            contacts.confirm_email(token=token)
            return render(request, "lk_addon/accounts/email_confirmed.html")
        contacts.open_email_change(token)
    except contacts.EmailChangeClosed:
        return render(request, "lk_addon/accounts/email_link_closed.html", status=410)
    return render(request, "lk_addon/accounts/confirm_email.html")
