"""The door and one's own account. Those that strangers may open say so here."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from lk_addon.accounts.views import account, activation, colleagues, consents, contacts, disclosure, door
from lk_addon.cabinet.access import before_agreement, closed_during_outage, needs, staff_may_post, without_member

DOOR_LAYOUT, DOOR_HOME = "lk_addon/cabinet/door_layout.html", "cabinet:dashboard"

app_name = "accounts"
urlpatterns = [
    path("logout/", login_not_required(door.sign_out), name="logout"),
    path(
        "activate/done/",
        login_not_required(closed_during_outage(activation.activated)),
        name="activated",
    ),
    path(
        "activate/<str:token>/",
        login_not_required(closed_during_outage(activation.ActivationView.as_view())),
        name="activate",
    ),
    path("account/", account.account, name="account"),
    path("account/agreements/", before_agreement(consents.AgreementsView.as_view()), name="agreements"),
    path("account/consents/withdraw/", before_agreement(consents.WithdrawView.as_view()), name="withdraw_consent"),
    path("account/consents/withdrawn/", login_not_required(consents.consent_withdrawn), name="consent_withdrawn"),
    path("account/colleagues/", colleagues.colleagues, name="colleagues"),
    path(
        "account/colleagues/<int:number>/",
        needs("manage")(colleagues.ColleagueView.as_view()),
        name="colleague",
    ),
    path("account/phone/", contacts.change_phone, name="change_phone"),
    path("account/confirm/", contacts.confirm_contacts, name="confirm_contacts"),
    path("account/email/", contacts.change_email, name="change_email"),
    path("account/email/cancel/", contacts.cancel_email_change, name="cancel_email_change"),
    path(
        "account/email/<str:token>/",
        login_not_required(closed_during_outage(contacts.confirm_email)),
        name="confirm_email",
    ),
    path(
        "security/password/",
        before_agreement(
            without_member(staff_may_post(account.PasswordView.as_view(layout=DOOR_LAYOUT, home=DOOR_HOME)))
        ),
        name="password",
    ),
    path(
        "security/compromised/",
        before_agreement(
            without_member(staff_may_post(disclosure.DisclosureView.as_view(layout=DOOR_LAYOUT, home=DOOR_HOME)))
        ),
        name="disclosure",
    ),
    path("switch/", without_member(staff_may_post(before_agreement(account.switch_member))), name="switch_member"),
    path("members/leave/", without_member(staff_may_post(account.leave_member)), name="leave_member"),
    path("members/", without_member(account.choose_member), name="choose_member"),
]
