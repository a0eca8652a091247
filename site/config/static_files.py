"""Static files in production: names carry a hash of the content, compressed beforehand."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports of the field app's modules to the hashed names.

    Without it a phone could mix modules of two releases. Other apps' scripts are left alone:
    they are bundles that were not written for this.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        # Django's own patterns for modules, which its stubs leave out.
        ("js/field/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
    # One for each step of the longest chain of imports, and some to spare.
    max_post_process_passes = 20
