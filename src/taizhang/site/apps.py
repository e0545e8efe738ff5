from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "taizhang.site"
    label = "site"

    def ready(self) -> None:
        from taizhang.frame import catalogue, conformance

        from . import installed

        conformance.refuse_unsafe(installed.CATALOGUE)
        catalogue.install(installed.CATALOGUE)
