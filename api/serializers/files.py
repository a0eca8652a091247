"""A file that is an answer, without its bytes."""

from rest_framework import serializers

from forms_builder.models import Attachment


class FileSerializer(serializers.ModelSerializer):
    """`sha256` is of the bytes as sent; `size` and `content_type` are of what is stored."""

    submission = serializers.UUIDField(source="meant_for", read_only=True)

    class Meta:
        model = Attachment
        fields = ["id", "submission", "content_type", "size", "sha256", "received_at"]
        read_only_fields = fields
