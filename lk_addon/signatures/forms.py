"""Forms of the back office: a certificate to trust, a list to take in, a reason to trust no more."""

from django import forms

from lk_addon.signatures.domain.trust_store import MAX_CERTIFICATE, preview


class CertificateForm(forms.Form):
    """A file first; on the second page the certificate that was read from it, to be confirmed."""

    file = forms.FileField(label="Файл сертификата", required=False)
    ground = forms.CharField(
        label="Основание", max_length=500, help_text="Откуда взят сертификат и где опубликован его отпечаток."
    )
    pem = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """Read the certificate. Raises ValidationError for what is none."""
        data = super().clean()
        file = data.get("file")
        if file is None and not data.get("pem"):
            raise forms.ValidationError("Приложите файл сертификата.")
        if file is not None and file.size > MAX_CERTIFICATE:
            raise forms.ValidationError("Файл слишком велик для сертификата.")
        self.seen = preview(file.read() if file is not None else data["pem"].encode())
        return data


class AuthorityForm(CertificateForm):
    """With the address of the authority's list."""

    crl_url = forms.URLField(
        label="Адрес списка отозванных сертификатов",
        max_length=500,
        required=False,
        assume_scheme="http",
        help_text="С этого адреса список загружается сам, каждый час.",
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Причина", max_length=500)


class ListForm(forms.Form):
    """A list that is taken in by hand."""

    file = forms.FileField(label="Файл списка (CRL)")
