import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("forms_builder", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="refusedsubmission",
            name="language",
            field=models.CharField(default="km", max_length=8, verbose_name="language"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="refusedsubmission",
            name="version",
            field=models.ForeignKey(
                default=None,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forms_builder.formversion",
                verbose_name="form version",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="submissionrevision",
            name="language",
            field=models.CharField(default="km", max_length=8, verbose_name="language"),
            preserve_default=False,
        ),
    ]
