"""Is this document genuine: pages for anybody who holds one."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from cms.core.client_ip import client_ip
from lk_addon.cabinet.throttle import within_limit
from lk_addon.registry.extracts.codes import as_code
from lk_addon.registry.extracts.content import changed_labels, content_of
from lk_addon.registry.extracts.forms import CodeForm, FileForm
from lk_addon.registry.extracts.queries import extract_with_code

CHECKS_A_MINUTE = 30  # for one address


def ask(page, request):
    """Ask for the code, and lead to the answer."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect(f"{page.get_url(request)}{form.cleaned_data['code']}/")
    return TemplateResponse(request, page.get_template(request), page.get_context(request) | {"code_form": form})


def show(page, request, code):
    """Say what is known of the document with that code; a file posted here is compared with the one issued."""
    if not within_limit(f"document-check:{client_ip(request)}", CHECKS_A_MINUTE, 60):
        return _answer(page, request, {"is_too_often": True}, status=429)
    extract = extract_with_code(as_code(code))
    if extract is None:
        return _answer(page, request, {"is_unknown": True, "code_form": CodeForm()}, status=404)
    file_form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context = {
        "extract": extract,
        "changed": changed_labels(extract.content, content_of(extract.member)),
        "file_form": file_form,
    }
    if file_form.is_valid():
        context["is_same_file"] = file_form.cleaned_data["file"] == extract.sha256
    return _answer(page, request, context)


def _answer(page, request, context, status=200):
    response = TemplateResponse(request, page.get_template(request), page.get_context(request) | context, status=status)
    add_never_cache_headers(response)
    return response
