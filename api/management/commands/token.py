"""`manage.py token USERNAME`: prints a new API token for that person."""

from django.core.management.base import BaseCommand, CommandError
from knox.models import get_token_model

from people.models import User


class Command(BaseCommand):
    help = "Prints a new API token for a person. The token is shown once and stored hashed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username")

    def handle(self, *args, username: str, **options) -> None:
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account named {username}.") from None
        if not user.is_active:
            raise CommandError(f"The account {username} is closed.")
        _instance, token = get_token_model().objects.create(user=user)
        self.stdout.write(token)
