from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from home.regulations import validation
from home.regulations.domain import editions
from home.regulations.importing.errors import UnreadableError
from home.regulations.importing.reading import LARGEST_FILE, recognise_file
from home.regulations.models import RegulationsIndexPage


def day(value):
    """Return the date that the argument names."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise CommandError(f"«{value}» — не дата: нужна запись ГГГГ-ММ-ДД.") from error


class Command(BaseCommand):
    """Make a regulation's edition from a file; all or nothing."""

    help = "Загружает редакцию регламента из файла .txt, .docx или .pdf."

    def add_arguments(self, parser):
        """Take the file, the regulation it belongs to, and the dates of the edition."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--slug", required=True, help="адрес регламента: /dokumenty/<slug>/")
        parser.add_argument("--title", required=True, help="название; у существующего регламента не меняется")
        parser.add_argument("--effective", required=True, help="действует с, ГГГГ-ММ-ДД")
        parser.add_argument("--published", required=True, help="дата публикации, ГГГГ-ММ-ДД")
        parser.add_argument("--approved-by", default="", help="чем утверждена: приказ, его номер и дата")
        parser.add_argument("--approved-on", help="дата утверждения, ГГГГ-ММ-ДД")
        parser.add_argument("--draft", action="store_true", help="оставить черновиком")

    def handle(self, *, file, slug, title, effective, published, draft, **options):
        """Recognise, tell what was recognised, import."""
        effective, published = day(effective), day(published)
        approved_on = day(options["approved_on"]) if options["approved_on"] else None
        if not RegulationsIndexPage.objects.exists():
            raise CommandError("Нет раздела документов: сначала выполните manage.py prepare.")
        try:
            validate_slug(slug)
            data = self.read(file)
            recognised = recognise_file(file.name, data)
            self.report(recognised)
            edition, created = editions.import_edition(
                slug=slug,
                title=title,
                text=recognised.text,
                effective_from=effective,
                published_on=published,
                approved_by=options["approved_by"],
                approved_on=approved_on,
                draft=draft,
                file_name=file.name,
                file_data=data,
            )
        except UnreadableError as error:
            raise CommandError(f"{file}: {error} Ничего не изменено.") from error
        except editions.ConflictError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join([*error.messages, "Ничего не изменено."])) from error
        if not created:
            self.stdout.write(f"{edition} с этим текстом уже импортирована, ничего не изменено.")
            return
        state = "опубликована" if edition.live else "черновик"
        if not draft and not edition.live:
            state = f"будет опубликована {published:%d.%m.%Y}"
        self.stdout.write(f"{edition.title}: {state}. Адрес: {edition.full_url}")
        if validation.order_errors(edition):
            self.stdout.write(
                "Внимание. Приказ указан не полностью (--approved-by, --approved-on). Внесите приказ и его дату "
                "в административном разделе: без них следующие изменения редакции не публикуются."
            )

    def read(self, file):
        """Return the file's bytes, no more than may be read."""
        try:
            with file.open("rb") as source:
                return source.read(LARGEST_FILE + 1)
        except OSError as error:
            raise CommandError(f"{file}: файл не читается ({error.strerror}).") from error

    def report(self, recognised):
        """Tell what was made out of the file."""
        self.stdout.write(recognised.told)
        for section in recognised.sections:
            numbers = ", ".join(clause.number for clause in recognised.clauses_of(section)) or "без пунктов"
            self.stdout.write(f"  {section.number}. {section.heading}: {numbers}")
        if recognised.dropped:
            self.stdout.write(f"Отброшено строк, оставшихся от страниц: {len(recognised.dropped)}")
            for line in recognised.dropped:
                self.stdout.write(f"  {line}")
        for warning in recognised.warnings:
            self.stdout.write(f"Внимание. {warning}")
