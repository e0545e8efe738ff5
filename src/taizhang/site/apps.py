from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "taizhang.site"
    label = "site"

    def ready(self) -> None:
        # Only now: the modules' declarations name models, which Django has just finished loading.
        from taizhang.frame import catalogue, conformance  # noqa: PLC0415

        from . import installed  # noqa: PLC0415

        conformance.refuse_unsafe(installed.CATALOGUE)
        catalogue.install(installed.CATALOGUE)
