from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_account_rules")]

    operations = [
        migrations.AlterModelOptions(
            name="subject",
            options={
                "ordering": ["code"],
                "verbose_name": "school subject",
                "verbose_name_plural": "school subjects",
            },
        ),
    ]
