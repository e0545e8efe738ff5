from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "taizhang.modules.inspection"
    label = "inspection"
    default_auto_field = "django.db.models.BigAutoField"
