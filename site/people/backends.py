from django.contrib.auth.backends import ModelBackend


class NameMailPhoneBackend(ModelBackend):
    pass
