from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "taizhang.site"
    label = "site"

    def ready(self) -> None:
        from taizhang.frame import catalogue

        from . import installed

        catalogue.install(installed.CATALOGUE)
