"""Sign-in: passwords, the second factor, the brake on guessing."""

from datetime import timedelta

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "last_name", "first_name", "patronymic", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cms.users.password_validation.EasyPasswordValidator"},
    {"NAME": "cms.users.password_validation.MaximumLengthValidator"},
]
SECOND_FACTOR_REQUIRED_FOR_STAFF = True
SECOND_FACTOR_REQUIRED_FOR_MEMBERS = True
PASSWORD_CONFIRMATION_AGE = 10 * 60  # seconds for which a typed password covers changes of the second factor
TWO_FACTOR_PATCH_ADMIN = False  # there is no Django admin
TWO_FACTOR_WEBAUTHN_RP_NAME = "СРО СОЮЗ «Содружество строителей»"
TWO_FACTOR_WEBAUTHN_UV_REQUIREMENT = "preferred"
TWO_FACTOR_WEBAUTHN_ENTITIES_FORM_MIXIN = "two_factor.plugins.webauthn.forms.DefaultWebauthnEntitiesFormMixin"
LOGIN_URL = "two_factor:login"

AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # neither a neighbour nor the victim elsewhere is locked
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "cms.core.client_ip.client_ip"
AXES_USERNAME_FORM_FIELD = "username"  # as Django calls it among credentials, whatever the model calls it
AXES_USERNAME_CALLABLE = "cms.users.throttling.counted_login"
AXES_LOCKOUT_CALLABLE = "cms.users.views.login.locked_out"
AXES_VERBOSE = False
