from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "taizhang.modules.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
