from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules

from home.outages import services


class CabinetConfig(AppConfig):
    """The cabinet's shell — layout, registries of menu and tiles, gates."""

    name = "lk_addon.cabinet"
    label = "cabinet"
    verbose_name = "Личный кабинет"

    def ready(self):
        """Put the cabinet on the list of services an outage may touch, and collect what apps register."""
        from cms.core import pagecache  # noqa: PLC0415 - models are not loaded before
        from lk_addon.cabinet import models, prepare  # noqa: F401, PLC0415
        from lk_addon.cabinet.services import tell_outages  # noqa: PLC0415

        _spare_the_index_of_links()
        services.register("cabinet", "Личный кабинет")
        autodiscover_modules("lk_setup")
        tell_outages()
        pagecache.clear_on_change(models.ServiceSwitch)


def _spare_the_index_of_links():
    """Keep rows of the cabinet, which lead to no page, out of Wagtail's index: it took a third of each saving."""
    for model in apps.get_models():
        if model.__module__.startswith("lk_addon.") and not hasattr(model, "page_ptr"):
            model.wagtail_reference_index_ignore = True
