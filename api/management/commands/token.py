"""`manage.py token USERNAME`: prints a new API token for that person, or ends all they have."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.actions.end_tokens import end_tokens
from api.actions.issue_token import issue_token
from people.models import User


class Command(BaseCommand):
    help = "Prints a new API token for a person. It is shown this once and stored hashed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--end", action="store_true", help="end every token of that person instead"
        )

    def handle(self, *args, username: str, end: bool, **options) -> None:
        try:
            person = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account named {username}.") from None
        if end:
            count = end_tokens(person=person, by=None, at=timezone.now())
            self.stdout.write(f"Ended: {count}")
            return
        try:
            self.stdout.write(issue_token(person=person, by=None, at=timezone.now()))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
