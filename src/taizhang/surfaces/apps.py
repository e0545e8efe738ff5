from django.apps import AppConfig


class SurfacesConfig(AppConfig):
    name = "taizhang.surfaces"
    label = "surfaces"
