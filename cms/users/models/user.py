"""The user of both sites."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager):
    """Finds users by e-mail in any letter case; makes them with it in lower case."""

    @classmethod
    def normalize_email(cls, email):
        """Return the e-mail as it is stored: without spaces around it, in lower case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username):
        """Return the user with this e-mail, in whatever case it is written."""
        return self.get(email=self.normalize_email(username))

    def create_user(self, email, password=None, **fields):
        """Make a user; without a password none can be used until one is set."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Make an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: staff on the public host, a member's representative in the cabinet."""

    email = models.EmailField("электронная почта", unique=True, help_text="Служит логином.")
    last_name = models.CharField("фамилия", max_length=150, blank=True)
    first_name = models.CharField("имя", max_length=150, blank=True)
    patronymic = models.CharField("отчество", max_length=150, blank=True)
    phone = models.CharField("телефон", max_length=32, blank=True)
    is_staff = models.BooleanField("сотрудник", default=False)
    is_active = models.BooleanField("активен", default=True)
    date_joined = models.DateTimeField("создан", default=timezone.now)
    session_generation = models.PositiveIntegerField("поколение сеансов", default=0, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message="Такая электронная почта уже есть."
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs):
        """Keep the e-mail in lower case: it is the login."""
        self.email = UserManager.normalize_email(self.email)
        super().save(*args, **kwargs)

    def get_full_name(self):
        """Return «Фамилия Имя Отчество» as far as known."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)

    def get_short_name(self):
        """Return the given name, or the e-mail where it is not known."""
        return self.first_name or self.email

    def get_session_auth_hash(self):
        """Tie sessions to the password and to :attr:`session_generation`: raising it ends all of them."""
        return salted_hmac(
            "cms.users.session", f"{self.password}:{self.session_generation}", algorithm="sha256"
        ).hexdigest()
