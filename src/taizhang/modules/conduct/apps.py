from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "taizhang.modules.conduct"
    label = "conduct"
    default_auto_field = "django.db.models.BigAutoField"
