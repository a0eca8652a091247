
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0002_observers_and_revisions"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="actionitem",
            options={
                "ordering": [models.OrderBy(models.F("due_date"), nulls_last=True), "pk"],
                "verbose_name": "next step",
                "verbose_name_plural": "next steps",
            },
        ),
        migrations.AlterModelOptions(
            name="goal",
            options={
                "ordering": [models.OrderBy(models.F("due_date"), nulls_last=True), "pk"],
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
            },
        ),
    ]
