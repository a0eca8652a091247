from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication


class DeviceTokenAuthentication(TokenAuthentication):
    pass


class PhoneSessionAuthentication(SessionAuthentication):
    pass
