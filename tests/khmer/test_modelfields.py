"""Model fields: what is stored is clean, and the sort key follows its text."""

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory

from khmer import formfields
from khmer.modelfields import KhmerCharField, KhmerTextField, SortKeyField
from khmer.sortkey import sort_key


class Village(models.Model):
    name_km = KhmerCharField(max_length=120)
    notes = KhmerTextField(blank=True, null=True)
    sort = SortKeyField(source="name_km")

    class Meta:
        app_label = "khmer"
        apps = Apps()  # a registry of its own: no other test sees this model

    def __str__(self) -> str:
        return self.name_km


@pytest.fixture
def village_table(db: None) -> None:
    # The statement alone, inside the test's transaction: it goes when the test is rolled back.
    statement, parameters = connection.SchemaEditorClass(connection).table_sql(Village)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


TYPED = "  ពៅ្នលិច\u200b\r\n"
STORED = "ព្នៅលិច"

pytestmark = pytest.mark.usefixtures("village_table")


def test_save_stores_clean_text_and_sort_key():
    village = Village.objects.create(name_km=TYPED, notes="ជួរ១\r\nជួរ២\x00 ")
    assert (village.name_km, village.notes) == (STORED, "ជួរ១\nជួរ២ ")
    village.refresh_from_db()
    assert (village.name_km, village.notes) == (STORED, "ជួរ១\nជួរ២ ")
    assert village.sort == sort_key(STORED)


def test_sort_key_follows_a_new_name():
    village = Village.objects.create(name_km="កំពត")
    village.name_km = "តាកែវ"
    village.save()
    assert Village.objects.get().sort == sort_key("តាកែវ")


def test_bulk_create_stores_clean_text_and_sort_key():
    Village.objects.bulk_create([Village(name_km=TYPED), Village(name_km="កំពត")])
    names = Village.objects.order_by("sort").values_list("name_km", flat=True)
    assert list(names) == ["កំពត", STORED]
    assert Village.objects.get(name_km=STORED).sort == sort_key(STORED)


def test_update_stores_clean_text():
    Village.objects.create(name_km="កំពត")
    Village.objects.update(name_km=TYPED)
    assert Village.objects.get().name_km == STORED


def test_update_keeps_expressions():
    Village.objects.create(name_km="កំពត", notes="កែប")
    Village.objects.update(name_km=models.F("notes"))
    assert Village.objects.get().name_km == "កែប"


def test_exact_lookups_find_text_typed_another_way():
    Village.objects.create(name_km=STORED)
    assert Village.objects.filter(name_km=TYPED).exists()
    assert Village.objects.filter(name_km__in=[TYPED]).exists()
    assert not Village.objects.filter(name_km="ពៅលិច").exists()


def test_null_stays_null():
    village = Village.objects.create(name_km="កំពត", notes=None)
    village.refresh_from_db()
    assert village.notes is None


def test_full_clean_cleans_before_it_measures():
    village = Village(name_km="ក" * 120 + "\u200b" * 50)
    village.full_clean()
    assert village.name_km == "ក" * 120


def test_database_orders_as_python_does():
    names = ["ក្រចេះ", "កំពត", "កែប", "ខេត្ត", "ឧត្ដរមានជ័យ", "Angkor", "ទី១០", "ទី៩"]
    Village.objects.bulk_create(Village(name_km=name) for name in names)
    stored = list(Village.objects.order_by("sort").values_list("name_km", flat=True))
    assert stored == sorted(names, key=sort_key)


def test_sort_key_fits_its_column():
    village = Village.objects.create(name_km="ឧ" * 60)
    assert len(sort_key(village.name_km)) > len(village.sort) == 255


def test_fields_deconstruct_to_their_own_settings_only():
    assert SortKeyField(source="name_km").deconstruct()[1:] == (
        "khmer.modelfields.SortKeyField",
        [],
        {"source": "name_km"},
    )
    changed = SortKeyField(source="name_km", max_length=80, db_index=False).deconstruct()[3]
    assert changed == {"source": "name_km", "max_length": 80, "db_index": False}
    for field in Village._meta.local_fields:
        _, _, args, kwargs = field.deconstruct()
        copy = type(field)(*args, **kwargs)
        assert copy.deconstruct()[1:] == field.deconstruct()[1:]
        MigrationWriter.serialize(field)
    assert Village._meta.get_field("sort").clone().db_index


def test_sort_key_is_not_on_forms():
    form = modelform_factory(Village, fields="__all__")()
    assert set(form.fields) == {"name_km", "notes"}


def test_form_inputs_speak_khmer():
    name = Village._meta.get_field("name_km").formfield()
    notes = Village._meta.get_field("notes").formfield()
    assert isinstance(name, formfields.CharField)
    assert name.widget.attrs["lang"] == "km"
    assert name.widget.attrs["spellcheck"] == "false"
    assert name.widget.attrs["maxlength"] == "120"
    assert name.clean(TYPED) == STORED
    assert notes.clean("ក\r\nខ\u200b") == "ក\nខ"
    assert notes.widget.attrs["lang"] == "km"
