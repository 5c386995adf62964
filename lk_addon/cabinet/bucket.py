"""Private files in a store of objects (S3) instead of the folder; see docs/decisions/0013."""

from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from storages.backends.s3 import S3Storage

SPOOLED = 1024 * 1024  # bytes of an opened file that stay in memory, the rest goes to the disk
PIECE = 8 * 1024 * 1024  # bytes of one part, as the pieces of uploads


class PrivateBucket(S3Storage):
    """A bucket that nobody but this application reads. What lies in it has no address for anybody."""

    def get_default_settings(self):
        """Fix what settings must not leave to chance; only ``bucket_name``, place and keys come from there."""
        return super().get_default_settings() | {
            "file_overwrite": False,
            "max_memory_size": SPOOLED,
            "transfer_config": TransferConfig(multipart_threshold=PIECE, multipart_chunksize=PIECE, max_concurrency=2),
            "client_config": Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                # Checksums of AWS's own that other makers' stores do not know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=60,
                retries={"total_max_attempts": 3, "mode": "standard"},
            ),
        }

    def url(self, name, *args, **kwargs):
        """Refuse: a file is given away by a view that asks who wants it."""
        raise ValueError("A private file has no address of its own.")

    def stream(self, name):
        """Return (file, length in bytes) for one reading from the start: no byte of it is kept anywhere."""
        found = self.bucket.Object(self._normalize_name(name)).get()
        return found["Body"], found["ContentLength"]
