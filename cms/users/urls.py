"""Addresses of the door. Each host includes :func:`door_urls` under the namespace ``two_factor``."""

from django.urls import path

from cms.users.views import security, sessions


def door_urls(login_view, *, prefix="", layout="cms/users/layout.html", home, alarm=None):
    """Return the patterns of one host, to be given to ``include``.

    ``login_view`` is the host's subclass of ``cms.users.views.login.LoginView``, ``layout`` the template
    that its pages extend, ``home`` the name of the URL to go on to, ``alarm`` that of the page for
    somebody whose password became known to others, where the host has one.
    """

    def page(view):
        return view.as_view(layout=layout, home=home, alarm=alarm)

    patterns = [
        path(f"{prefix}login/", login_view.as_view(layout=layout, next_page=home), name="login"),
        path(f"{prefix}security/", page(security.ProfileView), name="profile"),
        path(f"{prefix}security/sign-ins/", page(sessions.SignInsView), name="sign_ins"),
        path(f"{prefix}security/sessions/end/", page(sessions.EndOtherSessionsView), name="end_other_sessions"),
        path(f"{prefix}security/sessions/<uuid:pk>/end/", page(sessions.EndSessionView), name="end_session"),
        path(f"{prefix}security/confirm/", page(security.ConfirmPasswordView), name="confirm"),
        path(f"{prefix}security/password/", page(security.PasswordChangeView), name="password"),
        path(f"{prefix}security/setup/", page(security.SetupView), name="setup"),
        path(f"{prefix}security/setup/qr.svg", page(security.QRGeneratorView), name="qr"),
        path(f"{prefix}security/setup/complete/", page(security.SetupCompleteView), name="setup_complete"),
        path(f"{prefix}security/codes/", page(security.BackupCodesView), name="backup_tokens"),
        path(f"{prefix}security/remove/<path:persistent_id>/", page(security.RemoveDeviceView), name="remove_device"),
    ]
    return patterns, "two_factor"
