from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "taizhang.site"
    label = "site"

    def ready(self) -> None:
        from taizhang.frame import catalogue, conformance

        from . import installed  # noqa: PLC0415

        conformance.refuse_unsafe(installed.CATALOGUE)
        catalogue.install(installed.CATALOGUE)
